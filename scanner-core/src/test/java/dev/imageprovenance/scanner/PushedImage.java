package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.source.registry.FaultyRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A small image of empty layers, told apart by their lengths, to be put into a registry. */
final class PushedImage {
  private static final String TAR = "application/vnd.oci.image.layer.v1.tar";

  private final List<byte[]> layers = new ArrayList<>();
  private final Map<String, String> annotations = new LinkedHashMap<>();
  private String architecture = "amd64";
  private String user = "";
  private String created = "2026-01-01T00:00:00Z";

  /** Layers by number: the same number is the same layer. */
  PushedImage(int... numbers) {
    for (int number : numbers) {
      layers.add(layer(number));
    }
  }

  static byte[] layer(int number) {
    return new byte[1_024 + 512 * number];
  }

  PushedImage annotation(String key, String value) {
    annotations.put(key, value);
    return this;
  }

  PushedImage user(String value) {
    user = value;
    return this;
  }

  PushedImage created(String value) {
    created = value;
    return this;
  }

  PushedImage architecture(String value) {
    architecture = value;
    return this;
  }

  /** Puts everything into the registry and gives the manifest's digest. */
  Digest push(FaultyRegistry registry, String tag) {
    layers.forEach(registry::putBlob);
    byte[] config = config();
    registry.putBlob(config);
    return registry.putManifest(tag, MediaType.OCI_MANIFEST, manifest(config));
  }

  /** Puts everything into the registry, behind an index of this one image. */
  Digest pushInIndex(FaultyRegistry registry, String tag) {
    byte[] manifest = manifest(config());
    Digest digest = push(registry, "manifest-of-" + tag);
    String index =
        "{\"schemaVersion\":2,\"mediaType\":\""
            + MediaType.OCI_INDEX
            + "\",\"manifests\":["
            + descriptor(MediaType.OCI_MANIFEST.value(), digest, manifest.length)
                .replace("}", ",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}}")
            + "]}";
    return registry.putManifest(tag, MediaType.OCI_INDEX, utf8(index));
  }

  /**
   * Puts everything into the registry, behind an index with BuildKit's provenance beside the image.
   *
   * @param materials elements of the list of materials, as JSON
   */
  void pushWithProvenance(FaultyRegistry registry, String tag, String... materials) {
    pushWithStatements(registry, tag, List.of(String.join(",", materials)));
  }

  /** The same with several statements, each with these materials. */
  void pushWithStatements(FaultyRegistry registry, String tag, List<String> materials) {
    Digest image = push(registry, "image-of-" + tag);
    String statements =
        materials.stream()
            .map(each -> statement(registry, image, each))
            .collect(Collectors.joining(","));
    pushBeside(registry, tag, image, statements);
  }

  private static String statement(FaultyRegistry registry, Digest image, String materials) {
    byte[] statement =
        utf8(
            "{\"_type\":\"https://in-toto.io/Statement/v0.1\","
                + "\"predicateType\":\"https://slsa.dev/provenance/v0.2\","
                + "\"subject\":[{\"name\":\"app\",\"digest\":{\"sha256\":\""
                + image.encoded()
                + "\"}}],\"predicate\":{\"builder\":{\"id\":\"\"},\"buildType\":\"x\","
                + "\"materials\":["
                + materials
                + "]}}");
    registry.putBlob(statement);
    return descriptor(MediaType.IN_TOTO.value(), Digest.sha256(statement), statement.length);
  }

  private void pushBeside(FaultyRegistry registry, String tag, Digest image, String statements) {
    byte[] empty = utf8("{}");
    registry.putBlob(empty);
    byte[] attestation =
        utf8(
            "{\"schemaVersion\":2,\"mediaType\":\""
                + MediaType.OCI_MANIFEST
                + "\",\"config\":"
                + descriptor(MediaType.OCI_CONFIG.value(), Digest.sha256(empty), empty.length)
                + ",\"layers\":["
                + statements
                + "]}");
    Digest about =
        registry.putManifest("attestation-of-" + tag, MediaType.OCI_MANIFEST, attestation);
    String index =
        "{\"schemaVersion\":2,\"mediaType\":\""
            + MediaType.OCI_INDEX
            + "\",\"manifests\":["
            + descriptor(MediaType.OCI_MANIFEST.value(), image, manifest(config()).length)
                .replace("}", ",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}}")
            + ","
            + descriptor(MediaType.OCI_MANIFEST.value(), about, attestation.length)
                .replace(
                    "}",
                    ",\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"},"
                        + "\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\","
                        + "\"vnd.docker.reference.digest\":\""
                        + image
                        + "\"}}")
            + "]}";
    registry.putManifest(tag, MediaType.OCI_INDEX, utf8(index));
  }

  private byte[] config() {
    return utf8(
        "{\"os\":\"linux\",\"architecture\":\""
            + architecture
            + "\",\"created\":\""
            + created
            + "\",\"config\":{\"User\":\""
            + user
            + "\"},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
            + layers.stream()
                .map(layer -> "\"" + Digest.sha256(layer) + "\"")
                .collect(Collectors.joining(","))
            + "]}}");
  }

  private byte[] manifest(byte[] config) {
    return utf8(
        "{\"schemaVersion\":2,\"mediaType\":\""
            + MediaType.OCI_MANIFEST
            + "\",\"config\":"
            + descriptor(MediaType.OCI_CONFIG.value(), Digest.sha256(config), config.length)
            + ",\"layers\":["
            + layers.stream()
                .map(layer -> descriptor(TAR, Digest.sha256(layer), layer.length))
                .collect(Collectors.joining(","))
            + "],\"annotations\":{"
            + annotations.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\":\"" + entry.getValue() + "\"")
                .collect(Collectors.joining(","))
            + "}}");
  }

  private static String descriptor(String mediaType, Digest digest, long size) {
    return "{\"mediaType\":\""
        + mediaType
        + "\",\"digest\":\""
        + digest
        + "\",\"size\":"
        + size
        + "}";
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
