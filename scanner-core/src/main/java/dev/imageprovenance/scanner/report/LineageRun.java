package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * All lineages of one command or build; immutable.
 *
 * @param tool what made the report
 * @param startedAt when the first was asked for
 * @param lineages one for each request, in the order they were asked for
 */
public record LineageRun(RunReport.Tool tool, Instant startedAt, List<LineageReport> lineages) {
  /** Copies the list. */
  public LineageRun {
    lineages = List.copyOf(lineages);
  }

  /** The worst of the lineages. */
  public Verdict verdict() {
    return lineages.stream().map(LineageReport::verdict).reduce(Verdict.PASS, Verdict::and);
  }

  /** The exit code that says the same as all lineages together. */
  public int exitCode() {
    return lineages.stream().map(LineageReport::exitCode).reduce(0, RunReport::worseExitCode);
  }
}
