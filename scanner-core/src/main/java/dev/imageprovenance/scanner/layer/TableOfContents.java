package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.oci.Digest;

/**
 * A table of contents that a layer carries beside its tar, which some runtimes read in the tar's
 * place; immutable. What it says was compared with the tar: where they differ, the layer has
 * anomalies.
 *
 * @param kind the form of the layer
 * @param storedOffset where its stored form begins in the stored bytes: the gzip member of its own,
 *     or the payload of the skippable frame; -1 when it has no member of its own
 * @param storedSize bytes of its stored form; -1 for eStargz, whose footer does not say it
 * @param storedDigest computed over its stored form; for eStargz the same as {@code digest}
 * @param size bytes of the JSON
 * @param digest computed over the JSON
 */
public record TableOfContents(
    Kind kind, long storedOffset, long storedSize, Digest storedDigest, long size, Digest digest) {

  /** Forms of layers with a table. */
  public enum Kind {
    /** A gzip layer whose tar ends with the table as an entry. */
    ESTARGZ("eStargz"),
    /** A zstd layer with the table in a skippable frame. */
    ZSTD_CHUNKED("zstd:chunked");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The word used in text. */
    public String label() {
      return label;
    }
  }
}
