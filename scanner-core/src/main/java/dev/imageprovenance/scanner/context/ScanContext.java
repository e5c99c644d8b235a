package dev.imageprovenance.scanner.context;

import java.nio.file.Path;
import java.time.Clock;

/**
 * What a scan runs in, handed down instead of statics; thread-safe.
 *
 * @param clock tells the time
 * @param limits every bound
 * @param progress hears how far the scan is
 * @param cancellation ends it
 * @param directory where relative paths begin; empty for the process' own working directory
 */
public record ScanContext(
    Clock clock, Limits limits, Progress progress, Cancellation cancellation, Path directory) {
  /** Runs in the process' own working directory. */
  public ScanContext(Clock clock, Limits limits, Progress progress, Cancellation cancellation) {
    this(clock, limits, progress, cancellation, Path.of(""));
  }

  /** System clock, default limits, silent, not cancelled. */
  public static ScanContext defaults() {
    return new ScanContext(Clock.systemUTC(), Limits.defaults(), Progress.NONE, new Cancellation());
  }

  /** Where the path that somebody wrote leads to; people are shown it as it was written. */
  public Path locate(Path written) {
    return directory.resolve(written);
  }

  /** What helps when nothing is at a path. */
  public String pathRemedy() {
    String start = directory.toString().isEmpty() ? "the current directory" : directory.toString();
    return "Check the path; a relative one starts at " + start + ".";
  }
}
