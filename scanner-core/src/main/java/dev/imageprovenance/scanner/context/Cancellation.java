package dev.imageprovenance.scanner.context;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ends running work from another thread; thread-safe. */
public final class Cancellation {
  private final Set<Closeable> resources = ConcurrentHashMap.newKeySet();
  private volatile boolean cancelled;

  /** Cancels, and closes every registered resource so that blocked reads end. */
  public void cancel() {
    cancelled = true;
    for (Closeable resource : resources) {
      closeQuietly(resource);
    }
  }

  /** True once cancelled. */
  public boolean isCancelled() {
    return cancelled;
  }

  /**
   * Call between units of work.
   *
   * @throws ScanException of kind CANCELLED once cancelled
   */
  public void throwIfCancelled() {
    if (cancelled) {
      throw new ScanException(ProblemKind.CANCELLED, "The scan was cancelled");
    }
  }

  /** Closes {@code resource} on cancellation, at once if that has already happened. */
  public void register(Closeable resource) {
    resources.add(resource);
    if (cancelled) {
      closeQuietly(resource);
    }
  }

  /** Forgets a resource that has ended by itself. */
  public void unregister(Closeable resource) {
    resources.remove(resource);
  }

  private static void closeQuietly(Closeable resource) {
    try {
      resource.close();
    } catch (IOException | RuntimeException ignored) {
      // It is being thrown away; the reader gets its own error.
    }
  }
}
