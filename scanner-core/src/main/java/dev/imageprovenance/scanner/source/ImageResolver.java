package dev.imageprovenance.scanner.source;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;

/**
 * Follows index, manifest and config by digest through any {@link ContentStore}, verifying each
 * document once; thread-safe.
 */
public final class ImageResolver {
  private final ContentStore store;
  private final ScanContext context;

  /** Resolves in {@code store}. */
  public ImageResolver(ContentStore store, ScanContext context) {
    this.store = store;
    this.context = context;
  }

  /** Where resolution starts. */
  public sealed interface Root {
    /** What a tag points at now. */
    record Tag(String tag) implements Root {}

    /** A digest that a person gave. */
    record ByDigest(Digest digest) implements Root {}

    /**
     * A descriptor from a layout's index.json.
     *
     * @param from how it was chosen, for the report: "ref name 1.0", "the only image"
     */
    record ByDescriptor(Descriptor descriptor, String from) implements Root {}
  }

  /**
   * Resolves {@code root} for {@code selection}.
   *
   * @param requested the address as a person wrote it
   */
  public ResolvedImages resolve(String requested, Root root, PlatformSelection selection) {
    throw new UnsupportedOperationException("written next: " + store + context);
  }
}
