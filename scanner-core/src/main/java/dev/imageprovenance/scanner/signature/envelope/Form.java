package dev.imageprovenance.scanner.signature.envelope;

/** The forms that signatures and statements come in. */
public enum Form {
  /** A payload of its own, its signature in an annotation (cosign's first form). */
  SIMPLE_SIGNING("simple signing"),
  /** A DSSE envelope in a layer of its own (cosign's first attestations). */
  DSSE("DSSE envelope"),
  /** A sigstore bundle. */
  BUNDLE("sigstore bundle"),
  /** An in-toto statement without any signature (BuildKit). */
  STATEMENT("unsigned statement"),
  /** A list of what an image is made of, without any signature (cosign attach sbom). */
  SBOM("unsigned SBOM"),
  /** A signature in a form that is not understood here (Notation and others). */
  OTHER("other form");

  private final String label;

  Form(String label) {
    this.label = label;
  }

  /** The words used in text and JSON. */
  public String label() {
    return label;
  }
}
