package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.lineage.LineageLayer;
import dev.imageprovenance.scanner.lineage.LineageLayer.Content;
import dev.imageprovenance.scanner.lineage.LineageLayer.Owner;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.ImageConfig;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Writes the layers of a lineage as JSON; not thread-safe. */
final class JsonLineageLayers {
  private final JsonGenerator json;

  JsonLineageLayers(JsonGenerator json) {
    this.json = json;
  }

  void write(List<LineageLayer> layers) throws IOException {
    json.writeArrayFieldStart("layers");
    for (LineageLayer layer : layers) {
      json.writeStartObject();
      json.writeNumberField("index", layer.layer().index());
      json.writeStringField("owner", label(layer.owner()));
      if (layer.base().isPresent()) {
        json.writeNumberField("base", layer.base().get());
      }
      writeContent(layer.content());
      writeDigests(layer);
      JsonFields.unlessNegative(json, "storedSize", layer.storedSize());
      JsonFields.unlessNegative(json, "uncompressedSize", layer.uncompressedSize());
      if (layer.layer().history().isPresent()) {
        writeHistory(layer.layer().history().get());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeContent(Content content) throws IOException {
    if (content instanceof Content.Computed) {
      json.writeStringField("content", "computed");
    } else if (content instanceof Content.Declared) {
      json.writeStringField("content", "declared");
    } else if (content instanceof Content.Unread unread) {
      json.writeStringField("content", "unread");
      json.writeStringField("reason", unread.reason());
    } else {
      json.writeStringField("content", "broken");
      json.writeStringField("reason", ((Content.Broken) content).reason());
    }
  }

  private void writeDigests(LineageLayer layer) throws IOException {
    Optional<Descriptor> descriptor = layer.layer().descriptor();
    JsonFields.optional(json, "mediaType", descriptor.map(found -> found.mediaType().value()));
    if (layer.content() instanceof Content.Computed computed) {
      JsonFields.digest(
          json, "stored", computed.storedDigest(), DigestKind.LAYER, DigestOrigin.COMPUTED);
    } else if (descriptor.isPresent()) {
      JsonFields.digest(
          json, "stored", descriptor.get().digest(), DigestKind.LAYER, DigestOrigin.DESCRIPTOR);
    }
    if (layer.diffId().isPresent()) {
      JsonFields.digest(
          json,
          "uncompressed",
          layer.diffId().get(),
          DigestKind.DIFF_ID,
          layer.isComputed() ? DigestOrigin.COMPUTED : DigestOrigin.CONFIG);
    }
    if (layer.chainId().isPresent()) {
      JsonFields.digest(
          json,
          "chainID",
          layer.chainId().get(),
          DigestKind.CHAIN_ID,
          layer.chainComputed() ? DigestOrigin.COMPUTED : DigestOrigin.CONFIG);
    }
  }

  private void writeHistory(ImageConfig.History history) throws IOException {
    JsonFields.optional(json, "instruction", history.instruction());
    JsonFields.optional(json, "author", history.author());
    JsonFields.optional(json, "created", history.created());
    JsonFields.optional(json, "comment", history.comment());
  }

  private static String label(Owner owner) {
    return switch (owner) {
      case BASE -> "base";
      case OWN -> "own";
      case UNKNOWN -> "unknown";
    };
  }
}
