package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.ScanRequest;
import dev.imageprovenance.scanner.policy.UnusedClauses.Unused;
import dev.imageprovenance.scanner.report.BaselineRenderer;
import dev.imageprovenance.scanner.report.Renderers;
import dev.imageprovenance.scanner.report.ReportTarget;
import dev.imageprovenance.scanner.report.RunReport;
import dev.imageprovenance.scanner.report.ScanReport;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import java.util.List;
import java.util.Optional;

/** Scans the requested images one after another and writes the reports; used once. */
final class ScanRun {
  private final Session session;
  private final List<ScanRequest> requests;
  private final Optional<ReportTarget> baseline;

  /**
   * A run of these requests.
   *
   * @param baseline where what is found is written for later runs
   */
  ScanRun(Session session, List<ScanRequest> requests, Optional<ReportTarget> baseline) {
    this.session = session;
    this.requests = List.copyOf(requests);
    this.baseline = baseline;
  }

  /** Scans and reports; returns the exit code. */
  int execute() {
    return session.guarded(this::scanAndReport);
  }

  private int scanAndReport() {
    RunReport run = session.ask(runner -> runner.scanAll(requests));
    if (session.isCancelled()) {
      return ExitCode.INTERRUPTED;
    }
    if (!session.textGoesToStdout()) {
      tellProblems(run.scans());
    }
    tellUnusedAllowances(run);
    int written = session.write(run, Renderers::ofScans);
    if (baseline.isPresent()) {
      written =
          RunReport.worseExitCode(
              written,
              session.write(run, (format, options) -> new BaselineRenderer(), baseline.get()));
    }
    return RunReport.worseExitCode(run.exitCode(), written);
  }

  private void tellProblems(List<ScanReport> scans) {
    for (ScanReport scan : scans) {
      scan.problem().ifPresent(problem -> session.tell(Errors.line(scan.requested(), problem)));
    }
  }

  private void tellUnusedAllowances(RunReport run) {
    if (session.output().verbosity() == Verbosity.QUIET) {
      return;
    }
    for (Unused unused : run.unusedClauses()) {
      session.tell("scanner: " + unused.origin() + ": " + unused.words() + "\n");
    }
  }
}
