package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * The results of all comparisons of one command or build; immutable.
 *
 * @param tool what made the report
 * @param startedAt when the first comparison began
 * @param comparisons one for each request, in the order they were asked for
 */
public record ComparisonRun(
    RunReport.Tool tool, Instant startedAt, List<ComparisonReport> comparisons) {
  /** Copies the list. */
  public ComparisonRun {
    comparisons = List.copyOf(comparisons);
  }

  /** The worst of the comparisons. */
  public Verdict verdict() {
    return comparisons.stream().map(ComparisonReport::verdict).reduce(Verdict.PASS, Verdict::and);
  }

  /** The exit code that says the same as all comparisons together. */
  public int exitCode() {
    return comparisons.stream().map(ComparisonReport::exitCode).reduce(0, RunReport::worseExitCode);
  }
}
