package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.SignatureRequest;
import dev.imageprovenance.scanner.report.Renderers;
import dev.imageprovenance.scanner.report.RunReport;
import dev.imageprovenance.scanner.report.SignaturesReport;
import dev.imageprovenance.scanner.report.SignaturesRun;
import java.util.List;

/** Tells what is signed of the requested images and writes the reports; used once. */
final class SignaturesRunner {
  private final Session session;
  private final List<SignatureRequest> requests;

  SignaturesRunner(Session session, List<SignatureRequest> requests) {
    this.session = session;
    this.requests = List.copyOf(requests);
  }

  /** Tells and reports; returns the exit code. */
  int execute() {
    return session.guarded(this::verifyAndReport);
  }

  private int verifyAndReport() {
    SignaturesRun run = session.ask(runner -> runner.verifyAll(requests));
    if (session.isCancelled()) {
      return ExitCode.INTERRUPTED;
    }
    if (!session.textGoesToStdout()) {
      for (SignaturesReport report : run.reports()) {
        report
            .problem()
            .ifPresent(problem -> session.tell(Errors.line(report.requested(), problem)));
      }
    }
    return RunReport.worseExitCode(run.exitCode(), session.write(run, Renderers::ofSignatures));
  }
}
