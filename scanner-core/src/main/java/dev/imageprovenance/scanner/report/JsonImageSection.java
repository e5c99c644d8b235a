package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.report.ImageReport.LayerSummary;
import java.io.IOException;
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
    if (image.signatures().isPresent()) {
      json.writeFieldName("signatures");
      new JsonSignatures(json).write(image.signatures().get());
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
    JsonResults results = new JsonResults(json, image.policy(), this::isDiffId);
    for (CheckResult result : image.results()) {
      results.write(result);
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
