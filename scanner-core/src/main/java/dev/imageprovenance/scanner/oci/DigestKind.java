package dev.imageprovenance.scanner.oci;

/** What a digest is taken over; printed beside every digest. */
public enum DigestKind {
  INDEX("index"),
  MANIFEST("manifest"),
  CONFIG("config"),
  LAYER("layer"),
  DIFF_ID("diffID"),
  CHAIN_ID("chainID");

  private final String label;

  DigestKind(String label) {
    this.label = label;
  }

  /** The specification's word. */
  public String label() {
    return label;
  }
}
