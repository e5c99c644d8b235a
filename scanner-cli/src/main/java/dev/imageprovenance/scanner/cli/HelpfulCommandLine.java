package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.oci.Suggestion;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as picocli understands and explains it; used once. */
final class HelpfulCommandLine {
  private static final int MIN_HELP_WIDTH = 60;
  private static final int MAX_HELP_WIDTH = 100;

  private final Terminal terminal;
  private final Runner runner;
  private final CommandLine root;

  HelpfulCommandLine(Terminal terminal, Runner runner) {
    this.terminal = terminal;
    this.runner = runner;
    this.root = build();
  }

  /** Runs a subcommand whose arguments were understood. */
  @FunctionalInterface
  interface Runner {
    /** Returns the exit code. */
    int run(Subcommand subcommand, Arguments arguments) throws IOException;
  }

  /** Runs the command and returns its exit code. */
  int run(List<String> arguments) {
    return root.execute(arguments.toArray(new String[0]));
  }

  /** What picocli takes the arguments of {@code subcommand} for. */
  Arguments arguments(Subcommand subcommand, List<String> words) {
    return OptionSpecs.arguments(
        subcommand, root.parseArgs(words.toArray(new String[0])).subcommand());
  }

  private CommandLine build() {
    boolean colours = terminal.colours(Terminal.ColorWhen.AUTO);
    int width = Math.max(MIN_HELP_WIDTH, Math.min(terminal.columns(), MAX_HELP_WIDTH));
    return new CommandLine(new ScannerCommand())
        .addSubcommand(Subcommand.SCAN.label(), spec(Subcommand.SCAN))
        .addSubcommand(Subcommand.COMPARE.label(), spec(Subcommand.COMPARE))
        .addSubcommand(Subcommand.LINEAGE.label(), spec(Subcommand.LINEAGE))
        .addSubcommand(Subcommand.SIGNATURES.label(), spec(Subcommand.SIGNATURES))
        .addSubcommand("policy", PolicySpecs.of(this::action))
        .addSubcommand(new ChecksCommand(terminal))
        .addSubcommand(new SchemaCommand(terminal))
        .addSubcommand(new CompletionCommand(terminal))
        .addSubcommand(new HelpCommand())
        .setExpandAtFiles(false)
        .setOut(new PrintWriter(terminal.out(), true))
        .setErr(new PrintWriter(terminal.err(), true))
        .setColorScheme(CommandLine.Help.defaultColorScheme(colours ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(width)
        .setExecutionExceptionHandler((thrown, command, parsed) -> Cli.failed(terminal, thrown))
        .setParameterExceptionHandler((thrown, given) -> misused(thrown));
  }

  private CommandSpec spec(Subcommand subcommand) {
    Object action = action(subcommand);
    return switch (subcommand) {
      case SCAN -> ScanSpec.of(action);
      case COMPARE -> CompareSpec.of(action);
      case LINEAGE -> LineageSpec.of(action);
      case SIGNATURES -> SignaturesSpec.of(action);
      case POLICY_CHECK, POLICY_EXPLAIN, POLICY_IMPORT ->
          throw new IllegalArgumentException(subcommand.label() + " stands below policy");
    };
  }

  /** Runs the subcommand with what picocli understood of the whole command line. */
  private Callable<Integer> action(Subcommand subcommand) {
    return () -> {
      ParseResult parsed = root.getParseResult();
      while (parsed.hasSubcommand()) {
        parsed = parsed.subcommand();
      }
      return runner.run(subcommand, OptionSpecs.arguments(subcommand, parsed));
    };
  }

  private int misused(ParameterException thrown) {
    StringBuilder text = new StringBuilder("scanner: ").append(thrown.getMessage()).append('\n');
    advice(thrown).ifPresent(advice -> text.append("  ").append(advice).append('\n'));
    String command = thrown.getCommandLine().getCommandSpec().qualifiedName();
    text.append("  See ").append(command).append(" --help\n");
    terminal.tell(text.toString());
    return ExitCode.USAGE;
  }

  /** What was probably meant. */
  private Optional<String> advice(ParameterException thrown) {
    if (!(thrown instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return Optional.empty();
    }
    CommandLine command = thrown.getCommandLine();
    String given = unmatched.getUnmatched().get(0);
    if (given.startsWith("-")) {
      int equals = given.indexOf('=');
      String name = equals < 0 ? given : given.substring(0, equals);
      return Suggestion.nearest(name, command.getCommandSpec().optionsMap().keySet())
          .map(option -> "Did you mean " + option + "?");
    }
    if (command != root) {
      return Optional.empty();
    }
    Optional<String> meant = Suggestion.nearest(given, root.getSubcommands().keySet());
    return Optional.of(
        meant
            .map(name -> "Did you mean scanner " + name + "?")
            .orElseGet(() -> "To scan an image: scanner scan " + given));
  }
}
