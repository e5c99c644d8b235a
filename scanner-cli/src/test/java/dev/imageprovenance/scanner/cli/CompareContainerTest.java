package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.CompareRequest;
import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.ContainerDrift;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.testimages.Compression;
import dev.imageprovenance.testimages.LayerBuilder;
import dev.imageprovenance.testimages.TestImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Containers of a scripted engine against the copy of their image in a scripted registry. */
@Timeout(60)
class CompareContainerTest {
  private final ScriptedServer server = new ScriptedServer().engine();
  private final TestImage image = image(CompareContainerTest::approved);

  @AfterEach
  void close() {
    server.close();
  }

  private static TestImage image(Consumer<LayerBuilder> files) {
    return TestImage.builder()
        .layer(
            layer -> {
              files.accept(layer);
              layer.compression(Compression.NONE);
            })
        .build();
  }

  private static void approved(LayerBuilder layer) {
    layer.directory("/app", 0755).file("/app/run", 0755, "run");
  }

  /** The tar that an engine would export. */
  private static byte[] tar(Consumer<LayerBuilder> files) {
    TestImage exported = image(files);
    return Objects.requireNonNull(
        exported.blobs().get(exported.layers().get(0).descriptor().digest()));
  }

  private Comparison compare(boolean running, byte[] files) {
    return compare(running, files, "[]");
  }

  private Comparison compare(boolean running, byte[] files, String changes) {
    String repository = server.address() + "/app";
    server
        .push("app", image, "1")
        .hold(
            image,
            List.of(repository + ":1"),
            List.of(repository + "@" + image.descriptor().digest()))
        .run(image, "web", running, files, changes);
    RegistryOptions options =
        RegistryOptions.defaults()
            .withEnvironment(
                Map.of(
                    "DOCKER_HOST", "tcp://" + server.address(), "CONTAINER_HOST", "unix:///none"));
    try (ImageScanner scanner = ImageScanner.builder().registry(options).build()) {
      return scanner.compare(CompareRequest.of("container:docker/web"));
    }
  }

  private static List<String> notLookedInto(Comparison comparison) {
    return comparison.drift().flatMap(Fact::asKnown).orElseThrow().notLookedInto().stream()
        .map(ContainerDrift.Mount::path)
        .toList();
  }

  @Test
  void cleanContainerPasses() {
    assertEquals(0, compare(false, tar(CompareContainerTest::approved)).exitCode());
  }

  @Test
  void nothingIsMountedOverWhatDoesNotRun() {
    assertEquals(List.of(), notLookedInto(compare(false, tar(CompareContainerTest::approved))));
  }

  @Test
  void memoryOfARunningContainerIsNamedAsNotLookedInto() {
    assertEquals(
        List.of("/dev"), notLookedInto(compare(true, tar(CompareContainerTest::approved))));
  }

  @Test
  void exportThatBreaksOffIsNotClean() {
    byte[] whole = tar(CompareContainerTest::approved);
    assertEquals(3, compare(false, Arrays.copyOf(whole, 700)).exitCode());
  }

  @Test
  void emptyExportIsNotClean() {
    assertEquals(1, compare(false, tar(layer -> {})).exitCode());
  }

  @Test
  void exportWithoutBytesIsNotClean() {
    assertNotEquals(0, compare(false, new byte[0]).exitCode());
  }

  private static String changed(int kind, String path) {
    return "[{\"Path\":\"" + path + "\",\"Kind\":" + kind + "}]";
  }

  /** Lets the engine find a path of the container, with Go's file mode. */
  private void hasPath(long mode) {
    String state = "{\"name\":\"x\",\"size\":0,\"mode\":" + mode + "}";
    server.answer(
        "/containers/" + "c".repeat(64) + "/archive",
        exchange -> {
          exchange
              .getResponseHeaders()
              .set(
                  "X-Docker-Container-Path-Stat",
                  Base64.getEncoder().encodeToString(state.getBytes(StandardCharsets.UTF_8)));
          exchange.sendResponseHeaders(200, -1);
        });
  }

  private Comparison withChange(int kind, String path) {
    return compare(false, tar(CompareContainerTest::approved), changed(kind, path));
  }

  @Test
  void exportWithoutAPathThatWasAddedIsUnknown() {
    hasPath(0755);
    Comparison comparison = withChange(1, "/usr/bin/dropped");
    assertEquals(3, comparison.exitCode());
    assertTrue(
        comparison.drift().flatMap(Fact::whyUnknown).orElse("").contains("/usr/bin/dropped"),
        comparison.toString());
  }

  @Test
  void addedPathThatIsGoneWhenItIsLookedForIsNoContradiction() {
    assertEquals(0, withChange(1, "/tmp/short-lived").exitCode());
  }

  @Test
  void socketThatNoExportCanHoldIsNoContradiction() {
    hasPath(1L << 24 | 0777);
    assertEquals(0, withChange(1, "/run/app.sock").exitCode());
  }

  @Test
  void exportWithAPathThatWasDeletedIsUnknown() {
    assertEquals(3, withChange(2, "/app/run").exitCode());
  }

  @Test
  void deletedPathThatIsThereAgainIsNoContradiction() {
    hasPath(0755);
    assertEquals(0, withChange(2, "/app/run").exitCode());
  }

  @Test
  void modifiedPathThatIsAsInTheImageIsClean() {
    assertEquals(0, withChange(0, "/app").exitCode());
  }

  @Test
  void pathIsLookedForByItsWholeName() {
    withChange(1, "/tmp/a b&c");
    assertTrue(
        server
            .requests()
            .contains("HEAD /containers/" + "c".repeat(64) + "/archive?path=/tmp/a%20b%26c"),
        server.requests().toString());
  }

  @Test
  void answerAboutAPathThatIsNoneIsUnknown() {
    server.answer(
        "/containers/" + "c".repeat(64) + "/archive",
        exchange -> {
          exchange.getResponseHeaders().set("X-Docker-Container-Path-Stat", "!");
          exchange.sendResponseHeaders(200, -1);
        });
    assertEquals(3, withChange(1, "/usr/bin/dropped").exitCode());
  }
}
