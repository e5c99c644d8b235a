package dev.imageprovenance.scanner.source.http;

import dev.imageprovenance.scanner.context.Cancellation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only when somebody sleeps or the test says so; thread-safe. */
public final class FakeTiming implements Timing {
  private final AtomicLong now = new AtomicLong(1_000_000_000);
  private final List<Duration> sleeps = new CopyOnWriteArrayList<>();

  @Override
  public long nanos() {
    return now.get();
  }

  @Override
  public double chance() {
    return 1;
  }

  @Override
  public void sleep(Duration duration, Cancellation cancellation) {
    cancellation.throwIfCancelled();
    sleeps.add(duration);
    advance(duration);
  }

  public void advance(Duration duration) {
    now.addAndGet(duration.toNanos());
  }

  public List<Duration> sleeps() {
    return sleeps;
  }
}
