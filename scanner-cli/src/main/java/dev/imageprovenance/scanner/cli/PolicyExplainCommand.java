package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.report.RunReport;
import dev.imageprovenance.scanner.report.TextExplanationRenderer;
import java.io.IOException;

/** Scans and tells which clause of the policy decided what; immutable. */
final class PolicyExplainCommand implements ImageCommand {
  private final ScanCommand scan;

  PolicyExplainCommand(Terminal terminal, Engine.Factory engines, Interruption interruption) {
    this.scan = new ScanCommand(terminal, engines, interruption);
  }

  @Override
  public Work prepare(Arguments arguments) throws IOException {
    ScanCommand.Prepared prepared = scan.understand(arguments);
    Session session = prepared.session();
    return () ->
        session.guarded(
            () -> {
              RunReport run = session.ask(runner -> runner.scanAll(prepared.requests()));
              if (session.isCancelled()) {
                return ExitCode.INTERRUPTED;
              }
              int written =
                  session.write(
                      run, (format, options) -> new TextExplanationRenderer(options.text()));
              return RunReport.worseExitCode(run.exitCode(), written);
            });
  }
}
