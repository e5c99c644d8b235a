package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.CheckOutcome;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.policy.BaseStanding.Accepted;
import dev.imageprovenance.scanner.policy.BaseStanding.Refused;
import dev.imageprovenance.scanner.policy.BaseStanding.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Requires that setuid and setgid files come from the accepted base: those that do not have the
 * clause among their evidence. Immutable.
 */
final class OnlyFromBase {
  private final Optional<ClauseOrigin> clause;
  private final BaseStanding standing;

  /**
   * @param standing how the image stands to the bases that are asked for; empty when none are
   */
  OnlyFromBase(ImagePolicy policy, Optional<BaseStanding> standing) {
    this.clause = clause(policy);
    this.standing =
        policy.resolved().base().mayExcuse()
            ? standing.orElseGet(
                () -> new Unknown("neither the clause base nor --base says which base is meant"))
            : new Unknown("for this image, no policy that is extended says which base is meant");
  }

  private static Optional<ClauseOrigin> clause(ImagePolicy policy) {
    return policy.resolved().base().onlyFromBase().filter(Setting::value).map(Setting::origin);
  }

  /** Whether a finding was marked as one that breaks the clause. */
  static boolean isViolatedBy(Finding finding, ImagePolicy policy) {
    return finding.check().equals(CheckId.SETUID_FILES)
        && clause(policy)
            .filter(origin -> finding.evidence().contains(origin.evidence()))
            .isPresent();
  }

  private static boolean isAbout(Finding finding) {
    return finding.check().equals(CheckId.SETUID_FILES)
        && finding.evidence(FileEvidence.class).filter(FileEvidence::hidden).isEmpty();
  }

  /** The findings, those marked that break the clause. */
  List<Finding> mark(CheckOutcome outcome) {
    if (clause.isEmpty()) {
      return outcome.findings();
    }
    List<Finding> marked = new ArrayList<>(outcome.findings().size());
    for (Finding finding : outcome.findings()) {
      marked.add(isAbout(finding) && breaks(finding) ? with(finding, clause.get()) : finding);
    }
    return marked;
  }

  private boolean breaks(Finding finding) {
    return standing instanceof Refused
        || (standing instanceof Accepted accepted
            && finding
                .location()
                .filter(layer -> layer.layerIndex() < accepted.base().depth())
                .isEmpty());
  }

  private static Finding with(Finding finding, ClauseOrigin origin) {
    List<Evidence> evidence = new ArrayList<>(finding.evidence());
    evidence.add(origin.evidence());
    return new Finding(
        finding.check(),
        finding.code(),
        finding.severity(),
        finding.subject(),
        finding.message() + "; the policy accepts such files from the base only",
        finding.remedy(),
        finding.location(),
        evidence);
  }

  /** Why it cannot be told of the files that count. */
  Optional<String> whyUnknown(List<Finding> counting) {
    return clause.isPresent()
            && standing instanceof Unknown open
            && counting.stream().anyMatch(OnlyFromBase::isAbout)
        ? Optional.of("which of these files come from the base is not known: " + open.why())
        : Optional.empty();
  }
}
