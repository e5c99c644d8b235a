package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.problem.ProblemKind;
import java.time.Instant;
import java.util.Optional;

/**
 * What came of one request to compare; immutable.
 *
 * @param deployed the deployed side's address as it was asked for
 * @param registry the other side's address, when it was named
 * @param startedAt when
 * @param outcome the comparison, or why there is none
 */
public record ComparisonReport(
    String deployed, Optional<String> registry, Instant startedAt, Outcome outcome) {

  /** A comparison, or why there is none. */
  public sealed interface Outcome {
    /** Both sides were compared, which may have told little. */
    record Compared(Comparison comparison) implements Outcome {}

    /** One side could not be had at all; only front-ends make such outcomes, the library throws. */
    record Failed(ScanReport.Problem problem) implements Outcome {}
  }

  /** Of a comparison that was made. */
  public static ComparisonReport of(Comparison comparison) {
    return new ComparisonReport(
        comparison.deployed().address(),
        Optional.of(comparison.registry().address()),
        comparison.startedAt(),
        new Outcome.Compared(comparison));
  }

  /** The comparison, when there is one. */
  public Optional<Comparison> comparison() {
    return outcome instanceof Outcome.Compared compared
        ? Optional.of(compared.comparison())
        : Optional.empty();
  }

  /** Why there is no comparison, when there is none. */
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
    ProblemKind kind = ((Outcome.Failed) outcome).problem().kind();
    return kind.exitCode() == 4 ? Verdict.FAIL : Verdict.UNKNOWN;
  }

  /**
   * The exit code that says the same: 0 passed, 1 different, 2 usage, 3 could not check, 4
   * integrity broken.
   */
  public int exitCode() {
    return outcome instanceof Outcome.Compared compared
        ? compared.comparison().exitCode()
        : ((Outcome.Failed) outcome).problem().kind().exitCode();
  }
}
