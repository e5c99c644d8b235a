package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;

/** Understands a command line and runs it in a {@link Terminal}; used once. */
final class Cli {
  private final Terminal terminal;
  private final ScanCommand scan;
  private final CommandLine commandLine;

  Cli(Terminal terminal, ScanEngine.Factory engines, Interruption interruption) {
    this.terminal = terminal;
    this.scan = new ScanCommand(terminal, engines, interruption);
    this.commandLine = commandLine();
  }

  /** Runs the command and returns its exit code; throws nothing but errors of the JVM. */
  int run(List<String> arguments) {
    return commandLine.execute(arguments.toArray(new String[0]));
  }

  private CommandLine commandLine() {
    CommandLine root =
        new CommandLine(new ScannerCommand())
            .addSubcommand(scan)
            .addSubcommand(new ChecksCommand(terminal))
            .addSubcommand(new SchemaCommand(terminal))
            .addSubcommand(new CompletionCommand(terminal))
            .addSubcommand(new HelpCommand());
    boolean colours = terminal.colours(Terminal.ColorWhen.AUTO);
    return root.setOut(new PrintWriter(terminal.out(), true))
        .setErr(new PrintWriter(terminal.err(), true))
        .setColorScheme(CommandLine.Help.defaultColorScheme(colours ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(Math.max(60, Math.min(terminal.columns(), 100)))
        .setExecutionExceptionHandler((thrown, command, parsed) -> failed(thrown))
        .setParameterExceptionHandler((thrown, given) -> misused(thrown));
  }

  private int failed(Exception thrown) throws IOException {
    if (thrown instanceof IOException io && ScanRun.isClosedPipe(io)) {
      return ExitCode.PASSED;
    }
    if (scan.isVerbose()) {
      terminal.err().write(Errors.trace(thrown, Optional.empty()));
    }
    terminal.err().write(Errors.line(Errors.problem(thrown)));
    terminal.err().flush();
    return thrown instanceof ScanException known
        ? known.kind().exitCode()
        : ExitCode.COULD_NOT_CHECK;
  }

  private int misused(ParameterException thrown) throws IOException {
    CommandLine command = thrown.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    StringBuilder text = new StringBuilder("scanner: ").append(thrown.getMessage()).append('\n');
    Optional<String> image = forgottenCommand(thrown);
    if (image.isPresent()) {
      text.append("  To scan an image: scanner scan ").append(image.get()).append('\n');
    }
    text.append("  See ").append(name).append(" --help\n");
    terminal.err().write(text.toString());
    terminal.err().flush();
    return ExitCode.USAGE;
  }

  /** What was given where a command was expected. */
  private Optional<String> forgottenCommand(ParameterException thrown) {
    boolean atRoot = thrown.getCommandLine() == commandLine;
    if (atRoot && thrown instanceof CommandLine.UnmatchedArgumentException unmatched) {
      return unmatched.getUnmatched().stream()
          .filter(argument -> !argument.startsWith("-"))
          .findFirst();
    }
    return Optional.empty();
  }
}
