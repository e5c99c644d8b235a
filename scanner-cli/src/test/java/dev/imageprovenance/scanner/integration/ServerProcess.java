package dev.imageprovenance.scanner.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A server that runs until it is closed, its output in a log file; thread-safe. Closing asks it and
 * its children to end, and ends them by process id when they do not.
 */
final class ServerProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(15);

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static ServerProcess start(List<String> line, Path log) {
    try {
      ProcessBuilder builder = new ProcessBuilder(line);
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      return new ServerProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("could not start " + line, e);
    }
  }

  /** Waits until {@code ready}; fails with the log when the server ends or time is up. */
  void awaitReady(BooleanSupplier ready, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!ready.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new AssertionError("the server ended with " + process.exitValue() + "\n" + log());
      }
      if (System.nanoTime() > deadline) {
        close();
        throw new AssertionError("the server is not ready after " + limit + "\n" + log());
      }
      pause();
    }
  }

  /** What it wrote so far. */
  String log() {
    try {
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop(process.toHandle());
  }

  /** Ends a process and its descendants, politely first. */
  static void stop(ProcessHandle process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroy();
    awaitEnd(process);
    for (ProcessHandle descendant : descendants) {
      descendant.destroy();
    }
    descendants.forEach(ServerProcess::awaitEnd);
  }

  private static void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
