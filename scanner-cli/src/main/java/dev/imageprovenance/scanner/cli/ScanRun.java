package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.ScanRequest;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.report.ReportFormat;
import dev.imageprovenance.scanner.report.RunReport;
import dev.imageprovenance.scanner.report.ScanReport;
import dev.imageprovenance.scanner.report.ScanReport.Problem;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import dev.imageprovenance.scanner.source.RegistryOptions.Credentials;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Scans the requested images one after another and writes the reports; used once. */
final class ScanRun {
  private final Terminal terminal;
  private final ScanEngine.Factory engines;
  private final ScanEngine.Settings settings;
  private final ProgressLine progress;
  private final Policy policy;
  private final List<ScanRequest> requests;
  private final OutputOptions output;

  ScanRun(
      Terminal terminal,
      ScanEngine.Factory engines,
      ScanEngine.Settings settings,
      ProgressLine progress,
      Policy policy,
      List<ScanRequest> requests,
      OutputOptions output) {
    this.terminal = terminal;
    this.engines = engines;
    this.settings = settings;
    this.progress = progress;
    this.policy = policy;
    this.requests = List.copyOf(requests);
    this.output = output;
  }

  /** Scans and reports; returns the exit code. */
  int execute() {
    try {
      return scanAndReport();
    } catch (RuntimeException e) {
      progress.clear();
      tellTrace(e);
      Problem problem = Errors.problem(e, password());
      terminal.tell(Errors.line(problem));
      return problem.kind().exitCode();
    }
  }

  private int scanAndReport() {
    Instant startedAt = Instant.now();
    List<ScanReport> scans = scanAll();
    if (settings.cancellation().isCancelled()) {
      return ExitCode.INTERRUPTED;
    }
    RunReport run = new RunReport(Version.tool(), startedAt, policy, scans);
    if (!textGoesToStdout()) {
      tellProblems(scans);
    }
    tellUnusedAllowances(run);
    return RunReport.worseExitCode(run.exitCode(), write(run));
  }

  private List<ScanReport> scanAll() {
    List<ScanReport> scans = new ArrayList<>(requests.size());
    try (ScanEngine engine = engines.open(settings)) {
      for (ScanRequest request : requests) {
        if (settings.cancellation().isCancelled()) {
          break;
        }
        scans.add(scan(engine, request));
      }
    } finally {
      progress.clear();
    }
    return scans;
  }

  /** A fault of one image, even an error of the JVM, must neither hide the others nor pass. */
  @SuppressWarnings("CatchingUnchecked")
  private ScanReport scan(ScanEngine engine, ScanRequest request) {
    Instant startedAt = Instant.now();
    try {
      return engine.scan(request);
    } catch (Exception | OutOfMemoryError | StackOverflowError | LinkageError e) {
      progress.clear();
      if (!settings.cancellation().isCancelled()) {
        tellTrace(e);
      }
      return new ScanReport(
          request.address(),
          startedAt,
          List.of(),
          List.of(),
          Optional.of(Errors.problem(e, password())));
    }
  }

  private void tellTrace(Throwable thrown) {
    if (output.isVerbose()) {
      terminal.tell(Errors.trace(thrown, password()));
    }
  }

  private Optional<String> password() {
    return settings.registry().credentials().map(Credentials::password);
  }

  private boolean textGoesToStdout() {
    for (OutputTarget target : output.targets()) {
      if (target.format() == ReportFormat.TEXT && target.file().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private void tellProblems(List<ScanReport> scans) {
    for (ScanReport scan : scans) {
      scan.problem().ifPresent(problem -> terminal.tell(Errors.line(scan.requested(), problem)));
    }
  }

  private void tellUnusedAllowances(RunReport run) {
    if (output.verbosity() == Verbosity.QUIET) {
      return;
    }
    for (String option : UnusedAllowances.of(run)) {
      terminal.tell("scanner: " + Text.escape(option) + ": allowed but not present\n");
    }
  }

  /** Writes every report, also when one of them fails. */
  private int write(RunReport run) {
    ReportWriter writer = new ReportWriter(terminal.out(), output.text(terminal));
    int code = ExitCode.PASSED;
    for (OutputTarget target : output.targets()) {
      try {
        writer.write(run, target);
      } catch (ScanException e) {
        code = ExitCode.USAGE;
        terminal.tell(Errors.line(Errors.problem(e)));
      } catch (IOException e) {
        if (!Terminal.isClosedPipe(e)) {
          code = ExitCode.USAGE;
          terminal.tell("scanner: cannot write to standard output: " + e.getMessage() + "\n");
        }
      }
    }
    return code;
  }
}
