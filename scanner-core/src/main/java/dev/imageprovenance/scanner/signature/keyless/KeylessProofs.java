package dev.imageprovenance.scanner.signature.keyless;

import dev.imageprovenance.scanner.signature.KeylessProof;
import dev.imageprovenance.scanner.signature.trust.Trust;

/** Chooses how certificates are proved; stateless. */
public final class KeylessProofs {
  private KeylessProofs() {}

  /**
   * Proves certificates against the trusted root of {@code trust}. Nothing is loaded, and the
   * root's keys are not read, before the first certificate of a wanted identity is found.
   */
  public static KeylessProof by(Trust trust) {
    return trust
        .trustedRoot()
        .<KeylessProof>map(LazyProof::new)
        .orElseGet(
            () ->
                KeylessProof.unavailable(
                    "its certificate cannot be verified without a trusted root"));
  }
}
