package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.FindingFingerprint;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.Excuse;
import dev.imageprovenance.scanner.policy.ExcusedFinding;
import dev.imageprovenance.scanner.report.ImageReport.LayerSummary;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Writes one platform's image as JSON; not thread-safe. */
final class JsonImageSection {
  private final JsonGenerator json;
  private final ImageReport image;

  JsonImageSection(JsonGenerator json, ImageReport image) {
    this.json = json;
    this.image = image;
  }

  void write() throws IOException {
    json.writeStartObject();
    json.writeStringField("verdict", JsonFields.label(image.verdict()));
    JsonFields.platform(json, "platform", image.platform());
    writeResolution();
    if (image.manifestDigest().isPresent()) {
      JsonFields.digest(
          json,
          "manifest",
          image.manifestDigest().get(),
          DigestKind.MANIFEST,
          DigestOrigin.COMPUTED);
    }
    JsonFields.digest(
        json, "config", image.configDigest(), DigestKind.CONFIG, DigestOrigin.COMPUTED);
    if (image.origin().isPresent()) {
      JsonBase.origin(json, image.origin().get());
    }
    json.writeArrayFieldStart("layers");
    for (LayerSummary layer : image.layers()) {
      writeLayer(layer);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("verifications");
    for (DigestVerification verification : image.verifications()) {
      JsonFields.verification(json, verification);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("policy");
    json.writeStringField("failOn", JsonFields.label(image.policy().failOn()));
    json.writeEndObject();
    json.writeArrayFieldStart("checks");
    for (CheckResult result : image.results()) {
      writeResult(result);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeResolution() throws IOException {
    Resolution resolution = image.resolution();
    json.writeObjectFieldStart("source");
    json.writeStringField("kind", JsonFields.label(resolution.source()));
    json.writeStringField("servedBy", resolution.servedBy());
    json.writeEndObject();
    json.writeArrayFieldStart("resolution");
    for (Resolution.Step step : resolution.steps()) {
      json.writeStartObject();
      json.writeStringField("from", step.from());
      JsonFields.digestFields(json, step.digest().toString(), step.kind(), step.origin());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeLayer(LayerSummary layer) throws IOException {
    boolean read = !layer.read().equals("no");
    json.writeStartObject();
    json.writeNumberField("index", layer.index());
    JsonFields.optional(json, "mediaType", layer.mediaType());
    if (layer.digest().isPresent()) {
      JsonFields.digest(
          json,
          "stored",
          layer.digest().get(),
          DigestKind.LAYER,
          read ? DigestOrigin.COMPUTED : DigestOrigin.DESCRIPTOR);
    }
    if (layer.diffId().isPresent()) {
      JsonFields.digest(
          json,
          "uncompressed",
          layer.diffId().get(),
          DigestKind.DIFF_ID,
          read ? DigestOrigin.COMPUTED : DigestOrigin.CONFIG);
    }
    JsonFields.unlessNegative(json, "storedSize", layer.storedSize());
    JsonFields.unlessNegative(json, "uncompressedSize", layer.uncompressedSize());
    JsonFields.unlessEmpty(json, "compression", layer.compression());
    JsonFields.unlessNegative(json, "entries", layer.entries());
    JsonFields.optional(json, "instruction", layer.instruction());
    JsonFields.optional(
        json, "owner", image.origin().flatMap(origin -> origin.owner(layer.index())));
    json.writeStringField("read", layer.read());
    JsonFields.optional(json, "problem", layer.problem());
    json.writeEndObject();
  }

  private void writeResult(CheckResult result) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", result.check().value());
    json.writeStringField("verdict", JsonFields.label(result.verdict()));
    json.writeStringField("summary", result.summary());
    List<String> controls = image.policy().controls(result.check());
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
      boolean isDiffId = isDiffId(location);
      json.writeObjectFieldStart("digest");
      JsonFields.digestFields(
          json,
          name,
          isDiffId ? DigestKind.DIFF_ID : DigestKind.LAYER,
          isDiffId ? DigestOrigin.CONFIG : DigestOrigin.DESCRIPTOR);
      json.writeEndObject();
    } else {
      json.writeStringField("path", name);
    }
    JsonFields.optional(json, "instruction", location.instruction());
    json.writeEndObject();
  }

  /** An image without manifest, or a layer without descriptor, is known by its diffID. */
  private boolean isDiffId(LayerLocation location) {
    if (image.manifestDigest().isEmpty()) {
      return true;
    }
    for (LayerSummary layer : image.layers()) {
      if (layer.index() == location.layerIndex()) {
        return !isDigest(layer.digest(), location) && isDigest(layer.diffId(), location);
      }
    }
    return false;
  }

  private static boolean isDigest(Optional<Digest> digest, LayerLocation location) {
    return digest.isPresent() && digest.get().toString().equals(location.layerDigest());
  }
}
