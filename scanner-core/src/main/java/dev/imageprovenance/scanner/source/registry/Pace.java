package dev.imageprovenance.scanner.source.registry;

import dev.imageprovenance.scanner.source.http.TooSlowException;
import java.time.Duration;

/**
 * Judges how fast a body comes, by the time that was spent waiting for it; not thread-safe. Time
 * that the reader takes for itself does not count.
 */
final class Pace {
  /**
   * The least average number of bytes in a second. No link that anybody scans over is slower, and a
   * server that is could keep a scan for days.
   */
  static final long MIN_BYTES_PER_SECOND = 1024;

  private final Duration window;
  private final boolean onlyOneWindow;
  private long waitedNanos;
  private long bytes;

  private Pace(Duration window, boolean onlyOneWindow) {
    this.window = window;
    this.onlyOneWindow = onlyOneWindow;
  }

  /**
   * Wants {@link #MIN_BYTES_PER_SECOND} on the average: as many bytes as that makes in one {@code
   * window} must come within one. The next window begins as soon as they are there, so that no read
   * begins with less time than an honest link needs.
   */
  static Pace steady(Duration window) {
    return new Pace(window, false);
  }

  /** Wants everything within {@code deadline}. */
  static Pace within(Duration deadline) {
    return new Pace(deadline, true);
  }

  /** How long the next read may take. */
  Duration left() {
    return window.minusNanos(waitedNanos);
  }

  /**
   * Takes note of a read.
   *
   * @throws TooSlowException if the window has ended and held too little
   */
  void add(long nanos, long count) throws TooSlowException {
    waitedNanos += nanos;
    bytes += Math.max(0, count);
    if (!onlyOneWindow && bytes >= MIN_BYTES_PER_SECOND * (window.toNanos() / 1e9)) {
      waitedNanos = 0;
      bytes = 0;
    } else if (waitedNanos >= window.toNanos()) {
      throw tooSlow();
    }
  }

  /** What to throw when a read was ended after that long because no time was left. */
  TooSlowException endedAfter(long nanos, TooSlowException cause) {
    waitedNanos += nanos;
    TooSlowException whole = tooSlow();
    whole.initCause(cause);
    return whole;
  }

  private TooSlowException tooSlow() {
    return new TooSlowException(bytes + " bytes", Duration.ofNanos(waitedNanos));
  }
}
