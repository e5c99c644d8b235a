package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.imageprovenance.scanner.CompareRequest;
import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.testimages.SampleImage;
import dev.imageprovenance.testimages.SampleImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images that were made to be taken for others: none of them passes for what it is not. */
class HostileComparisonTest {
  @TempDir private Path directory;

  private Path written(String name) throws IOException {
    SampleImage sample =
        SampleImages.all().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow();
    return sample.writeTo(Files.createTempDirectory(directory, "sample"));
  }

  private static int exitCode(Path deployed, Path registry) {
    return exitCode(CompareRequest.of(deployed.toString(), registry.toString()));
  }

  private static int exitCode(CompareRequest request) {
    try (ImageScanner scanner = ImageScanner.builder().build()) {
      return scanner.compare(request).exitCode();
    } catch (ScanException e) {
      return e.kind().exitCode();
    }
  }

  @ParameterizedTest
  @CsvSource({
    // A second manifest of the same platform is one that an engine may run.
    "copy-zstd-false, copy-zstd, 4",
    "copy-reordered, copy-zstd, 4",
    "copy-incomplete, copy-zstd, 3",
    "platform-twice, multi-platform, 1",
    // A layer that no diffID promises.
    "diff-ids-too-few, gzip, 4",
    "diff-ids-none, diff-ids-none, 4",
    // The same documents over other bytes.
    "wrong-diff-id, wrong-diff-id, 4",
  })
  void whatIsNotTheApprovedImageDoesNotPass(String deployed, String registry, int expected)
      throws IOException {
    assertEquals(expected, exitCode(written(deployed), written(registry)));
  }

  @Test
  void otherBytesUnderTheApprovedNameAreNotIdentical() throws IOException {
    Path deployed = written("clean");
    tamper(deployed);
    assertEquals(4, exitCode(deployed, written("clean")));
  }

  @Test
  void otherBytesUnderTheNamesOfApprovedLayersAreNotTheSameLayers() throws IOException {
    Path deployed = written("clean-relabelled");
    tamper(deployed);
    assertEquals(4, exitCode(deployed, written("clean")));
  }

  @Test
  void secondManifestOfTheWantedPlatformIsLookedAtToo() throws IOException {
    CompareRequest request =
        CompareRequest.of(
                written("platform-twice").toString(), written("multi-platform").toString())
            .platform(Platform.parse("linux/amd64"));
    assertEquals(1, exitCode(request));
  }

  private static void tamper(Path layout) throws IOException {
    Path layer;
    try (Stream<Path> blobs = Files.list(layout.resolve("blobs/sha256"))) {
      layer = blobs.max(Comparator.comparingLong(path -> path.toFile().length())).orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(layer);
    bytes[bytes.length / 2] ^= 1;
    Files.write(layer, bytes);
  }

  @Test
  void tableOfContentsThatSetsABitIsNotTheSameImage() throws IOException {
    assertNotEquals(0, exitCode(written("zstd-chunked-setuid"), written("zstd-chunked")));
  }
}
