package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.report.FixLocation;
import dev.imageprovenance.scanner.report.ProgressLine;
import dev.imageprovenance.scanner.report.ReportOptions;
import dev.imageprovenance.scanner.report.ReportTarget;
import dev.imageprovenance.scanner.report.TextOptions;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import java.util.List;
import java.util.Optional;

/**
 * What is reported, where and how; immutable.
 *
 * @param targets the reports to write
 * @param verbosity how much text says
 * @param color when text is coloured
 * @param progress whether progress may be shown
 * @param fix the file in which findings are fixed
 * @param showWaived whether text lists what is waived
 */
record OutputOptions(
    List<ReportTarget> targets,
    Verbosity verbosity,
    Terminal.ColorWhen color,
    boolean progress,
    FixLocation fix,
    boolean showWaived) {
  OutputOptions {
    targets = List.copyOf(targets);
  }

  /**
   * Understands the options.
   *
   * @throws IllegalArgumentException if they contradict one another
   */
  static OutputOptions of(Arguments arguments) {
    arguments.requireNotBoth(CommandOption.QUIET, CommandOption.VERBOSE);
    boolean quiet = arguments.has(CommandOption.QUIET);
    Verbosity verbosity =
        quiet
            ? Verbosity.QUIET
            : arguments.has(CommandOption.VERBOSE) ? Verbosity.VERBOSE : Verbosity.NORMAL;
    return new OutputOptions(
        OutputTargets.resolve(
            arguments.all(CommandOption.FORMAT), arguments.all(CommandOption.OUTPUT)),
        verbosity,
        arguments
            .value(CommandOption.COLOR)
            .map(OutputOptions::color)
            .orElse(Terminal.ColorWhen.AUTO),
        !quiet && !arguments.has(CommandOption.NO_PROGRESS),
        fix(arguments),
        arguments.has(CommandOption.SHOW_WAIVED));
  }

  /** Whether stack traces and notes are wanted. */
  boolean isVerbose() {
    return verbosity == Verbosity.VERBOSE;
  }

  /** How reports on standard output look. */
  ReportOptions report(Terminal terminal) {
    return ReportOptions.defaults()
        .withText(
            new TextOptions(verbosity, terminal.colours(color), terminal.columns(), showWaived))
        .withFix(fix);
  }

  /** What shows how far the scan is. */
  ProgressLine progressLine(Terminal terminal) {
    boolean live = progress && terminal.stderrIsTerminal();
    return new ProgressLine(
        terminal.err(),
        terminal.columns(),
        live,
        isVerbose() ? Optional.of("scanner: ") : Optional.empty());
  }

  private static FixLocation fix(Arguments arguments) {
    Optional<String> text = arguments.value(CommandOption.SOURCE);
    if (text.isEmpty()) {
      return FixLocation.defaults();
    }
    try {
      return FixLocation.parse(text.get());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--source " + text.get() + ": " + e.getMessage(), e);
    }
  }

  private static Terminal.ColorWhen color(String text) {
    return switch (text) {
      case "auto" -> Terminal.ColorWhen.AUTO;
      case "always" -> Terminal.ColorWhen.ALWAYS;
      case "never" -> Terminal.ColorWhen.NEVER;
      default ->
          throw new IllegalArgumentException("--color " + text + ": write auto, always or never");
    };
  }
}
