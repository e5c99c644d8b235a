package dev.imageprovenance.scanner.source;

import dev.imageprovenance.scanner.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Documents and layers of small images, for tests. */
public final class SampleDocuments {
  private SampleDocuments() {}

  /** A linux/amd64 config with these diffIDs. */
  public static byte[] config(String user, byte[]... layers) {
    return configFor("amd64", user, List.of(layers));
  }

  public static byte[] configFor(String architecture, String user, List<byte[]> layers) {
    String diffIds =
        layers.stream()
            .map(layer -> "\"" + Digest.sha256(layer) + "\"")
            .collect(Collectors.joining(","));
    return utf8(
        "{\"os\":\"linux\",\"architecture\":\""
            + architecture
            + "\",\"config\":{\"User\":\""
            + user
            + "\"},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
            + diffIds
            + "]}}");
  }

  /** One element of manifest.json. */
  public static String archived(String config, String repoTags, String... layers) {
    return "{\"Config\":\""
        + config
        + "\",\"RepoTags\":"
        + repoTags
        + ",\"Layers\":["
        + List.of(layers).stream()
            .map(layer -> "\"" + layer + "\"")
            .collect(Collectors.joining(","))
        + "]}";
  }

  public static byte[] manifest(byte[] config, byte[]... layers) {
    return utf8(
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
            + "\"config\":"
            + descriptor("application/vnd.oci.image.config.v1+json", config, "")
            + ",\"layers\":["
            + List.of(layers).stream()
                .map(l -> descriptor("application/vnd.oci.image.layer.v1.tar", l, ""))
                .collect(Collectors.joining(","))
            + "]}");
  }

  public static String manifestEntry(byte[] manifest, String more) {
    return descriptor("application/vnd.oci.image.manifest.v1+json", manifest, more);
  }

  public static String refName(String name) {
    return ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + name + "\"}";
  }

  public static String platform(String architecture) {
    return ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}";
  }

  public static byte[] index(String... entries) {
    return utf8(
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
            + "\"manifests\":["
            + String.join(",", entries)
            + "]}");
  }

  /** A descriptor of {@code content}; {@code more} begins with a comma or is empty. */
  public static String descriptor(String mediaType, byte[] content, String more) {
    return "{\"mediaType\":\""
        + mediaType
        + "\",\"digest\":\""
        + Digest.sha256(content)
        + "\",\"size\":"
        + content.length
        + more
        + "}";
  }

  public static String hex(byte[] content) {
    return Digest.sha256(content).encoded();
  }

  public static String blob(byte[] content) {
    return "blobs/sha256/" + hex(content);
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
