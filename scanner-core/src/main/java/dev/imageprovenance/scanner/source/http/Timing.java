package dev.imageprovenance.scanner.source.http;

import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Elapsed time, chance and waiting, so that tests need not wait; implementations are thread-safe.
 */
public interface Timing {
  /** The machine's own. */
  Timing SYSTEM = new SystemTiming();

  /** Nanoseconds since some moment. */
  long nanos();

  /** A number between 0 and 1. */
  double chance();

  /**
   * Waits, until {@code cancellation} at most.
   *
   * @throws ScanException of kind CANCELLED
   */
  void sleep(Duration duration, Cancellation cancellation);

  /** Waits for real; stateless. */
  final class SystemTiming implements Timing {
    private SystemTiming() {}

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public double chance() {
      return ThreadLocalRandom.current().nextDouble();
    }

    @Override
    public void sleep(Duration duration, Cancellation cancellation) {
      CountDownLatch cancelled = new CountDownLatch(1);
      Closeable wake = cancelled::countDown;
      cancellation.register(wake);
      try {
        boolean early = cancelled.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        if (early) {
          cancellation.throwIfCancelled();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ScanException(
            ProblemKind.CANCELLED, "The scan's thread was interrupted", null, e);
      } finally {
        cancellation.unregister(wake);
      }
    }
  }
}
