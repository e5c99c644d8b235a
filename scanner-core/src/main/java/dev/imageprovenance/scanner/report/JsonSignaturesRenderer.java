package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * Writes what is signed of images as one JSON document whose shape is published in {@value
 * #SCHEMA_RESOURCE}; immutable and thread-safe. Names are spelled out and text is escaped as {@link
 * JsonReportRenderer} does.
 */
public final class JsonSignaturesRenderer implements ReportRenderer<SignaturesRun> {
  /** The version of the document's shape. */
  public static final String SCHEMA_VERSION = "1.0";

  /** The schema's name beside this class. */
  private static final String SCHEMA_RESOURCE = "signatures-report.schema.json";

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
  public void render(SignaturesRun run, Writer out) throws IOException {
    documents.write(out, json -> writeRun(json, run));
  }

  private static void writeRun(JsonGenerator json, SignaturesRun run) throws IOException {
    json.writeStartObject();
    json.writeStringField("schemaVersion", SCHEMA_VERSION);
    JsonFields.tool(json, run.tool());
    json.writeStringField("startedAt", run.startedAt().toString());
    json.writeStringField("verdict", JsonFields.label(run.verdict()));
    json.writeNumberField("exitCode", run.exitCode());
    json.writeArrayFieldStart("reports");
    for (SignaturesReport report : run.reports()) {
      writeReport(json, report);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeReport(JsonGenerator json, SignaturesReport report) throws IOException {
    json.writeStartObject();
    json.writeStringField("requested", report.requested());
    json.writeStringField("startedAt", report.startedAt().toString());
    json.writeStringField("verdict", JsonFields.label(report.verdict()));
    json.writeNumberField("exitCode", report.exitCode());
    if (report.problem().isPresent()) {
      JsonFields.problem(json, report.problem().get());
    }
    json.writeArrayFieldStart("images");
    for (SignedImageReport image : report.images()) {
      new JsonSignedImageSection(json, image).write();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
