package dev.imageprovenance.scanner.source.archive;

import static dev.imageprovenance.scanner.source.SampleDocuments.archived;
import static dev.imageprovenance.scanner.source.SampleDocuments.config;
import static dev.imageprovenance.scanner.source.SourceAssertions.open;
import static dev.imageprovenance.scanner.source.SourceAssertions.problem;
import static dev.imageprovenance.scanner.source.SourceAssertions.resolve;
import static dev.imageprovenance.scanner.source.SourceAssertions.resolveAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.TarBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that no honest tool writes. */
class HostileArchiveTest {
  private static final byte[] LAYER = TarBuilder.layer("etc/one", "first");
  private static final byte[] CONFIG = config("1000", LAYER);

  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = directory.resolve("image.tar");
  }

  private static TarBuilder withLayerPath(String path) {
    return new TarBuilder()
        .file("layer.tar", LAYER)
        .file("c.json", CONFIG)
        .file("manifest.json", "[" + archived("c.json", "null", path) + "]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../layer.tar", "x/../layer.tar", "/layer.tar", "..", ""})
  void aLayerPathThatLeavesTheArchiveIsMalformed(String path) throws IOException {
    withLayerPath(path).write(file);
    problem(ProblemKind.MALFORMED, () -> resolve(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc/passwd", "/etc/passwd", "x/../../../y"})
  void aLinkOutOfTheArchiveIsMalformed(String target) throws IOException {
    withLayerPath("a/layer.tar").symlink("a/layer.tar", target).write(file);
    problem(ProblemKind.MALFORMED, () -> resolve(file));
  }

  @Test
  void linksInACircleAreMalformed() throws IOException {
    withLayerPath("a").symlink("a", "b").symlink("b", "a").write(file);
    problem(ProblemKind.MALFORMED, () -> resolve(file));
  }

  @Test
  void hardLinksInACircleAreMalformed() throws IOException {
    withLayerPath("a").hardLink("a", "b").hardLink("b", "a").write(file);
    problem(ProblemKind.MALFORMED, () -> resolve(file));
  }

  @Test
  void aLinkToNothingIsAMissingLayer() throws IOException {
    withLayerPath("a").symlink("a", "gone").write(file);
    problem(ProblemKind.NOT_FOUND, () -> resolve(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest.json", "c.json", "layer.tar", "./layer.tar"})
  void anEntryThatComesTwiceIsMalformed(String name) throws IOException {
    withLayerPath("layer.tar").file(name, "[]").write(file);
    String message = problem(ProblemKind.MALFORMED, () -> resolve(file));
    assertTrue(message.contains("twice"), message);
  }

  @Test
  void aDirectoryThatComesTwiceIsFine() throws IOException {
    withLayerPath("layer.tar").directory("d/").directory("d/").write(file);
    resolve(file);
  }

  @Test
  void anEntryNameThatLeavesTheArchiveIsMalformed() throws IOException {
    withLayerPath("layer.tar").file("../outside", "x").write(file);
    String message = problem(ProblemKind.MALFORMED, () -> resolve(file));
    assertTrue(message.contains("leaves the archive"), message);
  }

  @Test
  void aLayerBelowALinkIsMalformed() throws IOException {
    withLayerPath("a/layer.tar").symlink("a", "b").file("a/layer.tar", LAYER).write(file);
    problem(ProblemKind.MALFORMED, () -> resolve(file));
  }

  @Test
  void aPipeAsLayerIsMalformed() throws IOException {
    withLayerPath("pipe").fifo("pipe").write(file);
    problem(ProblemKind.MALFORMED, () -> resolve(file));
  }

  @Test
  void aDirectoryAsLayerIsMalformed() throws IOException {
    withLayerPath("d").directory("d/").write(file);
    problem(ProblemKind.MALFORMED, () -> resolve(file));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 600, 1500, 2500, 4000})
  void anArchiveThatIsCutOffIsMalformed(int length) throws IOException {
    Files.write(file, TarBuilder.truncated(withLayerPath("layer.tar").toBytes(), length));
    problem(ProblemKind.MALFORMED, () -> resolve(file));
  }

  @Test
  void aGzipArchiveThatIsCutOffIsMalformed() throws IOException {
    byte[] whole = TarBuilder.gzip(withLayerPath("layer.tar").toBytes());
    Files.write(file, TarBuilder.truncated(whole, whole.length - 20));
    problem(ProblemKind.MALFORMED, () -> resolve(file));
  }

  @Test
  void aFileThatIsNoTarIsMalformed() throws IOException {
    Files.writeString(file, "just a text ".repeat(100));
    problem(ProblemKind.MALFORMED, () -> resolve(file));
  }

  @Test
  void aTarWithoutAnImageIsUnsupported() throws IOException {
    new TarBuilder().file("etc/passwd", "root:x:0:0::/:/bin/sh").write(file);
    problem(ProblemKind.UNSUPPORTED, () -> resolve(file));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aPipeIsNotOpened() throws Exception {
    Path pipe = directory.resolve("pipe");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> problem(ProblemKind.USAGE, () -> resolve(pipe)));
  }

  @Test
  void moreEntriesThanTheLimitAreRefused() throws IOException {
    withLayerPath("layer.tar").write(file);
    problem(
        ProblemKind.LIMIT,
        () ->
            resolveAll(
                file, Optional.empty(), PlatformSelection.host(), contextOf(limits(2, 64L << 30))));
  }

  @Test
  void namesThatWouldFillTheMemoryAreRefused() throws IOException {
    byte[] one = new TarBuilder().symlink("link", "n/".repeat(2_000)).toBytes();
    byte[] entry = TarBuilder.truncated(one, one.length - 2 * 512);
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 5_000; i++) {
      many.write(entry);
    }
    Files.write(file, TarBuilder.gzip(many.toByteArray()));
    String message = problem(ProblemKind.LIMIT, () -> resolve(file));
    assertTrue(message.contains("names"), message);
  }

  @Test
  void documentsThatWereNotKeptAreReadByAnotherPass() throws IOException {
    byte[] padded = Arrays.copyOf(CONFIG, 7 << 20);
    Arrays.fill(padded, CONFIG.length, padded.length, (byte) ' ');
    TarBuilder tar = new TarBuilder().file("1.json", padded).file("2.json", padded);
    tar.file("c.json", padded).file("layer.tar", LAYER);
    tar.file("manifest.json", "[" + archived("c.json", "null", "layer.tar") + "]");
    Files.write(file, TarBuilder.gzip(tar.toBytes()));
    assertEquals("1000", resolve(file).config().user());
  }

  @Test
  void aCompressedArchiveMayNotExpandBeyondItsLimit() throws IOException {
    Files.write(file, TarBuilder.gzip(withLayerPath("layer.tar").toBytes()));
    problem(
        ProblemKind.LIMIT,
        () ->
            resolveAll(
                file, Optional.empty(), PlatformSelection.host(), contextOf(limits(100, 1024))));
  }

  @Test
  void aFileThatChangesBetweenTwoReadsIsNotTrusted() throws IOException {
    withLayerPath("layer.tar").write(file);
    try (ImageSource source = open(file, Optional.empty(), ScanContext.defaults())) {
      Image image = source.resolve(PlatformSelection.host()).images().get(0);
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
      String message =
          problem(ProblemKind.UNREACHABLE, () -> image.reader().open(image.layers().get(0)));
      assertTrue(message.contains("changed while it was read"), message);
    }
  }

  @Test
  void aFileThatIsReplacedBetweenTwoPassesIsNotTrusted() throws IOException {
    byte[] bytes = TarBuilder.gzip(withLayerPath("layer.tar").toBytes());
    Files.write(file, bytes);
    try (ImageSource source = open(file, Optional.empty(), ScanContext.defaults())) {
      Image image = source.resolve(PlatformSelection.host()).images().get(0);
      Path other = Files.write(directory.resolve("other"), bytes);
      Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      problem(
          ProblemKind.UNREACHABLE,
          () -> image.reader().readEach(image.layers(), (layer, content) -> {}));
    }
  }

  @Test
  void cancellingEndsARead() throws IOException {
    Files.write(file, withLayerPath("layer.tar").toBytes());
    ScanContext context = ScanContext.defaults();
    try (ImageSource source = open(file, Optional.empty(), context)) {
      Image image = source.resolve(PlatformSelection.host()).images().get(0);
      try (InputStream layer = image.reader().open(image.layers().get(0))) {
        context.cancellation().cancel();
        assertThrows(IOException.class, layer::readAllBytes);
      }
    }
  }

  @Test
  void flippedBytesNeverEscapeAsAnotherException() throws IOException {
    byte[] whole = withLayerPath("layer.tar").toBytes();
    Random random = new Random(42);
    for (int i = 0; i < 500; i++) {
      byte[] mutated = Arrays.copyOf(whole, whole.length);
      for (int flips = 0; flips <= random.nextInt(4); flips++) {
        mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, mutated);
      try {
        resolve(file);
      } catch (ScanException expected) {
        assertTrue(expected.kind() != ProblemKind.INTERNAL);
      }
    }
  }

  private static ScanContext contextOf(Limits limits) {
    return new ScanContext(Clock.systemUTC(), limits, Progress.NONE, new Cancellation());
  }

  private static Limits limits(int archiveEntries, long layerUncompressedBytes) {
    Limits all = Limits.defaults();
    return new Limits(
        all.manifestBytes(),
        all.configBytes(),
        all.jsonDepth(),
        all.indexDepth(),
        all.indexManifests(),
        all.layers(),
        layerUncompressedBytes,
        all.layerRatio(),
        all.layerEntries(),
        all.treeEntries(),
        all.pathBytes(),
        all.headerBytes(),
        all.sparseBytes(),
        all.zstdWindowLog(),
        all.accountFileBytes(),
        all.symlinkHops(),
        archiveEntries,
        all.tocBytes());
  }
}
