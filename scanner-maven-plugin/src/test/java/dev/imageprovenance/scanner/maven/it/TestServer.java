package dev.imageprovenance.scanner.maven.it;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A server for one project in src/it, its output in the project's directory. It ends when it is
 * stopped, or with Maven.
 */
final class TestServer {
  private static final long PATIENCE_SECONDS = 60;

  private final Path log;
  private final Path pid;

  private TestServer(Path log, Path pid) {
    this.log = log;
    this.pid = pid;
  }

  /** The project's server of that name, which runs or will. */
  static TestServer of(File project, String name) {
    Path directory = project.toPath();
    return new TestServer(directory.resolve(name + ".log"), directory.resolve(name + ".pid"));
  }

  /** Starts it and waits for {@code ready}, which is asked with its output again and again. */
  <T> T start(List<String> command, Function<String, Optional<T>> ready)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    Files.writeString(pid, Long.toString(process.pid()));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (process.isAlive() && System.nanoTime() < deadline) {
      Optional<T> answer = ready.apply(output());
      if (answer.isPresent()) {
        return answer.get();
      }
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
    process.destroyForcibly();
    throw new IllegalStateException(command.get(0) + " does not start:\n" + output());
  }

  /** What it has written so far. */
  String output() throws IOException {
    return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
  }

  /** Ends it, politely first, and what it has started. */
  void stop() throws IOException, InterruptedException {
    Optional<ProcessHandle> process =
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
    if (process.isPresent()) {
      List<ProcessHandle> started = process.get().descendants().toList();
      process.get().destroy();
      awaitEnd(process.get());
      for (ProcessHandle each : started) {
        each.destroy();
        awaitEnd(each);
      }
    }
  }

  private static void awaitEnd(ProcessHandle process) throws InterruptedException {
    CompletableFuture<ProcessHandle> end = process.onExit();
    try {
      end.get(15, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
