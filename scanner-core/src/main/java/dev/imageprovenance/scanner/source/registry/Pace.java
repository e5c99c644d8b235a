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

  /** Wants {@link #MIN_BYTES_PER_SECOND} on the average of each {@code window}. */
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
   * @throws TooSlowException if a window has ended and held too little
   */
  void add(long nanos, long count) throws TooSlowException {
    waitedNanos += nanos;
    bytes += Math.max(0, count);
    if (waitedNanos < window.toNanos()) {
      return;
    }
    double least = MIN_BYTES_PER_SECOND * (waitedNanos / 1e9);
    if (onlyOneWindow || bytes < least) {
      throw new TooSlowException(bytes + " bytes", Duration.ofNanos(waitedNanos));
    }
    waitedNanos = 0;
    bytes = 0;
  }
}
