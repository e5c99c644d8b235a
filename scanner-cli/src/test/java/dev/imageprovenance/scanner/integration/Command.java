package dev.imageprovenance.scanner.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program to run with a time limit, its output captured; immutable and thread-safe.
 *
 * @param line the program and its arguments
 * @param environment variables set beside the inherited ones
 * @param input what it reads on standard input
 * @param directory where it runs
 * @param limit after which it is ended and the run fails
 */
record Command(
    List<String> line,
    Map<String, String> environment,
    String input,
    Path directory,
    Duration limit) {
  Command {
    line = List.copyOf(line);
    environment = Map.copyOf(environment);
  }

  static Command of(String... line) {
    return of(List.of(line));
  }

  static Command of(List<String> line) {
    return new Command(line, Map.of(), "", Path.of("").toAbsolutePath(), Duration.ofMinutes(4));
  }

  Command with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Command(line, more, input, directory, limit);
  }

  Command input(String text) {
    return new Command(line, environment, text, directory, limit);
  }

  Command in(Path elsewhere) {
    return new Command(line, environment, input, elsewhere, limit);
  }

  /** The same with another time limit. */
  Command within(Duration other) {
    return new Command(line, environment, input, directory, other);
  }

  Command and(String... arguments) {
    return and(List.of(arguments));
  }

  Command and(List<String> arguments) {
    List<String> longer = new ArrayList<>(line);
    longer.addAll(arguments);
    return new Command(longer, environment, input, directory, limit);
  }

  /** Runs it, whatever its exit code. */
  Outcome run() {
    try {
      return runUnchecked();
    } catch (IOException e) {
      throw new UncheckedIOException("could not run " + line, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while running " + line, e);
    }
  }

  /** Runs it and returns its standard output; fails unless it exits with 0. */
  String output() {
    return run().expect(0).stdout();
  }

  private Outcome runUnchecked() throws IOException, InterruptedException {
    // Files instead of pipes: a grandchild that keeps a pipe open cannot block the test.
    Path files = Files.createTempDirectory("scanner-command");
    try {
      Path stdin = Files.writeString(files.resolve("stdin"), input);
      Path stdout = files.resolve("stdout");
      Path stderr = files.resolve("stderr");
      ProcessBuilder builder = new ProcessBuilder(line);
      builder.environment().putAll(environment);
      builder.directory(directory.toFile());
      builder.redirectInput(stdin.toFile());
      builder.redirectOutput(stdout.toFile());
      builder.redirectError(stderr.toFile());
      Process process = builder.start();
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        ServerProcess.stop(process.toHandle());
      }
      Outcome outcome =
          new Outcome(line, ended ? process.exitValue() : -1, text(stdout), text(stderr));
      if (!ended) {
        throw new AssertionError("still running after " + limit + ": " + outcome);
      }
      return outcome;
    } finally {
      Workspace.deleteTree(files);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /**
   * What a program did.
   *
   * @param line the program and its arguments
   * @param exitCode -1 when it was ended for lack of time
   * @param stdout all of it
   * @param stderr all of it
   */
  record Outcome(List<String> line, int exitCode, String stdout, String stderr) {
    Outcome expect(int expected) {
      if (exitCode != expected) {
        throw new AssertionError("expected exit code " + expected + ", got " + this);
      }
      return this;
    }

    /** Both streams, for assertions on what must appear nowhere. */
    String everything() {
      return stdout + "\n" + stderr;
    }

    @Override
    public String toString() {
      return exitCode
          + " from "
          + String.join(" ", line)
          + "\n--- stdout\n"
          + tail(stdout)
          + "\n--- stderr\n"
          + tail(stderr);
    }

    private static String tail(String text) {
      int most = 8_000;
      return text.length() <= most ? text : "…" + text.substring(text.length() - most);
    }
  }
}
