package dev.imageprovenance.scanner.oci;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a document says about another piece of content (image-spec descriptor.md); immutable.
 *
 * @param mediaType the content's type
 * @param digest the content's digest
 * @param size the content's size in bytes, never negative
 * @param urls where else the content may be; never followed here
 * @param annotations arbitrary claims
 * @param platform what the content runs on, in an index
 * @param artifactType the type of an artifact
 */
public record Descriptor(
    MediaType mediaType,
    Digest digest,
    long size,
    List<String> urls,
    Map<String, String> annotations,
    Optional<Platform> platform,
    Optional<String> artifactType) {
  /** Copies the collections. */
  public Descriptor {
    urls = List.copyOf(urls);
    annotations = Map.copyOf(annotations);
  }

  /** A descriptor without any optional part. */
  public static Descriptor of(MediaType mediaType, Digest digest, long size) {
    return new Descriptor(
        mediaType, digest, size, List.of(), Map.of(), Optional.empty(), Optional.empty());
  }
}
