package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import dev.imageprovenance.scanner.finding.Evidence.NamedValue;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.signature.Refusal;
import dev.imageprovenance.scanner.signature.Signatures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects what a check has to say of signatures and attestations; not thread-safe. */
final class EvidenceFindings {
  static final String ALSO_REFUSED = "ALSO_REFUSED";

  private final CheckId check;
  private final List<Finding> findings = new ArrayList<>();

  EvidenceFindings(CheckId check) {
    this.check = check;
  }

  /** What was found out about signatures before. */
  static Fact<Signatures> signatures(ImageFacts facts) {
    return facts
        .signatures()
        .orElseGet(() -> Fact.unknown("nobody looked for signatures of the image"));
  }

  /**
   * Findings about one thing that is required; immutable.
   *
   * @param subject what is required
   * @param clause which clause does
   */
  record Draft(CheckId check, String subject, ClauseEvidence clause) {
    Finding finding(String code, String message, String remedy, List<Refusal> refusals) {
      List<Evidence> evidence = new ArrayList<>();
      evidence.add(clause);
      refusals.stream()
          .map(refusal -> refusal.reason().name())
          .distinct()
          .forEach(reason -> evidence.add(new NamedValue("refusal", reason)));
      return new Finding(
          check,
          code,
          Severity.HIGH,
          subject,
          message,
          Optional.of(Remedy.of(remedy)),
          Optional.empty(),
          evidence);
    }
  }

  void add(Finding finding) {
    findings.add(finding);
  }

  boolean has(String code) {
    return findings.stream().anyMatch(finding -> finding.code().equals(code));
  }

  /** Tells what does not count beside what does, or beside what is missing: each reason once. */
  void addRefused(List<Refusal> refusals) {
    Map<String, List<Refusal>> byReason = new LinkedHashMap<>();
    for (Refusal refusal : refusals) {
      String subject = refusal.reason() + refusal.signer().map(name -> " " + name).orElse("");
      byReason.computeIfAbsent(subject, any -> new ArrayList<>()).add(refusal);
    }
    byReason.forEach((subject, some) -> findings.add(refused(subject, some)));
  }

  private Finding refused(String subject, List<Refusal> some) {
    int more = some.size() - 1;
    return new Finding(
        check,
        ALSO_REFUSED,
        Severity.LOW,
        subject,
        "What is signed beside it does not count: "
            + SignatureWords.reason(some.get(0))
            + (more > 0 ? "; and " + more + " more like it" : ""),
        Optional.empty(),
        Optional.empty(),
        List.of(new NamedValue("refusal", some.get(0).reason().name())));
  }

  List<Finding> all() {
    return List.copyOf(findings);
  }

  /** The first that is more than a remark. */
  Optional<Finding> failing() {
    return findings.stream().filter(finding -> !finding.code().equals(ALSO_REFUSED)).findFirst();
  }

  /** The code in words. */
  static String inShort(Finding finding) {
    return switch (finding.code()) {
      case SignatureCheck.UNSIGNED -> "unsigned";
      case SignatureCheck.WRONG_SIGNER -> "signed, but not by whom it must be";
      case SignatureCheck.REFUSED -> "signed, but it does not count";
      case ProvenanceCheck.NO_PROVENANCE -> "no provenance";
      case ProvenanceCheck.UNSIGNED_PROVENANCE, VsaCheck.UNSIGNED_VSA -> "claimed, but not signed";
      case ProvenanceCheck.BUILDER_NOT_ALLOWED -> "not built by a builder that is allowed";
      case ProvenanceCheck.SOURCE_NOT_ALLOWED -> "not built from a source that is allowed";
      case VsaCheck.NO_VSA -> "no verification summary";
      default -> "not passed as it must be";
    };
  }
}
