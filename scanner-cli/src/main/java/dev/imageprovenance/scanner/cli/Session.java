package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.RequestRunner;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.report.Problems;
import dev.imageprovenance.scanner.report.ProgressLine;
import dev.imageprovenance.scanner.report.RendererChoice;
import dev.imageprovenance.scanner.report.ReportFiles;
import dev.imageprovenance.scanner.report.ReportFormat;
import dev.imageprovenance.scanner.report.ReportOptions;
import dev.imageprovenance.scanner.report.ReportTarget;
import dev.imageprovenance.scanner.report.ScanReport.Problem;
import dev.imageprovenance.scanner.source.RegistryOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * What every subcommand that looks at images works with: the engine's settings, progress, problems
 * and reports; used once.
 */
final class Session {
  private final Terminal terminal;
  private final Engine.Factory engines;
  private final Engine.Settings settings;
  private final ProgressLine progress;
  private final OutputOptions output;

  private Session(
      Terminal terminal,
      Engine.Factory engines,
      Engine.Settings settings,
      ProgressLine progress,
      OutputOptions output) {
    this.terminal = terminal;
    this.engines = engines;
    this.settings = settings;
    this.progress = progress;
    this.output = output;
  }

  /**
   * Understands the options that all subcommands share.
   *
   * @throws IllegalArgumentException if they contradict one another
   * @throws ScanException if a report cannot be written where it should
   * @throws IOException if the password cannot be read
   */
  static Session prepare(
      Arguments arguments,
      OutputOptions output,
      Terminal terminal,
      Engine.Factory engines,
      Interruption interruption)
      throws IOException {
    Optional<Engine.Cache> cache = CacheOptions.cache(arguments, terminal);
    ReportFiles.requireWritable(output.targets());
    RegistryOptions registry = RegistryAccess.options(arguments, terminal);
    ProgressLine progress = output.progressLine(terminal);
    interruption.onInterrupt(progress::clear);
    Engine.Settings settings =
        new Engine.Settings(registry, cache, progress, interruption.cancellation());
    return new Session(terminal, engines, settings, progress, output);
  }

  /**
   * Carries out requests; what comes of them is the report.
   *
   * @throws RuntimeException if there is no engine to ask
   */
  <R> R ask(Function<RequestRunner, R> question) {
    try (Engine engine = engines.open(settings)) {
      return question.apply(
          new RequestRunner(engine, Clock.systemUTC(), settings.cancellation(), this::problem));
    } finally {
      progress.clear();
    }
  }

  /**
   * The policy of that file.
   *
   * @throws ScanException if it cannot be used
   */
  Policy policy(Path file) {
    try (Engine engine = engines.open(settings)) {
      return engine.policies().load(file);
    } finally {
      progress.clear();
    }
  }

  OutputOptions output() {
    return output;
  }

  boolean isCancelled() {
    return settings.cancellation().isCancelled();
  }

  /** Prints on standard output; returns the exit code of that. */
  int print(String text) {
    try {
      terminal.print(text);
      return ExitCode.PASSED;
    } catch (IOException e) {
      return Cli.failed(terminal, e);
    }
  }

  /** Tells something on standard error. */
  void tell(String text) {
    terminal.tell(text);
  }

  /** Runs {@code work}; whatever is thrown is told and becomes an exit code. */
  int guarded(IntSupplier work) {
    try {
      return work.getAsInt();
    } catch (RuntimeException e) {
      Problem problem = problem(e);
      terminal.tell(Errors.line(problem));
      return problem.kind().exitCode();
    }
  }

  /** What was thrown, without secrets; its trace is told where that is wanted. */
  private Problem problem(Throwable thrown) {
    progress.clear();
    Problems problems = Problems.hiding(settings.registry().secrets());
    if (output.isVerbose() && !isCancelled()) {
      terminal.tell(problems.trace(thrown));
    }
    return problems.of(thrown);
  }

  /** Whether problems are read in the text on standard output. */
  boolean textGoesToStdout() {
    for (ReportTarget target : output.targets()) {
      if (target.format() == ReportFormat.TEXT && target.file().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Writes every report, also when one of them fails; returns the exit code of that. */
  <R> int write(R run, RendererChoice<R> renderers) {
    int code = ExitCode.PASSED;
    for (ReportTarget target : output.targets()) {
      code = Math.max(code, write(run, renderers, target));
    }
    return code;
  }

  /** Writes one report; returns the exit code of that. */
  <R> int write(R run, RendererChoice<R> renderers, ReportTarget target) {
    try {
      render(run, renderers, target);
    } catch (ScanException e) {
      terminal.tell(Errors.line(Problems.withoutSecrets().of(e)));
      return ExitCode.USAGE;
    } catch (IOException e) {
      if (!Terminal.isClosedPipe(e)) {
        terminal.tell("scanner: cannot write to standard output: " + e.getMessage() + "\n");
        return ExitCode.USAGE;
      }
    }
    return ExitCode.PASSED;
  }

  private <R> void render(R run, RendererChoice<R> renderers, ReportTarget target)
      throws IOException {
    ReportOptions options = output.report(terminal);
    if (target.file().isPresent()) {
      ReportFiles.write(run, target.format(), renderers, options, target.file().get());
    } else {
      renderers.renderer(target.format(), options).render(run, terminal.out());
      terminal.out().flush();
    }
  }
}
