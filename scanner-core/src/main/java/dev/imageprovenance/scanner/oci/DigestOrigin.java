package dev.imageprovenance.scanner.oci;

/** Who a digest comes from; printed beside every digest. */
public enum DigestOrigin {
  /** The person or program that asked. */
  REQUEST("request"),
  /** A registry's response header. */
  REGISTRY("registry"),
  /** A document that was itself verified, or is being verified. */
  DESCRIPTOR("descriptor"),
  /** An image's config. */
  CONFIG("config"),
  /** An archive's or layout's own bookkeeping, such as a blob's file name. */
  ARCHIVE("archive"),
  /** A container engine's record. */
  ENGINE("engine"),
  /** Computed here, over bytes that were read here. */
  COMPUTED("computed");

  private final String label;

  DigestOrigin(String label) {
    this.label = label;
  }

  /** The lower-case word used in text and JSON. */
  public String label() {
    return label;
  }
}
