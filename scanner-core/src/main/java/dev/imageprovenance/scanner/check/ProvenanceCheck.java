package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.statement.SlsaProvenance;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import java.util.List;
import java.util.Map;

/**
 * Asks whether signed provenance says that the image was built by whom and from what it must be;
 * immutable and thread-safe.
 */
public final class ProvenanceCheck implements Check {
  static final String NO_PROVENANCE = "NO_PROVENANCE";
  static final String UNSIGNED_PROVENANCE = "UNSIGNED_PROVENANCE";
  static final String BUILDER_NOT_ALLOWED = "BUILDER_NOT_ALLOWED";
  static final String SOURCE_NOT_ALLOWED = "SOURCE_NOT_ALLOWED";

  private static final Map<String, Severity> CODES =
      Map.of(
          NO_PROVENANCE,
          Severity.HIGH,
          UNSIGNED_PROVENANCE,
          Severity.HIGH,
          SignatureCheck.REFUSED,
          Severity.HIGH,
          SignatureCheck.WRONG_SIGNER,
          Severity.HIGH,
          BUILDER_NOT_ALLOWED,
          Severity.HIGH,
          SOURCE_NOT_ALLOWED,
          Severity.HIGH,
          EvidenceFindings.ALSO_REFUSED,
          Severity.LOW);

  private static final StatementJudge.Kind<SlsaProvenance> PROVENANCE =
      new StatementJudge.Kind<>(
          Purpose.PROVENANCE,
          SlsaProvenance.class,
          "provenance",
          NO_PROVENANCE,
          UNSIGNED_PROVENANCE,
          ProvenanceCheck::inShort);

  private final StatementJudge<SlsaProvenance> judge;

  /** A check of all requirements; without any every image passes. */
  public ProvenanceCheck(List<RequiredProvenance> required) {
    this.judge = new StatementJudge<>(CheckId.PROVENANCE, PROVENANCE, required);
  }

  @Override
  public CheckId id() {
    return CheckId.PROVENANCE;
  }

  @Override
  public String title() {
    return "Was the image built by whom and from what the policy requires?";
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

  private static String inShort(SlsaProvenance says) {
    String builder =
        says.builderId().isEmpty() ? "a builder without a name" : Text.excerpt(says.builderId());
    return "built by "
        + builder
        + says.sources().stream()
            .findFirst()
            .map(source -> " from " + Text.excerpt(source.uri()))
            .orElse("");
  }
}
