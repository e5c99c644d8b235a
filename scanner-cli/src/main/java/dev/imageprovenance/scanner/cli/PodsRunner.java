package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.report.PodsRun;
import dev.imageprovenance.scanner.report.Renderers;
import dev.imageprovenance.scanner.report.RunReport;
import dev.imageprovenance.scanner.workload.PodList;
import dev.imageprovenance.scanner.workload.PodListLimits;
import dev.imageprovenance.scanner.workload.PodListReader;
import java.io.InputStream;

/** Compares what pods run and writes the reports; used once. */
final class PodsRunner {
  private final Session session;
  private final PodsOptions options;
  private final InputStream stdin;

  PodsRunner(Session session, PodsOptions options, InputStream stdin) {
    this.session = session;
    this.options = options;
    this.stdin = stdin;
  }

  /** Compares and reports; returns the exit code. */
  int execute() {
    return session.guarded(this::compareAndReport);
  }

  private int compareAndReport() {
    PodsRun run =
        session.ask(runner -> runner.comparePods(options.name(), () -> options.request(read())));
    if (session.isCancelled()) {
      return ExitCode.INTERRUPTED;
    }
    if (!session.textGoesToStdout()) {
      run.problem().ifPresent(problem -> session.tell(Errors.line(options.name(), problem)));
    }
    return RunReport.worseExitCode(run.exitCode(), session.write(run, Renderers::ofPods));
  }

  private PodList read() {
    PodListReader reader = new PodListReader(PodListLimits.defaults());
    return options.file().isPresent()
        ? reader.read(options.file().get())
        : reader.read(stdin, PodsOptions.STDIN);
  }
}
