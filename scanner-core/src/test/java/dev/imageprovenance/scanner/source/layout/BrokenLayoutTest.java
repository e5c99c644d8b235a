package dev.imageprovenance.scanner.source.layout;

import static dev.imageprovenance.scanner.source.SampleDocuments.blob;
import static dev.imageprovenance.scanner.source.SampleDocuments.hex;
import static dev.imageprovenance.scanner.source.SampleDocuments.index;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifestEntry;
import static dev.imageprovenance.scanner.source.SourceAssertions.open;
import static dev.imageprovenance.scanner.source.SourceAssertions.problem;
import static dev.imageprovenance.scanner.source.SourceAssertions.resolve;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.problem.ProblemKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Layouts in which something is missing, wrong or leads out of them. */
class BrokenLayoutTest extends LayoutFixture {
  @Test
  void anotherLayoutVersionIsUnsupported() throws IOException {
    writeOne();
    Files.writeString(layout.resolve("oci-layout"), MARKER.replace("1.0.0", "2.0.0"));
    String message = problem(ProblemKind.UNSUPPORTED, () -> resolve(layout));
    assertTrue(message.contains("2.0.0"), message);
  }

  @Test
  void aMissingVersionFileIsNamed() throws IOException {
    writeOne();
    Files.delete(layout.resolve("oci-layout"));
    String message = problem(ProblemKind.NOT_FOUND, () -> resolve(layout));
    assertTrue(message.contains("oci-layout"), message);
  }

  @Test
  void aMissingBlobIsNamed() throws IOException {
    writeOne();
    Files.delete(layout.resolve(blob(CONFIG)));
    String message = problem(ProblemKind.NOT_FOUND, () -> resolve(layout));
    assertTrue(message.contains(hex(CONFIG)), message);
  }

  @Test
  void aBlobOfAnotherSizeIsRefusedBeforeItIsRead() throws IOException {
    writeOne();
    Files.write(layout.resolve(blob(LAYER)), new byte[7]);
    String message = problem(ProblemKind.INTEGRITY, () -> layer(layout));
    assertTrue(message.contains("promised by its descriptor: " + LAYER.length), message);
    assertTrue(message.contains("on disk: 7"), message);
  }

  @Test
  void aManifestThatIsNotItsDigestIsRefused() throws IOException {
    write(index(manifestEntry(MANIFEST, "")), CONFIG, LAYER);
    byte[] forged =
        new String(MANIFEST, StandardCharsets.UTF_8)
            .replace("manifest.v1", "manifest.v2")
            .getBytes(StandardCharsets.UTF_8);
    Files.write(layout.resolve(blob(MANIFEST)), forged);
    problem(ProblemKind.INTEGRITY, () -> resolve(layout));
  }

  @Test
  void aBlobMayBeALinkInsideTheLayout() throws IOException {
    writeOne();
    Files.write(layout.resolve("rootfs.tar"), LAYER);
    Files.delete(layout.resolve(blob(LAYER)));
    Files.createSymbolicLink(layout.resolve(blob(LAYER)), Path.of("../../rootfs.tar"));
    assertArrayEquals(LAYER, layer(layout));
  }

  @Test
  void aBlobThatIsALinkOutOfTheLayoutIsRefused() throws IOException {
    writeOne();
    Files.write(temporary.resolve("outside"), LAYER);
    Files.delete(layout.resolve(blob(LAYER)));
    Files.createSymbolicLink(layout.resolve(blob(LAYER)), Path.of("../../../outside"));
    String message = problem(ProblemKind.MALFORMED, () -> layer(layout));
    assertTrue(message.contains("leads out of the layout"), message);
  }

  @Test
  void aBlobDirectoryThatIsALinkOutOfTheLayoutIsRefused() throws IOException {
    writeOne();
    Path moved = Files.move(layout.resolve("blobs"), temporary.resolve("blobs"));
    Files.createSymbolicLink(layout.resolve("blobs"), moved);
    problem(ProblemKind.MALFORMED, () -> resolve(layout));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aPipeAsBlobIsRefusedWithoutBlocking() throws Exception {
    writeOne();
    Path pipe = layout.resolve(blob(LAYER));
    Files.delete(pipe);
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> problem(ProblemKind.MALFORMED, () -> layer(layout)));
  }

  @Test
  void anIndexJsonBeyondItsLimitIsNotRead() throws IOException {
    writeOne();
    Files.write(layout.resolve("index.json"), new byte[(4 << 20) + 1]);
    problem(ProblemKind.LIMIT, () -> resolve(layout));
  }

  @Test
  void tagsAreTheNamesInIndexJson() throws IOException {
    writeTwo();
    try (LayoutSource source =
        (LayoutSource) open(layout, Optional.empty(), ScanContext.defaults())) {
      assertEquals(List.of("one", "two"), source.store().orElseThrow().tags());
    }
  }

  @Test
  void aDirectoryWithoutIndexIsNoLayout() throws IOException {
    Files.createDirectories(layout);
    problem(ProblemKind.UNSUPPORTED, () -> resolve(layout));
  }

  @Test
  void skopeosDirectoryFormIsToldApart() throws IOException {
    Files.createDirectories(layout);
    Files.writeString(layout.resolve("manifest.json"), "{}");
    problem(ProblemKind.UNSUPPORTED, () -> resolve(layout));
  }
}
