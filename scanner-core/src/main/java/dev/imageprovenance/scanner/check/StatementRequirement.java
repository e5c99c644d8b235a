package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.VerifiedSigner;
import java.util.Optional;
import java.util.Set;

/**
 * What a signed statement about an image must say; implementations are immutable and thread-safe.
 *
 * @param <T> the kind of statement
 */
interface StatementRequirement<T> {
  /** The names of the signers whose statements count. */
  Set<String> signers();

  /** The clause that requires it. */
  ClauseEvidence clause();

  /** What a statement that {@code signer} has signed lacks; empty if it says all. */
  Optional<Shortcoming> shortcoming(T says, VerifiedSigner signer, Signatures signatures);

  /**
   * Why a statement is not enough; immutable.
   *
   * @param code of the finding
   * @param message one sentence without a full stop, escaped
   * @param clause that requires something else
   */
  record Shortcoming(String code, String message, ClauseEvidence clause) {}
}
