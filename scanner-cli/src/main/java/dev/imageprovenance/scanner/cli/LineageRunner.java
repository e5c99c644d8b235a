package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.LineageRequest;
import dev.imageprovenance.scanner.report.LineageReport;
import dev.imageprovenance.scanner.report.LineageRun;
import dev.imageprovenance.scanner.report.Renderers;
import dev.imageprovenance.scanner.report.RunReport;
import java.util.List;

/** Tells the requested lineages one after another and writes the reports; used once. */
final class LineageRunner {
  private final Session session;
  private final List<LineageRequest> requests;

  LineageRunner(Session session, List<LineageRequest> requests) {
    this.session = session;
    this.requests = List.copyOf(requests);
  }

  /** Tells and reports; returns the exit code. */
  int execute() {
    return session.guarded(this::traceAndReport);
  }

  private int traceAndReport() {
    LineageRun run = session.ask(runner -> runner.traceAll(requests));
    if (session.isCancelled()) {
      return ExitCode.INTERRUPTED;
    }
    if (!session.textGoesToStdout()) {
      for (LineageReport report : run.lineages()) {
        report
            .problem()
            .ifPresent(problem -> session.tell(Errors.line(report.requested(), problem)));
      }
    }
    return RunReport.worseExitCode(run.exitCode(), session.write(run, Renderers::ofLineages));
  }
}
