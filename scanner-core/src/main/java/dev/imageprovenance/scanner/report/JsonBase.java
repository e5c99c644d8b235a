package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.check.ProvenBase;
import dev.imageprovenance.scanner.image.DigestVerification.When;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.lineage.BaseImage;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.Freshness;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import java.io.IOException;
import java.util.Optional;

/** Writes what is known of a base as JSON; stateless. */
final class JsonBase {
  private JsonBase() {}

  /** What a scanned image is built on, under the name "base". */
  static void origin(JsonGenerator json, ImageOrigin origin) throws IOException {
    json.writeObjectFieldStart("base");
    json.writeStringField("state", JsonLineageSection.label(origin.lineage().state()));
    json.writeStringField("why", origin.lineage().why());
    if (origin.base().isPresent()) {
      ProvenBase base = origin.base().get();
      json.writeStringField("name", base.name());
      json.writeNumberField("layers", base.depth());
      json.writeNumberField("ownLayers", origin.ownLayers());
      json.writeBooleanField("accepted", base.accepted());
    }
    Optional<BaseLevel> level = origin.level();
    if (level.isPresent()) {
      JsonFields.digest(
          json, "chainID", level.get().chainId(), DigestKind.CHAIN_ID, DigestOrigin.COMPUTED);
    }
    if (origin.image().isPresent()) {
      json.writeFieldName("image");
      image(json, origin.image().get());
    }
    if (origin.tag().isPresent()) {
      tag(json, origin.tag().get());
    }
    json.writeEndObject();
  }

  static void image(JsonGenerator json, BaseImage image) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", image.name());
    digest(json, "index", image.index(), DigestKind.INDEX);
    digest(json, "manifest", image.manifest(), DigestKind.MANIFEST);
    digest(json, "config", Optional.of(image.config()), DigestKind.CONFIG);
    JsonFields.platform(json, "platform", image.platform());
    JsonFields.optional(json, "created", image.created());
    json.writeStringField("user", image.user());
    json.writeStringField("read", image.verified() == When.NOW ? "now" : "earlier");
    json.writeEndObject();
  }

  /** What became of the tag of a base, under the name "tag". */
  static void tag(JsonGenerator json, Fact<Freshness> fact) throws IOException {
    json.writeObjectFieldStart("tag");
    if (fact instanceof Fact.Known<Freshness> known) {
      Freshness freshness = known.value();
      json.writeStringField("name", freshness.tag());
      json.writeStringField("movement", JsonLineageSection.label(freshness.movement()));
      if (freshness.pointsAt().isPresent()) {
        json.writeObjectFieldStart("pointsAt");
        json.writeStringField("digest", freshness.pointsAt().get().toString());
        json.writeStringField("origin", JsonFields.label(DigestOrigin.REGISTRY));
        json.writeEndObject();
      }
      JsonFields.optionalNumber(
          json, "behindSeconds", freshness.behind().map(behind -> behind.toSeconds()));
      JsonFields.optionalNumber(
          json, "seenSecondsAgo", freshness.seenAgo().map(ago -> Math.max(0, ago.toSeconds())));
      if (freshness.rebuild().isPresent()) {
        json.writeObjectFieldStart("rebuild");
        json.writeStringField("kind", JsonLineageSection.label(freshness.rebuild().get().kind()));
        JsonFields.strings(json, "settings", freshness.rebuild().get().settings());
        json.writeEndObject();
      }
    } else {
      json.writeObjectFieldStart("unknown");
      json.writeStringField("reason", fact.whyUnknown().orElse(""));
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void digest(
      JsonGenerator json, String name, Optional<Digest> digest, DigestKind kind)
      throws IOException {
    if (digest.isPresent()) {
      JsonFields.digest(json, name, digest.get(), kind, DigestOrigin.COMPUTED);
    }
  }
}
