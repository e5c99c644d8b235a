package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.signature.envelope.CertificateMaterial;
import java.time.Instant;
import java.util.List;

/**
 * The port to whoever knows a root of trust: proves that a certificate leads to it, that logs hold
 * what came with a signature, and when the signature was made; implementations are thread-safe.
 */
public interface KeylessProof {
  /**
   * Proves what came with a signature. That the certificate's key made the signature, that its
   * identity is wanted, that log entries are about this signature, and that the certificate was
   * valid at these times, others have found out or will.
   *
   * @param signature the signature's bytes, over which timestamps are
   */
  Result prove(CertificateMaterial material, RawDocument signature);

  /** The outcome; all kinds are immutable. */
  sealed interface Result {
    /**
     * Everything holds.
     *
     * @param times when the signature existed, by the word of each log and timestamp; at least one
     */
    record Proven(List<Instant> times) implements Result {
      /** Copies the list. */
      public Proven {
        times = List.copyOf(times);
      }
    }

    /** Something does not hold. */
    record Disproven(RefusalReason reason, String detail) implements Result {}

    /** Nobody could look. */
    record Unknown(String reason) implements Result {}
  }

  /** Proves nothing, because of {@code reason}. */
  static KeylessProof unavailable(String reason) {
    return (material, signature) -> new Result.Unknown(reason);
  }
}
