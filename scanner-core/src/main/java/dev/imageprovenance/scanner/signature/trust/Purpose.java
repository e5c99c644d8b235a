package dev.imageprovenance.scanner.signature.trust;

/** What a signature is good for; a signer is trusted for some of it only. */
public enum Purpose {
  /** That an image is the one that somebody meant to publish. */
  IMAGE("image"),
  /** How and from what an image was built (SLSA provenance). */
  PROVENANCE("provenance"),
  /** That somebody has verified an image (SLSA verification summary). */
  VSA("vsa"),
  /** What an image is made of. */
  SBOM("sbom"),
  /** Any other statement. */
  ATTESTATION("attestation");

  private final String label;

  Purpose(String label) {
    this.label = label;
  }

  /** The lower-case word used in configuration, text and JSON. */
  public String label() {
    return label;
  }
}
