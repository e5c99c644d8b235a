package dev.imageprovenance.testimages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A descriptor, true or false, as it is written into a document; immutable.
 *
 * @param mediaType the type it claims
 * @param digest the digest it claims
 * @param size the size it claims, in bytes
 * @param platform os/architecture[/variant], or absent
 * @param urls where else the content is said to be
 * @param annotations in the order they are written
 */
public record Descriptor(
    String mediaType,
    String digest,
    long size,
    Optional<String> platform,
    List<String> urls,
    Map<String, String> annotations) {

  /** Copies the collections. */
  public Descriptor {
    urls = List.copyOf(urls);
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }

  /** The true descriptor of the bytes. */
  public static Descriptor of(String mediaType, String algorithm, byte[] bytes) {
    return new Descriptor(
        mediaType,
        Digests.of(algorithm, bytes),
        bytes.length,
        Optional.empty(),
        List.of(),
        Map.of());
  }

  /** The same with another media type. */
  public Descriptor withMediaType(String newMediaType) {
    return new Descriptor(newMediaType, digest, size, platform, urls, annotations);
  }

  /** The same with another digest. */
  public Descriptor withDigest(String newDigest) {
    return new Descriptor(mediaType, newDigest, size, platform, urls, annotations);
  }

  /** The same with another size. */
  public Descriptor withSize(long newSize) {
    return new Descriptor(mediaType, digest, newSize, platform, urls, annotations);
  }

  /** The same for a platform, os/architecture[/variant]. */
  public Descriptor withPlatform(String newPlatform) {
    return new Descriptor(mediaType, digest, size, Optional.of(newPlatform), urls, annotations);
  }

  /** The same with urls. */
  public Descriptor withUrls(String... newUrls) {
    return new Descriptor(mediaType, digest, size, platform, List.of(newUrls), annotations);
  }

  /** The same with one more annotation. */
  public Descriptor withAnnotation(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(annotations);
    more.put(key, value);
    return new Descriptor(mediaType, digest, size, platform, urls, more);
  }

  ObjectNode toJson() {
    ObjectNode node = Json.object();
    node.put("mediaType", mediaType).put("digest", digest).put("size", size);
    platform.ifPresent(value -> node.set("platform", platformJson(value)));
    if (!urls.isEmpty()) {
      urls.forEach(node.putArray("urls")::add);
    }
    if (!annotations.isEmpty()) {
      annotations.forEach(node.putObject("annotations")::put);
    }
    return node;
  }

  private static ObjectNode platformJson(String platform) {
    String[] parts = platform.split("/", 3);
    ObjectNode node = Json.object();
    node.put("architecture", parts[1]).put("os", parts[0]);
    if (parts.length > 2) {
      node.put("variant", parts[2]);
    }
    return node;
  }
}
