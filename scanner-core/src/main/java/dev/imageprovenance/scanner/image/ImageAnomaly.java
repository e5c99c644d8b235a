package dev.imageprovenance.scanner.image;

/**
 * Something about an image's documents that an honest builder does not write, but that leaves the
 * digests whole; immutable. The integrity check turns it into a finding.
 *
 * @param kind what it is
 * @param subject the document, descriptor or layer it is about, in words
 * @param detail both values where two differ
 */
public record ImageAnomaly(Kind kind, String subject, String detail) {
  /** What kinds there are. */
  public enum Kind {
    /** A descriptor's media type disagrees with the document's own or with its content. */
    MEDIA_TYPE_MISMATCH,
    /** The index says another platform than the config. */
    PLATFORM_MISMATCH,
    /** A key is spelled so that only case-folding parsers see it. */
    FOLDED_KEY,
    /** The manifest's layers and the config's diffIDs differ in number. */
    LAYER_COUNT_MISMATCH,
    /** A child claims to be an attestation but is scanned because the claim does not hold. */
    FALSE_ATTESTATION,
    /** Several children of the index fit one platform, and engines choose different ones. */
    AMBIGUOUS_INDEX,
    /** A child was not scanned because it calls itself an artifact, but some engine runs it. */
    RUNNABLE_ARTIFACT,
    /** The two tables of contents of one archive lead to different images. */
    ARCHIVE_CONTRADICTS_ITSELF,
    /** The manifest has no layers. */
    NO_LAYERS,
    /** A layer's descriptor names urls or a foreign type. */
    FOREIGN_LAYER,
    /** A Docker-Content-Digest header disagrees with the body of a manifest asked for by tag. */
    HEADER_DIGEST_MISMATCH,
    /** Anything else. */
    OTHER
  }
}
