package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.FindingFingerprint;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.Excuse;
import dev.imageprovenance.scanner.policy.ExcusedFinding;
import dev.imageprovenance.scanner.policy.ImagePolicy;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/** Writes what came of checks as JSON; not thread-safe. */
final class JsonResults {
  private final JsonGenerator json;
  private final ImagePolicy policy;
  private final Predicate<LayerLocation> isDiffId;

  /**
   * Writes to {@code json}.
   *
   * @param policy what was judged by
   * @param isDiffId whether a layer is named by its diffID
   */
  JsonResults(JsonGenerator json, ImagePolicy policy, Predicate<LayerLocation> isDiffId) {
    this.json = json;
    this.policy = policy;
    this.isDiffId = isDiffId;
  }

  void write(CheckResult result) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", result.check().value());
    json.writeStringField("verdict", JsonFields.label(result.verdict()));
    json.writeStringField("summary", result.summary());
    List<String> controls = policy.controls(result.check());
    if (!controls.isEmpty()) {
      JsonFields.strings(json, "controls", controls);
    }
    if (result.unknown().isPresent()) {
      json.writeObjectFieldStart("unknown");
      json.writeStringField("reason", result.unknown().get());
      json.writeBooleanField("allowed", result.unknownAllowed());
      json.writeEndObject();
    }
    json.writeArrayFieldStart("findings");
    for (Finding finding : result.findings()) {
      json.writeStartObject();
      writeFinding(finding);
      json.writeEndObject();
    }
    json.writeEndArray();
    writeExcused("allowed", result.excused(Excuse.Kind.ALLOWED));
    writeExcused("waived", result.excused(Excuse.Kind.WAIVED));
    writeExcused("baseline", result.excused(Excuse.Kind.BASELINE));
    json.writeEndObject();
  }

  private void writeExcused(String name, List<ExcusedFinding> excused) throws IOException {
    json.writeArrayFieldStart(name);
    for (ExcusedFinding each : excused) {
      json.writeStartObject();
      writeFinding(each.finding());
      writeExcuse(each.excuse());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeExcuse(Excuse excuse) throws IOException {
    json.writeObjectFieldStart("excuse");
    json.writeStringField("clause", excuse.clause());
    if (excuse.location().isPresent()) {
      JsonFields.clauseLocation(json, excuse.location().get());
    }
    JsonFields.optional(json, "reason", excuse.reason());
    JsonFields.optional(json, "owner", excuse.owner());
    if (excuse.expires().isPresent()) {
      json.writeStringField("expires", excuse.expires().get().toString());
    }
    json.writeEndObject();
  }

  private void writeFinding(Finding finding) throws IOException {
    json.writeStringField("code", finding.code());
    json.writeStringField("severity", JsonFields.label(finding.severity()));
    json.writeStringField("subject", finding.subject());
    json.writeStringField("message", finding.message());
    if (finding.remedy().isPresent()) {
      writeRemedies(finding.remedy().get());
    }
    if (finding.location().isPresent()) {
      writeLocation(finding.location().get());
    }
    JsonEvidence.write(json, finding.evidence());
    json.writeStringField("fingerprint", FindingFingerprint.of(finding).value());
  }

  private void writeRemedies(Remedy remedy) throws IOException {
    json.writeObjectFieldStart("remedies");
    json.writeStringField("text", remedy.text());
    if (remedy.dockerfile().isPresent()) {
      json.writeStringField("dockerfile", remedy.dockerfile().get().toString());
    }
    JsonFields.optional(json, "jib", remedy.jib());
    if (!remedy.accept().isEmpty()) {
      JsonFields.strings(json, "accept", remedy.accept());
    }
    json.writeEndObject();
  }

  private void writeLocation(LayerLocation location) throws IOException {
    json.writeObjectFieldStart("layer");
    json.writeNumberField("index", location.layerIndex());
    String name = location.layerDigest();
    boolean isDigest = name.indexOf(':') > 0 && name.indexOf('/') < 0;
    if (isDigest) {
      boolean named = isDiffId.test(location);
      json.writeObjectFieldStart("digest");
      JsonFields.digestFields(
          json,
          name,
          named ? DigestKind.DIFF_ID : DigestKind.LAYER,
          named ? DigestOrigin.CONFIG : DigestOrigin.DESCRIPTOR);
      json.writeEndObject();
    } else {
      json.writeStringField("path", name);
    }
    JsonFields.optional(json, "instruction", location.instruction());
    json.writeEndObject();
  }
}
