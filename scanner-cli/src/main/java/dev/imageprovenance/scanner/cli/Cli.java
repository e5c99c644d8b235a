package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.problem.ScanException;
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

  /**
   * Runs the command and returns its exit code.
   *
   * @throws IOException if standard error fails
   */
  int run(List<String> arguments) throws IOException {
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

  /** Says what failed; returns the exit code. */
  static int failed(Terminal terminal, Exception thrown) throws IOException {
    if (thrown instanceof IOException io && ScanRun.isClosedPipe(io)) {
      return ExitCode.PASSED;
    }
    terminal.err().write(Errors.line(Errors.problem(thrown)));
    terminal.err().flush();
    return thrown instanceof ScanException known
        ? known.kind().exitCode()
        : ExitCode.COULD_NOT_CHECK;
  }
}
