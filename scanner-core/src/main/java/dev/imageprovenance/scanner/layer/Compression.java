package dev.imageprovenance.scanner.layer;

/** How stored bytes are compressed, told by their first bytes. */
public enum Compression {
  NONE("uncompressed"),
  GZIP("gzip"),
  ZSTD("zstd"),
  /** Known to engines, not part of the specification. */
  BZIP2("bzip2"),
  /** Known to engines, not part of the specification. */
  XZ("xz");

  private final String label;

  Compression(String label) {
    this.label = label;
  }

  /** The word used in text and JSON. */
  public String label() {
    return label;
  }
}
