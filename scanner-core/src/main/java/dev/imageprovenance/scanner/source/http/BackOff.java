package dev.imageprovenance.scanner.source.http;

import java.time.Duration;

/**
 * How long to wait before each further try: half a second, doubling up to fifteen seconds, each
 * spread by chance over its upper half so that many clients do not return together; immutable.
 */
final class BackOff {
  private static final long FIRST_MILLIS = 500;
  private static final long LONGEST_MILLIS = 15_000;

  private BackOff() {}

  /**
   * The wait after a failed try.
   *
   * @param tries how many have failed, at least 1
   * @param chance between 0 and 1
   */
  static Duration after(int tries, double chance) {
    long full = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(tries - 1, 16));
    return Duration.ofMillis(full / 2 + (long) (full / 2.0 * chance));
  }
}
