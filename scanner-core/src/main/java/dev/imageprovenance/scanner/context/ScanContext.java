package dev.imageprovenance.scanner.context;

import java.time.Clock;

/**
 * What a scan runs in, handed down instead of statics; thread-safe.
 *
 * @param clock tells the time
 * @param limits every bound
 * @param progress hears how far the scan is
 * @param cancellation ends it
 */
public record ScanContext(
    Clock clock, Limits limits, Progress progress, Cancellation cancellation) {
  /** System clock, default limits, silent, not cancelled. */
  public static ScanContext defaults() {
    return new ScanContext(Clock.systemUTC(), Limits.defaults(), Progress.NONE, new Cancellation());
  }
}
