package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.workload.PodImage;
import dev.imageprovenance.scanner.workload.PodsComparison;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Optional;

/**
 * Writes a comparison of pods as one JSON document whose shape is published in {@value
 * #SCHEMA_RESOURCE}; immutable and thread-safe. Names are spelled out and text is escaped as {@link
 * JsonReportRenderer} does.
 */
public final class JsonPodsRenderer implements ReportRenderer<PodsRun> {
  /** The version of the document's shape. */
  public static final String SCHEMA_VERSION = "1.0";

  /** The schema's name beside this class. */
  private static final String SCHEMA_RESOURCE = "pods-report.schema.json";

  private final JsonDocument documents = new JsonDocument();

  /**
   * The JSON Schema (draft 2020-12) of the document.
   *
   * @throws UncheckedIOException if this program's own resources cannot be read
   */
  public static String schema() {
    return JsonDocument.schema(SCHEMA_RESOURCE);
  }

  @Override
  public void render(PodsRun run, Writer out) throws IOException {
    documents.write(out, json -> writeRun(json, run));
  }

  private static void writeRun(JsonGenerator json, PodsRun run) throws IOException {
    json.writeStartObject();
    json.writeStringField("schemaVersion", SCHEMA_VERSION);
    JsonFields.tool(json, run.tool());
    json.writeStringField("startedAt", run.startedAt().toString());
    json.writeStringField("list", run.list());
    json.writeStringField("verdict", JsonFields.label(run.verdict()));
    json.writeNumberField("exitCode", run.exitCode());
    if (run.problem().isPresent()) {
      JsonFields.problem(json, run.problem().get());
    }
    Optional<PodsComparison> comparison = run.comparison();
    if (comparison.isPresent()) {
      writeResult(json, comparison.get());
    }
    json.writeEndObject();
  }

  private static void writeResult(JsonGenerator json, PodsComparison comparison)
      throws IOException {
    json.writeObjectFieldStart("result");
    json.writeNumberField("pods", comparison.pods());
    json.writeNumberField("containers", comparison.containers());
    json.writeStringField("required", comparison.required().label());
    json.writeStringField("failOn", JsonFields.label(comparison.failOn()));
    json.writeArrayFieldStart("images");
    for (PodImage image : comparison.images()) {
      new JsonPodImageSection(json, comparison, image).write();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
