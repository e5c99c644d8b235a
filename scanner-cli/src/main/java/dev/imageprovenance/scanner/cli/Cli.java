package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.report.Problems;
import dev.imageprovenance.scanner.report.ScanReport.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Understands a command line and runs it in a {@link Terminal}; immutable. */
final class Cli {
  private final Terminal terminal;
  private final Map<Subcommand, ImageCommand> commands;

  Cli(Terminal terminal, Engine.Factory engines, Interruption interruption) {
    this.terminal = terminal;
    this.commands =
        Map.of(
            Subcommand.SCAN, new ScanCommand(terminal, engines, interruption),
            Subcommand.COMPARE, new CompareCommand(terminal, engines, interruption),
            Subcommand.LINEAGE, new LineageCommand(terminal, engines, interruption),
            Subcommand.SIGNATURES, new SignaturesCommand(terminal, engines, interruption),
            Subcommand.POLICY_CHECK, new PolicyCheckCommand(terminal, engines, interruption),
            Subcommand.POLICY_EXPLAIN, new PolicyExplainCommand(terminal, engines, interruption),
            Subcommand.POLICY_IMPORT, new PolicyImportCommand(terminal));
  }

  /** Runs the command and returns its exit code. */
  int run(List<String> arguments) {
    if (arguments.equals(List.of("--version"))) {
      return version();
    }
    Optional<PlainArguments.Understood> plain = PlainArguments.of(arguments);
    if (plain.isEmpty()) {
      return new HelpfulCommandLine(terminal, this::run).run(arguments);
    }
    try {
      return run(plain.get().subcommand(), plain.get().arguments());
    } catch (IOException | RuntimeException e) {
      return failed(terminal, e);
    }
  }

  private int run(Subcommand subcommand, Arguments arguments) throws IOException {
    ImageCommand command = Objects.requireNonNull(commands.get(subcommand));
    return ImageCommand.run(command, subcommand, arguments, terminal);
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
    Problem problem = Problems.withoutSecrets().of(thrown);
    terminal.tell(Errors.line(problem));
    return problem.kind().exitCode();
  }
}
