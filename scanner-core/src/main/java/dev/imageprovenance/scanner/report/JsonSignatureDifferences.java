package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.compare.SignatureComparison;
import dev.imageprovenance.scanner.compare.SignatureComparison.Difference;
import dev.imageprovenance.scanner.compare.SignatureComparison.Outcome;
import dev.imageprovenance.scanner.signature.EvidenceInventory;
import dev.imageprovenance.scanner.signature.EvidenceKind;
import java.io.IOException;
import java.util.Map;

/** Writes as JSON which signatures and attestations either side has; not thread-safe. */
final class JsonSignatureDifferences {
  private final JsonGenerator json;

  JsonSignatureDifferences(JsonGenerator json) {
    this.json = json;
  }

  void write(SignatureComparison signatures) throws IOException {
    json.writeObjectFieldStart("signatures");
    json.writeBooleanField("required", signatures.required());
    json.writeStringField("verdict", signatures.verdict().name());
    Outcome outcome = signatures.outcome();
    json.writeBooleanField("compared", outcome instanceof Outcome.Compared);
    if (outcome instanceof Outcome.Compared compared) {
      json.writeArrayFieldStart("differences");
      for (Difference difference : signatures.differences()) {
        write(difference);
      }
      json.writeEndArray();
      write("deployed", compared.deployed());
      write("registry", compared.registry());
    } else {
      json.writeStringField("reason", reason(outcome));
    }
    json.writeEndObject();
  }

  private static String reason(Outcome outcome) {
    return outcome instanceof Outcome.NotCompared not
        ? not.reason()
        : "both sides are the same document in the same repository";
  }

  private void write(Difference difference) throws IOException {
    json.writeStartObject();
    json.writeStringField("code", SignatureDifferenceWording.code(difference));
    json.writeStringField("severity", JsonFields.label(difference.severity()));
    kind(difference.kind());
    json.writeNumberField("deployed", difference.deployed());
    json.writeNumberField("registry", difference.registry());
    json.writeEndObject();
  }

  private void write(String side, EvidenceInventory inventory) throws IOException {
    json.writeObjectFieldStart(side);
    json.writeArrayFieldStart("kinds");
    for (Map.Entry<EvidenceKind, Integer> entry : inventory.counts().entrySet()) {
      json.writeStartObject();
      kind(entry.getKey());
      json.writeNumberField("count", entry.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("unknowns");
    for (String unknown : inventory.unknowns()) {
      json.writeString(unknown);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void kind(EvidenceKind kind) throws IOException {
    json.writeStringField("purpose", kind.purpose().label());
    json.writeStringField("form", kind.form().label());
    JsonFields.optional(json, "predicateType", kind.predicateType());
  }
}
