package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.compare.Comparison;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Optional;

/**
 * Writes comparisons as one JSON document whose shape is published in {@value #SCHEMA_RESOURCE};
 * immutable and thread-safe. Names are spelled out and text is escaped as {@link
 * JsonReportRenderer} does.
 */
public final class JsonComparisonRenderer implements ReportRenderer<ComparisonRun> {
  /** The version of the document's shape. */
  public static final String SCHEMA_VERSION = "1.0";

  /** The schema's name beside this class. */
  private static final String SCHEMA_RESOURCE = "comparison-report.schema.json";

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
  public void render(ComparisonRun run, Writer out) throws IOException {
    documents.write(out, json -> writeRun(json, run));
  }

  private static void writeRun(JsonGenerator json, ComparisonRun run) throws IOException {
    json.writeStartObject();
    json.writeStringField("schemaVersion", SCHEMA_VERSION);
    JsonFields.tool(json, run.tool());
    json.writeStringField("startedAt", run.startedAt().toString());
    json.writeStringField("verdict", JsonFields.label(run.verdict()));
    json.writeNumberField("exitCode", run.exitCode());
    json.writeArrayFieldStart("comparisons");
    for (ComparisonReport report : run.comparisons()) {
      writeReport(json, report);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeReport(JsonGenerator json, ComparisonReport report) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("requested");
    json.writeStringField("deployed", report.deployed());
    JsonFields.optional(json, "registry", report.registry());
    json.writeEndObject();
    json.writeStringField("startedAt", report.startedAt().toString());
    json.writeStringField("verdict", JsonFields.label(report.verdict()));
    json.writeNumberField("exitCode", report.exitCode());
    if (report.problem().isPresent()) {
      JsonFields.problem(json, report.problem().get());
    }
    Optional<Comparison> comparison = report.comparison();
    if (comparison.isPresent()) {
      json.writeFieldName("result");
      new JsonComparisonSection(json, comparison.get()).write();
    }
    json.writeEndObject();
  }
}
