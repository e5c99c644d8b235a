package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.report.PodsRun;
import dev.imageprovenance.scanner.report.PodsRun.Outcome;
import dev.imageprovenance.scanner.report.Renderers;
import dev.imageprovenance.scanner.report.RunReport;
import dev.imageprovenance.scanner.workload.PodList;
import dev.imageprovenance.scanner.workload.PodListLimits;
import dev.imageprovenance.scanner.workload.PodListReader;
import java.io.InputStream;
import java.time.Instant;

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
    Instant startedAt = Instant.now();
    Outcome outcome = compare();
    if (session.isCancelled()) {
      return ExitCode.INTERRUPTED;
    }
    PodsRun run = new PodsRun(Version.tool(), startedAt, options.name(), outcome);
    if (!session.textGoesToStdout()) {
      run.problem().ifPresent(problem -> session.tell(Errors.line(options.name(), problem)));
    }
    return RunReport.worseExitCode(run.exitCode(), session.write(run, Renderers::ofPods));
  }

  /** Whatever goes wrong, even an error of the JVM, must be reported and not pass. */
  @SuppressWarnings("CatchingUnchecked")
  private Outcome compare() {
    try (Engine engine = session.open()) {
      return new Outcome.Compared(engine.comparePods(options.request(read())));
    } catch (Exception | OutOfMemoryError | StackOverflowError | LinkageError e) {
      return new Outcome.Failed(session.problem(e));
    } finally {
      session.clearProgress();
    }
  }

  private PodList read() {
    PodListReader reader = new PodListReader(PodListLimits.defaults());
    return options.file().isPresent()
        ? reader.read(options.file().get())
        : reader.read(stdin, PodsOptions.STDIN);
  }
}
