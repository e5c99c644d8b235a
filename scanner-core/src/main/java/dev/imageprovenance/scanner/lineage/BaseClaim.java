package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Reference;
import java.util.Optional;

/**
 * What somebody says about the image that an image was built on; immutable. Nothing of it is
 * proved.
 *
 * @param origin who says it
 * @param statement what is said
 */
public record BaseClaim(Origin origin, Statement statement) {

  /** Who says something about a base. */
  public enum Origin {
    /** The person or program that asked. */
    REQUEST("request"),
    /** {@code org.opencontainers.image.base.*} of the manifest. */
    MANIFEST_ANNOTATION("manifest-annotation"),
    /** The same of what the index says about the manifest. */
    INDEX_ANNOTATION("index-annotation"),
    /** The same among the config's labels, which images inherit from their bases. */
    LABEL("label"),
    /** The label that buildpacks write: the run image and its highest layer. */
    BUILDPACKS("buildpacks"),
    /** The materials of an unsigned provenance statement; images that only built are among them. */
    PROVENANCE("provenance"),
    /** What jib was told to build on, and the layers that it says are its own. */
    JIB("jib"),
    /** The build steps in the config. */
    HISTORY("history"),
    /** What a base that was found says about its own base. */
    BASE("base");

    private final String label;

    Origin(String label) {
      this.label = label;
    }

    /** The word used in text and JSON. */
    public String label() {
      return label;
    }
  }

  /** What is said; all kinds are immutable. */
  public sealed interface Statement {
    /**
     * An image is named.
     *
     * @param text as it was written
     * @param reference where it can be asked for; a digest that is known is part of it
     * @param digest of its index or manifest
     */
    record Named(String text, Optional<Reference> reference, Optional<Digest> digest)
        implements Statement {}

    /** There is no base: {@code scratch}. */
    record Scratch() implements Statement {}

    /** The fields are there and empty, as buildah writes them for {@code FROM scratch}. */
    record Blank() implements Statement {}

    /**
     * The base ends below a layer, whatever its name is.
     *
     * @param layers how many of the lowest layers are the base's
     * @param topDiffId the diffID that the highest of them should have, where that is said
     * @param sign what shows it
     */
    record Boundary(int layers, Optional<Digest> topDiffId, String sign) implements Statement {}

    /**
     * Something that names no image.
     *
     * @param text as it was written
     * @param why what is wrong with it
     */
    record Unusable(String text, String why) implements Statement {}
  }
}
