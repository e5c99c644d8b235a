package dev.imageprovenance.scanner.source;

import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Platform;
import java.util.List;
import java.util.Optional;

/**
 * What an address led to; immutable.
 *
 * @param images the selected images, at least one
 * @param children every child of the index in its order (nested ones in place); empty without index
 */
public record ResolvedImages(List<Image> images, List<Child> children) {
  /** Copies the lists. */
  public ResolvedImages {
    images = List.copyOf(images);
    children = List.copyOf(children);
  }

  /**
   * A child of an index.
   *
   * @param digest its manifest's digest
   * @param platform what the index says it runs on
   * @param role what it is
   * @param note why, in a few words; empty when there is nothing to say
   */
  public record Child(Digest digest, Optional<Platform> platform, Role role, String note) {}

  /** What a child of an index is. */
  public enum Role {
    SELECTED,
    NOT_SELECTED,
    /** unknown/unknown, in-toto layers, and refers to a sibling: all three were seen to hold. */
    ATTESTATION,
    ARTIFACT
  }
}
