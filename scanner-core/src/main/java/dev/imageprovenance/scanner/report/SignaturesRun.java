package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * All that one command or build asked about signatures; immutable.
 *
 * @param tool what made the report
 * @param startedAt when the first was asked for
 * @param reports one for each request, in the order they were asked for
 */
public record SignaturesRun(
    RunReport.Tool tool, Instant startedAt, List<SignaturesReport> reports) {
  /** Copies the list. */
  public SignaturesRun {
    reports = List.copyOf(reports);
  }

  /** The worst of the reports. */
  public Verdict verdict() {
    return reports.stream().map(SignaturesReport::verdict).reduce(Verdict.PASS, Verdict::and);
  }

  /** The exit code that says the same as all reports together. */
  public int exitCode() {
    return reports.stream().map(SignaturesReport::exitCode).reduce(0, RunReport::worseExitCode);
  }
}
