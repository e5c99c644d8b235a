package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.statement.VerificationSummary;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import java.util.List;
import java.util.Map;

/**
 * Asks whether a trusted verifier has passed the image, by a signed verification summary (SLSA
 * VSA); immutable and thread-safe.
 */
public final class VsaCheck implements Check {
  static final String NO_VSA = "NO_VSA";
  static final String UNSIGNED_VSA = "UNSIGNED_VSA";
  static final String VSA_FAILED = "VSA_FAILED";
  static final String VSA_LEVEL = "VSA_LEVEL";
  static final String VSA_POLICY = "VSA_POLICY";
  static final String VSA_RESOURCE = "VSA_RESOURCE";
  static final String VSA_STALE = "VSA_STALE";

  private static final Map<String, Severity> CODES =
      Map.of(
          NO_VSA,
          Severity.HIGH,
          UNSIGNED_VSA,
          Severity.HIGH,
          SignatureCheck.REFUSED,
          Severity.HIGH,
          SignatureCheck.WRONG_SIGNER,
          Severity.HIGH,
          VSA_FAILED,
          Severity.HIGH,
          VSA_LEVEL,
          Severity.HIGH,
          VSA_POLICY,
          Severity.HIGH,
          VSA_RESOURCE,
          Severity.HIGH,
          VSA_STALE,
          Severity.HIGH,
          EvidenceFindings.ALSO_REFUSED,
          Severity.LOW);

  private static final StatementJudge.Kind<VerificationSummary> SUMMARY =
      new StatementJudge.Kind<>(
          Purpose.VSA,
          VerificationSummary.class,
          "verification summary",
          NO_VSA,
          UNSIGNED_VSA,
          VsaCheck::inShort);

  private final StatementJudge<VerificationSummary> judge;

  /** A check of all requirements; without any every image passes. */
  public VsaCheck(List<RequiredSummary> required) {
    this.judge = new StatementJudge<>(CheckId.VSA, SUMMARY, required);
  }

  @Override
  public CheckId id() {
    return CheckId.VSA;
  }

  @Override
  public String title() {
    return "Has a trusted verifier passed the image?";
  }

  @Override
  public Map<String, Severity> codes() {
    return CODES;
  }

  @Override
  public CheckOutcome check(ImageFacts facts) {
    Fact<Signatures> fact = EvidenceFindings.signatures(facts);
    return fact instanceof Fact.Known<Signatures> known
        ? judge.judge(known.value())
        : Findings.unknown(id(), fact.whyUnknown().orElse(""));
  }

  private static String inShort(VerificationSummary says) {
    String levels = says.levels().isEmpty() ? "" : " with " + SignatureWords.all(says.levels());
    return (says.passed() ? "passed by " : "failed by ") + Text.excerpt(says.verifierId()) + levels;
  }
}
