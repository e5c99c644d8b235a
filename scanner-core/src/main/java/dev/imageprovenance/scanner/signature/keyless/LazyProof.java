package dev.imageprovenance.scanner.signature.keyless;

import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.KeylessProof;
import dev.imageprovenance.scanner.signature.envelope.CertificateMaterial;
import dev.imageprovenance.scanner.signature.trust.TrustedRoot;
import org.jspecify.annotations.Nullable;

/**
 * Loads sigstore-java when it is first needed, which takes a second or more; thread-safe. Where the
 * library is absent, or cannot use the root, everything is unknown.
 */
final class LazyProof implements KeylessProof {
  private final TrustedRoot root;
  private @Nullable KeylessProof loaded;

  LazyProof(TrustedRoot root) {
    this.root = root;
  }

  @Override
  public Result prove(CertificateMaterial material, RawDocument signature) {
    try {
      return loaded().prove(material, signature);
    } catch (LinkageError e) {
      // Of an optional dependency, or of one of its own; which class is missing helps nobody.
      return new Result.Unknown(
          "its certificate cannot be verified, because this installation lacks the library"
              + " dev.sigstore:sigstore-java");
    }
  }

  private synchronized KeylessProof loaded() {
    if (loaded == null) {
      loaded = load();
    }
    return loaded;
  }

  private KeylessProof load() {
    try {
      return RootProof.of(root);
    } catch (ScanException e) {
      return KeylessProof.unavailable(String.valueOf(e.getMessage()));
    }
  }
}
