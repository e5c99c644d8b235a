package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.report.ScanReport.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Understands a command line and runs it in a {@link Terminal}; immutable. */
final class Cli {
  private final Terminal terminal;
  private final ScanCommand scan;

  Cli(Terminal terminal, ScanEngine.Factory engines, Interruption interruption) {
    this.terminal = terminal;
    this.scan = new ScanCommand(terminal, engines, interruption);
  }

  /** Runs the command and returns its exit code. */
  int run(List<String> arguments) {
    if (arguments.equals(List.of("--version"))) {
      return version();
    }
    Optional<ScanArguments> plain = PlainArguments.scan(arguments);
    if (plain.isEmpty()) {
      return new HelpfulCommandLine(terminal, scan).run(arguments);
    }
    try {
      return scan.run(plain.get());
    } catch (IOException | RuntimeException e) {
      return failed(terminal, e);
    }
  }

  private int version() {
    try {
      terminal.print(Version.lines());
      return ExitCode.PASSED;
    } catch (IOException e) {
      return failed(terminal, e);
    }
  }

  /** Says what failed; returns the exit code. */
  static int failed(Terminal terminal, Exception thrown) {
    Problem problem = Errors.problem(thrown);
    terminal.tell(Errors.line(problem));
    return problem.kind().exitCode();
  }
}
