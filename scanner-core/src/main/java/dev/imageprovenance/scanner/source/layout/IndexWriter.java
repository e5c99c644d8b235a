package dev.imageprovenance.scanner.source.layout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.RawDocument;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes an index of some entries of a layout, to resolve through; stateless. Its digest was given
 * by nobody and is never reported.
 */
final class IndexWriter {
  private IndexWriter() {}

  static RawDocument write(List<Descriptor> entries) {
    ObjectNode index = JsonNodeFactory.instance.objectNode();
    index.put("schemaVersion", 2);
    index.put("mediaType", MediaType.OCI_INDEX.value());
    ArrayNode manifests = index.putArray("manifests");
    entries.forEach(entry -> write(entry, manifests.addObject()));
    return RawDocument.of(index.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Descriptor entry, ObjectNode node) {
    node.put("mediaType", entry.mediaType().value());
    node.put("digest", entry.digest().toString());
    node.put("size", entry.size());
    if (!entry.urls().isEmpty()) {
      entry.urls().forEach(node.putArray("urls")::add);
    }
    if (!entry.annotations().isEmpty()) {
      entry.annotations().forEach(node.putObject("annotations")::put);
    }
    entry.platform().ifPresent(platform -> write(platform, node.putObject("platform")));
    entry.artifactType().ifPresent(type -> node.put("artifactType", type));
  }

  private static void write(Platform platform, ObjectNode node) {
    node.put("os", platform.os());
    node.put("architecture", platform.architecture());
    platform.variant().ifPresent(variant -> node.put("variant", variant));
    platform.osVersion().ifPresent(version -> node.put("os.version", version));
    if (!platform.osFeatures().isEmpty()) {
      platform.osFeatures().forEach(node.putArray("os.features")::add);
    }
  }
}
