package dev.imageprovenance.scanner.source.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * A server sent something all the time, but not enough of it in the time there was; another try
 * would cost as much again.
 */
public final class TooSlowException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Names the option that gives more time. */
  static final String REMEDY = "If the network is that slow, give it more time with --timeout.";

  /**
   * Says how much came in how long.
   *
   * @param what for example {@code 5 bytes of the body}
   * @param within how long there was
   */
  public TooSlowException(String what, Duration within) {
    super(
        String.format(
            Locale.ROOT,
            "it is too slow: only %s came in %.1f s (--timeout gives it more time)",
            what,
            within.toMillis() / 1000.0));
  }
}
