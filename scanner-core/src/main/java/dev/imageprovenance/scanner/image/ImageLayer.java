package dev.imageprovenance.scanner.image;

import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageConfig;
import dev.imageprovenance.scanner.oci.NamedDigest;
import java.util.Optional;

/**
 * One layer as the image's documents describe it; immutable.
 *
 * @param index its position, 0 is the lowest
 * @param descriptor what the manifest says of its stored bytes; a docker-archive has none
 * @param location where its stored bytes are within the source: the descriptor's digest, or a path
 * @param storedSize stored bytes, as declared or as found; -1 when not known beforehand
 * @param diffId the config's digest of its uncompressed bytes
 * @param history the build step that made it, when the history's count allows to tell
 */
public record ImageLayer(
    int index,
    Optional<Descriptor> descriptor,
    String location,
    long storedSize,
    Optional<Digest> diffId,
    Optional<ImageConfig.History> history) {

  /** True when its bytes are kept elsewhere; they are not fetched. */
  public boolean isForeign() {
    return descriptor.map(d -> d.mediaType().isForeignLayer() || !d.urls().isEmpty()).orElse(false);
  }

  /**
   * The digest that an archive without a manifest claims by the name of the layer's file: of its
   * stored bytes or, from some builders, of its uncompressed bytes. A claim to compare, no proof.
   */
  public Optional<Digest> archiveDigest() {
    return descriptor.isPresent() ? Optional.empty() : NamedDigest.of(location);
  }

  /**
   * The digest that a person can look it up by: the stored blob's, else the diffID, else the path.
   */
  public String displayDigest() {
    return descriptor
        .map(d -> d.digest().toString())
        .or(() -> diffId.map(Digest::toString))
        .orElse(location);
  }
}
