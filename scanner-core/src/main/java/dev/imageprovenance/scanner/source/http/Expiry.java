package dev.imageprovenance.scanner.source.http;

import java.time.Duration;

/**
 * The moment at which a connection is closed under whoever waits for it; thread-safe. Timeouts of
 * sockets end silence only: a server that sends a byte now and then never meets them, nor does one
 * that never completes a TLS record.
 */
final class Expiry {
  private volatile boolean armed;
  private volatile boolean passed;
  private volatile long start;
  private volatile long limit;

  /** Expires that long after now; an expiry that has passed stays so. */
  void in(Duration duration) {
    start = System.nanoTime();
    limit = Math.max(0, duration.toNanos());
    armed = true;
  }

  void never() {
    armed = false;
  }

  /** True from the moment on; the first caller to find out settles it. */
  boolean isDue() {
    if (armed && System.nanoTime() - start >= limit) {
      passed = true;
    }
    return passed;
  }

  boolean hasPassed() {
    return passed;
  }

  /** How long there was. */
  Duration limit() {
    return Duration.ofNanos(limit);
  }
}
