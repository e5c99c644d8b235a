package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.context.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends the command when the process is told to end: cancels the scan, lets it tidy up for a moment,
 * and then lets the JVM go with the signal's own exit code. Thread-safe.
 */
final class Interruption {
  private static final long GRACE_MILLIS = 400;
  private static final long HALT_AFTER_MILLIS = 900;

  private final Cancellation cancellation;
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile Runnable onInterrupt = () -> {};

  Interruption(Cancellation cancellation) {
    this.cancellation = cancellation;
  }

  /** Acts from now on when the JVM shuts down before {@link #finish}. */
  void install(Runtime runtime) {
    runtime.addShutdownHook(
        new Thread(
            () -> {
              if (finished.getCount() > 0) {
                haltIfOthersHang(runtime);
                interrupt();
              }
            },
            "interruption"));
  }

  /** What to do first, such as clearing the progress line. */
  void onInterrupt(Runnable action) {
    onInterrupt = action;
  }

  /** The command has ended by itself; the JVM may shut down. */
  void finish() {
    finished.countDown();
  }

  /** Whatever ends the command when it is cancelled. */
  Cancellation cancellation() {
    return cancellation;
  }

  void interrupt() {
    cancellation.cancel();
    onInterrupt.run();
    try {
      @SuppressWarnings("unused") // Tidy or not, the process ends now.
      boolean tidy = finished.await(GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void haltIfOthersHang(Runtime runtime) {
    Thread watchdog =
        new Thread(
            () -> {
              try {
                Thread.sleep(HALT_AFTER_MILLIS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              runtime.halt(ExitCode.INTERRUPTED);
            },
            "interruption-watchdog");
    watchdog.setDaemon(true);
    watchdog.start();
  }
}
