package dev.imageprovenance.scanner.signature.statement;

/** The URIs of predicate types that mean something here. */
public final class PredicateTypes {
  public static final String SLSA_PROVENANCE_02 = "https://slsa.dev/provenance/v0.2";
  public static final String SLSA_PROVENANCE_1 = "https://slsa.dev/provenance/v1";

  /** A verification summary (SLSA "Verification Summary Attestation"). */
  public static final String VSA = "https://slsa.dev/verification_summary/v1";

  /** A signature of an image, as cosign 3 writes it. */
  public static final String COSIGN_SIGN = "https://sigstore.dev/cosign/sign/v1";

  private static final String SPDX = "https://spdx.dev/Document";
  private static final String CYCLONEDX = "https://cyclonedx.org/bom";

  private PredicateTypes() {}

  /** True for both versions of SLSA provenance. */
  public static boolean isProvenance(String type) {
    return type.equals(SLSA_PROVENANCE_02) || type.equals(SLSA_PROVENANCE_1);
  }

  /** True for a list of what an image is made of, whatever its version. */
  public static boolean isSbom(String type) {
    return type.equals(SPDX)
        || type.startsWith(SPDX + "/")
        || type.equals(CYCLONEDX)
        || type.startsWith(CYCLONEDX + "/");
  }
}
