package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.UserClass;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells how severe a finding is by one image's policy; immutable. A finding whose severity a clause
 * decides has that clause among its evidence.
 */
final class Severities {
  private static final Comparator<Finding> WORST_FIRST =
      (one, other) -> other.severity().compareTo(one.severity());

  /** What these find to be missing rests on the clause that requires it; remarks rest on none. */
  private static final Set<CheckId> REQUIRED_BY_NAME =
      Set.of(CheckId.BASE_IMAGE, CheckId.TRUST, CheckId.SIGNATURE, CheckId.PROVENANCE, CheckId.VSA);

  private final ImagePolicy policy;
  private final boolean changesNothing;

  Severities(ImagePolicy policy) {
    this.policy = policy;
    this.changesNothing =
        policy.resolved().severities().isEmpty()
            && policy.resolved().user().isEmpty()
            && policy.resolved().trust().isEmpty()
            && policy.resolved().base().onlyFromBase().isEmpty()
            && !policy.signatures().requiresSomething();
  }

  /** The finding as severe as the policy has it. */
  Finding apply(Finding finding) {
    if (changesNothing && !finding.check().equals(CheckId.BASE_IMAGE)) {
      return finding;
    }
    Severity severity = finding.severity();
    Optional<ClauseOrigin> origin = Optional.empty();
    List<List<SeverityRule>> files = policy.resolved().severities();
    for (int i = 0; i < files.size(); i++) {
      Optional<SeverityRule> rule = first(files.get(i), finding);
      if (rule.isPresent() && decides(rule.get().severity(), severity, finding.check(), i == 0)) {
        severity = rule.get().severity().orElseThrow();
        origin = Optional.of(rule.get().origin());
      }
    }
    Optional<ClauseOrigin> violated = violated(finding);
    Severity least = max(Severity.HIGH, policy.failOn());
    if (violated.isPresent()) {
      severity = max(severity, least);
      origin = violated;
    }
    return origin.isEmpty() ? finding : with(finding, severity, origin.get());
  }

  /** The first file may lower; what extends it, and anything about integrity, only raises. */
  private static boolean decides(
      Optional<Severity> said, Severity severity, CheckId check, boolean isFirst) {
    boolean mayLower = isFirst && !check.equals(CheckId.INTEGRITY);
    return said.isPresent()
        && (said.get().compareTo(severity) > 0 || (mayLower && said.get() != severity));
  }

  /** The clause that requires by name what the finding denies: it fails whatever the threshold. */
  private Optional<ClauseOrigin> violated(Finding finding) {
    if (REQUIRED_BY_NAME.contains(finding.check()) || OnlyFromBase.isViolatedBy(finding, policy)) {
      return finding
          .evidence(ClauseEvidence.class)
          .map(clause -> new ClauseOrigin(clause.clause(), clause.location()));
    }
    Optional<Setting<UserRequirement>> user = policy.resolved().user();
    Optional<UserClass> found = Allowances.userClass(finding);
    boolean isViolated =
        user.isPresent()
            && user.get().value() != UserRequirement.ANY
            && found.isPresent()
            && !user.get().value().accepts(found.get());
    return isViolated ? Optional.of(user.get().origin()) : Optional.empty();
  }

  /** Why the finding does not count at all, where a clause says so. */
  Optional<Excuse> excuse(Finding finding) {
    List<List<SeverityRule>> files = policy.resolved().severities();
    if (files.isEmpty()) {
      return Optional.empty();
    }
    Optional<SeverityRule> ignoring =
        first(files.get(0), finding).filter(rule -> rule.severity().isEmpty());
    for (List<SeverityRule> file : files.subList(1, files.size())) {
      if (first(file, finding).filter(rule -> rule.severity().isPresent()).isPresent()) {
        return Optional.empty();
      }
    }
    return violated(finding).isPresent()
        ? Optional.empty()
        : ignoring.map(rule -> Excuse.allowed(rule.origin()));
  }

  private static Optional<SeverityRule> first(List<SeverityRule> rules, Finding finding) {
    for (SeverityRule rule : rules) {
      if (rule.isAbout(finding)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  private static Severity max(Severity one, Severity other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Finding with(Finding finding, Severity severity, ClauseOrigin origin) {
    List<Evidence> evidence = new ArrayList<>(finding.evidence());
    if (!evidence.contains(origin.evidence())) {
      evidence.add(origin.evidence());
    }
    return new Finding(
        finding.check(),
        finding.code(),
        severity,
        finding.subject(),
        finding.message(),
        finding.remedy(),
        finding.location(),
        evidence);
  }

  /** Findings of one severity keep their order. */
  static void sortWorstFirst(List<Finding> findings) {
    for (int i = 1; i < findings.size(); i++) {
      if (findings.get(i).severity().compareTo(findings.get(i - 1).severity()) > 0) {
        findings.sort(WORST_FIRST);
        return;
      }
    }
  }
}
