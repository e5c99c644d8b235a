package dev.imageprovenance.scanner.signature.discovery;

/** The ways to find what was signed or said about a manifest. */
public enum Route {
  /** The tag {@code sha256-….sig}. */
  COSIGN_SIGNATURE_TAG("cosign .sig tag"),
  /** The tag {@code sha256-….att}. */
  COSIGN_ATTESTATION_TAG("cosign .att tag"),
  /** The tag {@code sha256-….sbom}. */
  COSIGN_SBOM_TAG("cosign .sbom tag"),
  /** The registry's list of referrers (distribution-spec "Listing Referrers"). */
  REFERRERS_API("referrers API"),
  /** The tag {@code sha256-…} that stands for that list where the registry has none. */
  REFERRERS_TAG("referrers tag"),
  /** Attestations that BuildKit puts beside the image into its index. */
  INDEX_CHILDREN("index");

  private final String label;

  Route(String label) {
    this.label = label;
  }

  /** The words used in text and JSON. */
  public String label() {
    return label;
  }
}
