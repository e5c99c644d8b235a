package dev.imageprovenance.scanner.report;

/**
 * How a text report looks; immutable.
 *
 * @param verbosity how much it says
 * @param colour whether it uses ANSI colours
 * @param width columns to wrap at, at least 40; digests and paths are never broken
 * @param showWaived whether findings that were waived or were there before are listed
 */
public record TextOptions(Verbosity verbosity, boolean colour, int width, boolean showWaived) {
  /** The narrowest page that is still laid out. */
  public static final int MIN_WIDTH = 40;

  /** The width where no terminal tells one. */
  public static final int DEFAULT_WIDTH = 100;

  /** Widens what is narrower than {@link #MIN_WIDTH}. */
  public TextOptions {
    width = Math.max(width, MIN_WIDTH);
  }

  /** Counts what was waived and does not list it. */
  public TextOptions(Verbosity verbosity, boolean colour, int width) {
    this(verbosity, colour, width, false);
  }

  /** Normal verbosity, no colour, the default width. */
  public static TextOptions plain() {
    return new TextOptions(Verbosity.NORMAL, false, DEFAULT_WIDTH);
  }

  /** The same without colours, for a file. */
  public TextOptions withoutColour() {
    return new TextOptions(verbosity, false, width, showWaived);
  }

  /** The same with what was waived, or without. */
  public TextOptions withWaived(boolean listed) {
    return new TextOptions(verbosity, colour, width, listed);
  }

  /** How much a text report says. */
  public enum Verbosity {
    /** Only what did not pass. */
    QUIET,
    /** Verdicts and grouped findings. */
    NORMAL,
    /** Also every file, every digest in full, and what the policy allows and waives. */
    VERBOSE
  }
}
