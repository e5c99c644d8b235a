package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Ctrl-C while the other side does not move. Alone, because it looks at the clock. */
@Isolated
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class InterruptTest {
  private static final long LIMIT_MILLIS = 1_000;

  private final RealParts parts;
  private final ScannerCommand scanner;

  InterruptTest(RealParts parts) {
    this.parts = parts;
    this.scanner = ScannerCommand.in(parts.workspace());
  }

  @Test
  void registryThatNeverAnswersIsLeftWithinASecondWith130() throws Exception {
    try (StallingServer server = StallingServer.silent()) {
      assertEquals(130, exitCodeOfInterrupted(server, "silent:1"));
    }
  }

  @Test
  void registryThatStopsInALayerIsLeftWithinASecondWith130() throws Exception {
    parts.images();
    try (StallingServer server = StallingServer.inFrontOf(parts.registry())) {
      assertEquals(130, exitCodeOfInterrupted(server, OracleImages.DEBIAN));
    }
  }

  @Test
  void noPartialCacheFileIsLeft() throws Exception {
    parts.images();
    try (StallingServer server = StallingServer.inFrontOf(parts.registry())) {
      exitCodeOfInterrupted(server, OracleImages.DEBIAN);
    }
    List<Path> left = cacheFiles();

    // What is there must be whole: the next scan reads it, and finds the same as without a cache.
    String address = parts.images().reference(OracleImages.DEBIAN);
    String withCache = scanner.with("scan", "--format", "text", address).run().stdout();
    String without = scanner.with("scan", "--no-cache", "--format", "text", address).run().stdout();
    assertTrue(
        left.stream().noneMatch(file -> file.getFileName().toString().contains("tmp")),
        () -> "left behind: " + left);
    assertFalse(findings(without).isEmpty(), () -> "no finding names a path: " + without);
    assertEquals(findings(without), findings(withCache));
  }

  private static List<String> findings(String report) {
    return report.lines().filter(line -> line.contains("/usr/")).toList();
  }

  private List<Path> cacheFiles() throws IOException {
    if (!Files.exists(scanner.home())) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(scanner.home())) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private int exitCodeOfInterrupted(StallingServer server, String image) throws Exception {
    // A process group of its own, as a terminal makes it: the launcher and the JVM get the signal.
    Command command =
        scanner.withEnvironment(
            Command.of(
                "setsid",
                ScannerCommand.launcher().toString(),
                "scan",
                server.address() + "/" + image));
    ProcessBuilder builder = new ProcessBuilder(command.line());
    builder.environment().putAll(command.environment());
    Path output = parts.workspace().directory("interrupt").resolve("output");
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = builder.start();
    try {
      server.awaitStall();
      long start = System.nanoTime();
      Command.of("kill", "-INT", "--", "-" + process.pid()).output();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still running after 30 s");
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      assertTrue(millis <= LIMIT_MILLIS, () -> "took " + millis + " ms: " + text(output));
      return process.exitValue();
    } finally {
      ServerProcess.stop(process.toHandle());
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
