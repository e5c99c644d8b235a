package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;

/** Understands the arguments of one subcommand; implementations are immutable. */
interface ImageCommand {
  /**
   * Understands everything before anything is done.
   *
   * @throws IllegalArgumentException if the arguments cannot be used, with what is wrong
   * @throws ScanException likewise, with a remedy
   * @throws IOException if the password cannot be read
   */
  Work prepare(Arguments arguments) throws IOException;

  /** What is to be done. */
  @FunctionalInterface
  interface Work {
    /** Does it and reports; returns the exit code. */
    int execute();
  }

  /**
   * Runs the subcommand and returns the exit code; wrong usage is explained.
   *
   * @throws IOException if the password cannot be read
   */
  static int run(ImageCommand command, Subcommand name, Arguments arguments, Terminal terminal)
      throws IOException {
    Work work;
    try {
      if (arguments.operands().isEmpty() && !arguments.has(CommandOption.PODS)) {
        throw new IllegalArgumentException(
            switch (name) {
              case COMPARE -> "neither DEPLOYED nor --pods is given; nothing was checked";
              case POLICY_CHECK, POLICY_IMPORT -> "no file is named; nothing was done";
              default -> "no image is named; nothing was checked";
            });
      }
      work = command.prepare(arguments);
    } catch (IllegalArgumentException e) {
      tell(terminal, name, String.valueOf(e.getMessage()));
      return ExitCode.USAGE;
    } catch (ScanException e) {
      tell(terminal, name, e.getMessage() + e.remedy().map(remedy -> "\n  " + remedy).orElse(""));
      return e.kind().exitCode();
    }
    return work.execute();
  }

  private static void tell(Terminal terminal, Subcommand name, String message) {
    terminal.tell("scanner: " + message + "\n  See scanner " + name.label() + " --help\n");
  }
}
