package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.oci.Digest;
import java.util.Optional;

/**
 * One layer in an image's lineage; immutable.
 *
 * @param layer as the image's documents describe it
 * @param content what is known of its bytes
 * @param chainId of this layer with all below it; empty when a diffID is missing
 * @param chainComputed whether every diffID in the chainID was computed here, not only declared
 * @param owner whose layer it is
 * @param base the position in {@link Lineage#bases} of the base that brought it
 */
public record LineageLayer(
    ImageLayer layer,
    Content content,
    Optional<Digest> chainId,
    boolean chainComputed,
    Owner owner,
    Optional<Integer> base) {

  /** What is known of a layer's bytes; all kinds are immutable. */
  public sealed interface Content {
    /**
     * They were read to their end, now or in an earlier scan, and are what the documents promise.
     *
     * @param diffId computed over the uncompressed bytes
     * @param storedDigest computed over the stored bytes
     * @param storedSize bytes
     * @param uncompressedSize bytes
     */
    record Computed(Digest diffId, Digest storedDigest, long storedSize, long uncompressedSize)
        implements Content {}

    /** They were not read: the diffID is the config's word. */
    record Declared() implements Content {}

    /** They could not be read. */
    record Unread(String reason) implements Content {}

    /** They are not what the documents promise. */
    record Broken(String reason) implements Content {}
  }

  /** Whose layer it is. */
  public enum Owner {
    /** A base's that was found. */
    BASE("base"),
    /** The image's own: it lies above a base that was found. */
    OWN("own"),
    /** No base was found, so that nobody can tell. */
    UNKNOWN("unknown");

    private final String label;

    Owner(String label) {
      this.label = label;
    }

    /** The word used in text and JSON. */
    public String label() {
      return label;
    }
  }

  /** True when its bytes were read and are what the documents promise. */
  public boolean isComputed() {
    return content instanceof Content.Computed;
  }

  /** Computed where the bytes were read, else as the config declares it. */
  public Optional<Digest> diffId() {
    return content instanceof Content.Computed computed
        ? Optional.of(computed.diffId())
        : layer.diffId();
  }

  /** Stored bytes; -1 when not known. */
  public long storedSize() {
    return content instanceof Content.Computed computed
        ? computed.storedSize()
        : layer.storedSize();
  }

  /** Uncompressed bytes; -1 when they were not read. */
  public long uncompressedSize() {
    return content instanceof Content.Computed computed ? computed.uncompressedSize() : -1;
  }

  LineageLayer ownedBy(Owner newOwner, Optional<Integer> newBase) {
    return new LineageLayer(layer, content, chainId, chainComputed, newOwner, newBase);
  }
}
