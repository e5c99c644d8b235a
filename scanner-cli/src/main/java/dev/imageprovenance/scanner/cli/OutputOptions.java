package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.report.TextOptions;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say what is reported, where and how; filled by picocli. */
final class OutputOptions {
  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT[=FILE]",
      description =
          "Write a report as text or json, to standard output or to FILE. Repeat it for several:"
              + " --format text --format json=report.json. Default: text.")
  private List<String> formats = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write the one report to FILE (- is standard output); FORMAT=FILE means the same as in"
              + " --format. Files appear whole or not at all.")
  private List<String> outputs = new ArrayList<>();

  @Option(
      names = {"-q", "--quiet"},
      description = "Say nothing about what passes.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description =
          "Say everything: each file, digests in full, what is allowed, notes, stack traces.")
  private boolean verbose;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      converter = ColorConverter.class,
      description =
          "Colour the text: auto (on a terminal, unless NO_COLOR is set), always or never.")
  private Terminal.ColorWhen color = Terminal.ColorWhen.AUTO;

  @Option(names = "--no-progress", description = "Show no progress, even on a terminal.")
  private boolean noProgress;

  /**
   * Where reports go.
   *
   * @throws IllegalArgumentException if the options contradict one another
   */
  List<OutputTarget> targets() {
    if (quiet && verbose) {
      throw new IllegalArgumentException("--quiet and --verbose exclude each other");
    }
    return OutputTarget.resolve(formats, outputs);
  }

  boolean verbose() {
    return verbose;
  }

  boolean quiet() {
    return quiet;
  }

  /** How text on standard output looks. */
  TextOptions text(Terminal terminal) {
    Verbosity verbosity = quiet ? Verbosity.QUIET : verbose ? Verbosity.VERBOSE : Verbosity.NORMAL;
    return new TextOptions(verbosity, terminal.colours(color), terminal.columns());
  }

  /** What shows how far the scan is. */
  ProgressLine progress(Terminal terminal) {
    boolean live = terminal.stderrIsTerminal() && !noProgress && !quiet;
    return new ProgressLine(terminal.err(), terminal.columns(), live, verbose);
  }

  /** Reads auto, always or never. */
  static final class ColorConverter implements ITypeConverter<Terminal.ColorWhen> {
    @Override
    public Terminal.ColorWhen convert(String text) {
      return switch (text) {
        case "auto" -> Terminal.ColorWhen.AUTO;
        case "always" -> Terminal.ColorWhen.ALWAYS;
        case "never" -> Terminal.ColorWhen.NEVER;
        default ->
            throw new TypeConversionException("\"" + text + "\" is not auto, always or never");
      };
    }
  }
}
