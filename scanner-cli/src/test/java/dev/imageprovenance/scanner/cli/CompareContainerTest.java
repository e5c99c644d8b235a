package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.imageprovenance.scanner.CompareRequest;
import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.ContainerDrift;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.testimages.Compression;
import dev.imageprovenance.testimages.LayerBuilder;
import dev.imageprovenance.testimages.TestImage;
import java.util.Arrays;
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
    String repository = server.address() + "/app";
    server
        .push("app", image, "1")
        .hold(
            image,
            List.of(repository + ":1"),
            List.of(repository + "@" + image.descriptor().digest()))
        .run(image, "web", running, files, "[]");
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
}
