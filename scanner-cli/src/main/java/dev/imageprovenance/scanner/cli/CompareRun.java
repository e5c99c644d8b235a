package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.CompareRequest;
import dev.imageprovenance.scanner.report.ComparisonReport;
import dev.imageprovenance.scanner.report.ComparisonRun;
import dev.imageprovenance.scanner.report.Renderers;
import dev.imageprovenance.scanner.report.RunReport;
import java.util.List;

/** Makes the requested comparisons one after another and writes the reports; used once. */
final class CompareRun {
  private final Session session;
  private final List<CompareRequest> requests;

  CompareRun(Session session, List<CompareRequest> requests) {
    this.session = session;
    this.requests = List.copyOf(requests);
  }

  /** Compares and reports; returns the exit code. */
  int execute() {
    return session.guarded(this::compareAndReport);
  }

  private int compareAndReport() {
    ComparisonRun run = session.ask(runner -> runner.compareAll(requests));
    if (session.isCancelled()) {
      return ExitCode.INTERRUPTED;
    }
    if (!session.textGoesToStdout()) {
      tellProblems(run.comparisons());
    }
    return RunReport.worseExitCode(run.exitCode(), session.write(run, Renderers::ofComparisons));
  }

  private void tellProblems(List<ComparisonReport> comparisons) {
    for (ComparisonReport report : comparisons) {
      String subject =
          "comparing "
              + report.deployed()
              + report.registry().map(registry -> " with " + registry).orElse("");
      report.problem().ifPresent(problem -> session.tell(Errors.line(subject, problem)));
    }
  }
}
