package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.report.Outline.Note;
import java.io.IOException;
import java.util.Optional;

/** Writes results and notifications of SARIF; not thread-safe. */
final class SarifResultWriter {
  private final JsonGenerator json;
  private final SarifRules rules;

  SarifResultWriter(JsonGenerator json, SarifRules rules) {
    this.json = json;
    this.rules = rules;
  }

  /** A result (section 3.27). */
  void write(SarifResult result) throws IOException {
    json.writeStartObject();
    json.writeStringField("ruleId", result.ruleId());
    json.writeNumberField("ruleIndex", rules.index(result.ruleId()));
    json.writeStringField("level", SarifRule.level(result.severity()));
    message(result.message());
    json.writeArrayFieldStart("locations");
    location(result);
    json.writeEndArray();
    json.writeObjectFieldStart("partialFingerprints");
    json.writeStringField("primaryLocationLineHash", result.fingerprint());
    if (result.finding().isPresent()) {
      json.writeStringField("finding/v1", result.finding().get().value());
    }
    json.writeEndObject();
    if (!result.suppressions().isEmpty()) {
      json.writeArrayFieldStart("suppressions");
      for (SarifSuppression suppression : result.suppressions()) {
        suppression(suppression);
      }
      json.writeEndArray();
    }
    properties(result);
    json.writeEndObject();
  }

  /** A notification (section 3.58) that says what a result says. */
  void writeNotification(SarifResult result) throws IOException {
    json.writeStartObject();
    json.writeStringField("level", result.counts() ? "error" : "note");
    message(result.message());
    json.writeObjectFieldStart("associatedRule");
    json.writeStringField("id", result.ruleId());
    json.writeNumberField("index", rules.index(result.ruleId()));
    json.writeEndObject();
    json.writeEndObject();
  }

  /** A notification about the policy, which points at the clause. */
  void writeNote(Note note) throws IOException {
    json.writeStartObject();
    json.writeStringField("level", "warning");
    message("Policy: " + note.text());
    Optional<FixLocation> clause = note.location().flatMap(FixLocation::of);
    if (clause.isPresent()) {
      json.writeArrayFieldStart("locations");
      json.writeStartObject();
      physicalLocation(clause.get());
      json.writeEndObject();
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void message(String text) throws IOException {
    json.writeObjectFieldStart("message");
    json.writeStringField("text", SarifText.plain(text));
    json.writeEndObject();
  }

  private void location(SarifResult result) throws IOException {
    json.writeStartObject();
    physicalLocation(result.fix());
    json.writeArrayFieldStart("logicalLocations");
    String image = result.subject().toString();
    logicalLocation("image", image, image);
    if (result.layer().isPresent()) {
      LayerLocation layer = result.layer().get();
      logicalLocation(
          "layer", LayerWording.name(layer), Wording.message(layer.layerDigest(), true));
    }
    if (!result.about().isEmpty()) {
      String kind = result.about().startsWith("/") ? "file" : "subject";
      logicalLocation(kind, result.about(), result.about());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void physicalLocation(FixLocation fix) throws IOException {
    json.writeObjectFieldStart("physicalLocation");
    json.writeObjectFieldStart("artifactLocation");
    json.writeStringField("uri", fix.uri());
    json.writeEndObject();
    json.writeObjectFieldStart("region");
    json.writeNumberField("startLine", fix.line());
    json.writeNumberField("startColumn", 1);
    json.writeNumberField("endLine", fix.line());
    json.writeNumberField("endColumn", 1);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void logicalLocation(String kind, String name, String qualifiedName) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", kind);
    json.writeStringField("name", name);
    json.writeStringField("fullyQualifiedName", qualifiedName);
    json.writeEndObject();
  }

  private void suppression(SarifSuppression suppression) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", "external");
    json.writeStringField("status", "accepted");
    json.writeStringField("justification", suppression.justification());
    if (suppression.clause().isPresent()) {
      json.writeObjectFieldStart("location");
      physicalLocation(suppression.clause().get());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void properties(SarifResult result) throws IOException {
    json.writeObjectFieldStart("properties");
    json.writeStringField("severity", JsonFields.label(result.severity()));
    json.writeStringField("check", result.check().value());
    json.writeStringField("code", result.code());
    if (result.origin().isPresent()) {
      json.writeStringField("origin", result.origin().get().origin().label());
      json.writeStringField("base", Text.excerpt(result.origin().get().base()));
    }
    json.writeEndObject();
  }
}
