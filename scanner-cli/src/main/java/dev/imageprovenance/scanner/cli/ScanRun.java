package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.ScanRequest;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.report.Renderers;
import dev.imageprovenance.scanner.report.RunReport;
import dev.imageprovenance.scanner.report.ScanReport;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Scans the requested images one after another and writes the reports; used once. */
final class ScanRun {
  private final Session session;
  private final Policy policy;
  private final List<ScanRequest> requests;

  ScanRun(Session session, Policy policy, List<ScanRequest> requests) {
    this.session = session;
    this.policy = policy;
    this.requests = List.copyOf(requests);
  }

  /** Scans and reports; returns the exit code. */
  int execute() {
    return session.guarded(this::scanAndReport);
  }

  private int scanAndReport() {
    Instant startedAt = Instant.now();
    List<ScanReport> scans = scanAll();
    if (session.isCancelled()) {
      return ExitCode.INTERRUPTED;
    }
    RunReport run = new RunReport(Version.tool(), startedAt, policy, scans);
    if (!session.textGoesToStdout()) {
      tellProblems(scans);
    }
    tellUnusedAllowances(run);
    return RunReport.worseExitCode(run.exitCode(), session.write(run, Renderers::ofScans));
  }

  private List<ScanReport> scanAll() {
    List<ScanReport> scans = new ArrayList<>(requests.size());
    try (Engine engine = session.open()) {
      for (ScanRequest request : requests) {
        if (session.isCancelled()) {
          break;
        }
        scans.add(scan(engine, request));
      }
    } finally {
      session.clearProgress();
    }
    return scans;
  }

  /** A fault of one image, even an error of the JVM, must neither hide the others nor pass. */
  @SuppressWarnings("CatchingUnchecked")
  private ScanReport scan(Engine engine, ScanRequest request) {
    Instant startedAt = Instant.now();
    try {
      return engine.scan(request);
    } catch (Exception | OutOfMemoryError | StackOverflowError | LinkageError e) {
      return new ScanReport(
          request.address(), startedAt, List.of(), List.of(), Optional.of(session.problem(e)));
    }
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
    for (String option : UnusedAllowances.of(run)) {
      session.tell("scanner: " + Text.escape(option) + ": allowed but not present\n");
    }
  }
}
