package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.policy.Baseline;
import java.io.IOException;
import java.io.Writer;

/**
 * Writes what a run found as a baseline for later runs; immutable and thread-safe. The same
 * findings give the same document, so that its differences can be read.
 */
public final class BaselineRenderer implements ReportRenderer<RunReport> {
  private final JsonDocument documents = new JsonDocument();

  @Override
  public void render(RunReport run, Writer out) throws IOException {
    Baseline baseline = Baseline.of("", run.judgedImages());
    documents.write(out, json -> write(json, baseline));
  }

  private static void write(JsonGenerator json, Baseline baseline) throws IOException {
    json.writeStartObject();
    json.writeNumberField("baselineVersion", 1);
    json.writeArrayFieldStart("images");
    for (String image : baseline.images()) {
      json.writeStartObject();
      json.writeStringField("name", image);
      json.writeArrayFieldStart("findings");
      for (Baseline.Entry entry : baseline.findings(image)) {
        json.writeStartObject();
        json.writeStringField("check", entry.check());
        json.writeStringField("code", entry.code());
        json.writeStringField("subject", entry.subject());
        json.writeStringField("fingerprint", entry.fingerprint().value());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
