package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.CompareRequest;
import dev.imageprovenance.scanner.report.ComparisonReport;
import dev.imageprovenance.scanner.report.ComparisonReport.Outcome;
import dev.imageprovenance.scanner.report.ComparisonRun;
import dev.imageprovenance.scanner.report.Renderers;
import dev.imageprovenance.scanner.report.RunReport;
import java.time.Instant;
import java.util.ArrayList;
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
    Instant startedAt = Instant.now();
    List<ComparisonReport> comparisons = compareAll();
    if (session.isCancelled()) {
      return ExitCode.INTERRUPTED;
    }
    ComparisonRun run = new ComparisonRun(Version.tool(), startedAt, comparisons);
    if (!session.textGoesToStdout()) {
      tellProblems(comparisons);
    }
    return RunReport.worseExitCode(run.exitCode(), session.write(run, Renderers::ofComparisons));
  }

  private List<ComparisonReport> compareAll() {
    List<ComparisonReport> comparisons = new ArrayList<>(requests.size());
    try (Engine engine = session.open()) {
      for (CompareRequest request : requests) {
        if (session.isCancelled()) {
          break;
        }
        comparisons.add(compare(engine, request));
      }
    } finally {
      session.clearProgress();
    }
    return comparisons;
  }

  /** A fault of one comparison, even an error of the JVM, must neither hide others nor pass. */
  @SuppressWarnings("CatchingUnchecked")
  private ComparisonReport compare(Engine engine, CompareRequest request) {
    Instant startedAt = Instant.now();
    try {
      return ComparisonReport.of(engine.compare(request));
    } catch (Exception | OutOfMemoryError | StackOverflowError | LinkageError e) {
      return new ComparisonReport(
          request.deployed(),
          request.registry(),
          startedAt,
          new Outcome.Failed(session.problem(e)));
    }
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
