package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.ScanRequest;
import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.report.JsonReportRenderer;
import dev.imageprovenance.scanner.report.RunReport;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.testimages.SampleImage;
import dev.imageprovenance.testimages.SampleImages;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a scan makes of an earlier scan's snapshot is what it makes of the layers themselves. */
class SnapshotScanTest {
  /** The order of their entries decides, which a snapshot does not hold. */
  private static final Set<String> NEED_ENTRIES =
      Set.of(
          "duplicate-directories",
          "duplicate-entries",
          "duplicate-entries-linked",
          "duplicate-entries-setuid-last");

  @TempDir Path directory;

  static Stream<SampleImage> samples() {
    return SampleImages.all().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void reportIsTheSameWithASnapshot(SampleImage sample) throws IOException {
    Path image = sample.writeTo(directory);
    String withoutCache = withoutTimes(scan(image, false, false));
    String withHistory = withoutTimes(scan(image, false, true));
    assertEquals(withoutCache, withoutTimes(scan(image, true, false)), "when it is made");
    deleteLayerFacts();
    assertEquals(withoutCache, withoutTimes(scan(image, true, false)), "when it is used");
    assertEquals(withHistory, withoutTimes(scan(image, true, true)), "with hidden files");
    if (count(".snapshot") > 0 && !NEED_ENTRIES.contains(sample.name())) {
      assertEquals(0, count(".facts"), sample + ": no layer was read again");
    }
  }

  @Test
  void nearlyEveryReadableSampleLeavesASnapshot() throws IOException {
    for (SampleImage sample : SampleImages.all()) {
      scan(sample.writeTo(directory), true, false);
    }
    assertTrue(count(".snapshot") > 100, count(".snapshot") + " snapshots");
  }

  @Test
  void changedLayerIsNoticedInSpiteOfASnapshot() throws IOException {
    Path image = sample("clean").writeTo(directory);
    assertTrue(scan(image, true, false).contains("\"exitCode\" : 0"));
    Path layer = largestBlob(image);
    byte[] bytes = Files.readAllBytes(layer);
    bytes[bytes.length / 2] ^= 1;
    Files.write(layer, bytes);
    assertTrue(scan(image, true, false).contains("\"exitCode\" : 4"));
  }

  @Test
  void missingLayerIsNoticedInSpiteOfASnapshot() throws IOException {
    Path image = sample("clean").writeTo(directory);
    scan(image, true, false);
    Files.delete(largestBlob(image));
    assertFalse(scan(image, true, false).contains("\"exitCode\" : 0"));
  }

  @Test
  void damagedSnapshotIsMadeAnew() throws IOException {
    Path image = sample("clean").writeTo(directory);
    String first = scan(image, true, false);
    Path snapshot = cached(".snapshot").get(0);
    Files.write(snapshot, new byte[100]);
    assertEquals(withoutTimes(first), withoutTimes(scan(image, true, false)));
    assertTrue(Files.size(snapshot) > 100);
  }

  @Test
  void inspectionHasWholeTreesInSpiteOfASnapshot() throws IOException {
    Path image = sample("clean").writeTo(directory);
    scan(image, true, false);
    try (ImageScanner scanner = scanner(true)) {
      ImageFacts facts = scanner.inspect(request(image, false)).get(0);
      assertTrue(facts.tree().asKnown().orElseThrow().nodes().count() > 1);
    }
  }

  private static SampleImage sample(String name) {
    return SampleImages.all().stream()
        .filter(sample -> sample.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private ImageScanner scanner(boolean cached) {
    ImageScanner.Builder builder =
        ImageScanner.builder().clock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    return (cached ? builder.cache(cache(), 1L << 30) : builder).build();
  }

  private Path cache() {
    return directory.resolve("cache");
  }

  private static ScanRequest request(Path image, boolean history) {
    PlatformSelection amd64 = new PlatformSelection.One(Platform.parse("linux/amd64"), false);
    return ScanRequest.of(image.toString()).platforms(amd64).history(history);
  }

  /** The report as JSON, or what went wrong. */
  private String scan(Path image, boolean cached, boolean history) throws IOException {
    StringWriter json = new StringWriter();
    try (ImageScanner scanner = scanner(cached)) {
      RunReport run =
          new RunReport(
              new RunReport.Tool("test", "1"),
              Instant.EPOCH,
              Policy.defaults(),
              List.of(scanner.scan(request(image, history))));
      new JsonReportRenderer().render(run, json);
      return json.toString();
    } catch (ScanException e) {
      return e.kind() + ": " + e.getMessage();
    }
  }

  /** The report without what says when the layers were read. */
  private static String withoutTimes(String report) {
    return report
        .replaceAll("\"(read|when|verified)\" : \"(now|earlier)\"", "\"$1\" : \"-\"")
        .replaceAll(", \\d+ of them earlier", "");
  }

  private static Path largestBlob(Path layout) throws IOException {
    try (Stream<Path> blobs = Files.list(layout.resolve("blobs").resolve("sha256"))) {
      return blobs.max((one, other) -> Long.compare(size(one), size(other))).orElseThrow();
    }
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private void deleteLayerFacts() throws IOException {
    for (Path file : cached(".facts")) {
      Files.delete(file);
    }
  }

  private int count(String suffix) throws IOException {
    return cached(suffix).size();
  }

  private List<Path> cached(String suffix) throws IOException {
    if (!Files.isDirectory(cache())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(cache())) {
      return files.filter(file -> file.toString().endsWith(suffix)).toList();
    }
  }
}
