package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.workload.PodsComparison;
import java.time.Instant;
import java.util.Optional;

/**
 * What came of comparing the images of pods; immutable.
 *
 * @param tool what made the report
 * @param startedAt when
 * @param list where the pods were read from
 * @param outcome the comparison, or why there is none
 */
public record PodsRun(RunReport.Tool tool, Instant startedAt, String list, Outcome outcome) {

  /** A comparison, or why there is none. */
  public sealed interface Outcome {
    /** The pods were compared, which may have told little. */
    record Compared(PodsComparison comparison) implements Outcome {}

    /** The comparison broke off; only front-ends make such outcomes, the library throws. */
    record Failed(ScanReport.Problem problem) implements Outcome {}
  }

  /** The comparison, when there is one. */
  public Optional<PodsComparison> comparison() {
    return outcome instanceof Outcome.Compared compared
        ? Optional.of(compared.comparison())
        : Optional.empty();
  }

  /** Why there is none. */
  public Optional<ScanReport.Problem> problem() {
    return outcome instanceof Outcome.Failed failed
        ? Optional.of(failed.problem())
        : Optional.empty();
  }

  /** The comparison's; of a problem UNKNOWN, or FAIL when integrity is broken. */
  public Verdict verdict() {
    if (outcome instanceof Outcome.Compared compared) {
      return compared.comparison().verdict();
    }
    return exitCode() == 4 ? Verdict.FAIL : Verdict.UNKNOWN;
  }

  /** The exit code that says the same. */
  public int exitCode() {
    return outcome instanceof Outcome.Compared compared
        ? compared.comparison().exitCode()
        : ((Outcome.Failed) outcome).problem().kind().exitCode();
  }
}
