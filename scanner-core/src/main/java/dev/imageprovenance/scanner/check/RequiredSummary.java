package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import dev.imageprovenance.scanner.signature.Refusal;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.SummaryRules;
import dev.imageprovenance.scanner.signature.VerifiedSigner;
import dev.imageprovenance.scanner.signature.statement.VerificationSummary;
import dev.imageprovenance.scanner.signature.trust.SummaryRequirement;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * That a trusted verifier must have passed an image, and how; immutable.
 *
 * @param signers the names of those whose summaries count
 * @param says what such a summary must say
 * @param now when it is judged, for its age
 * @param clause which requires it
 */
public record RequiredSummary(
    Set<String> signers, SummaryRequirement says, Instant now, ClauseEvidence clause)
    implements StatementRequirement<VerificationSummary> {

  /** Copies the set. */
  public RequiredSummary {
    signers = Set.copyOf(signers);
  }

  @Override
  public Optional<Shortcoming> shortcoming(
      VerificationSummary summary, VerifiedSigner signer, Signatures signatures) {
    return new SummaryRules(says, now)
        .refusal(signer.signer().name(), summary, signatures.repositoryName())
        .map(refusal -> shortcoming(refusal, clause));
  }

  private static Shortcoming shortcoming(Refusal refusal, ClauseEvidence clause) {
    String code =
        switch (refusal.reason()) {
          case WRONG_RESOURCE -> VsaCheck.VSA_RESOURCE;
          case WRONG_POLICY -> VsaCheck.VSA_POLICY;
          case STALE -> VsaCheck.VSA_STALE;
          case MISSING_LEVEL -> VsaCheck.VSA_LEVEL;
          default -> VsaCheck.VSA_FAILED;
        };
    return new Shortcoming(
        code, "The verification summary is not enough: " + refusal.detail(), clause);
  }
}
