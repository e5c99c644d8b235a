package dev.imageprovenance.scanner.source.layout;

import static dev.imageprovenance.scanner.source.SampleDocuments.blob;
import static dev.imageprovenance.scanner.source.SampleDocuments.index;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifestEntry;
import static dev.imageprovenance.scanner.source.SampleDocuments.refName;
import static dev.imageprovenance.scanner.source.SourceAssertions.problem;
import static dev.imageprovenance.scanner.source.SourceAssertions.resolve;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.source.ImageAddressParser;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.ImageSources;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.TarBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Layouts in a tar. */
class OciArchiveTest extends LayoutFixture {
  private static TarBuilder tar() {
    return new TarBuilder()
        .directory("blobs/")
        .directory("blobs/sha256/")
        .file(blob(LAYER), LAYER)
        .file(blob(CONFIG), CONFIG)
        .file(blob(MANIFEST), MANIFEST)
        .file("index.json", index(manifestEntry(MANIFEST, refName("1.0"))))
        .file("oci-layout", MARKER);
  }

  private Path file() {
    return temporary.resolve("image.tar");
  }

  @Test
  void aTarOfALayoutIsAnOciArchive() throws IOException {
    Image image = resolve(tar().write(file()));
    assertEquals(SourceKind.OCI_ARCHIVE, image.resolution().source());
    assertEquals("1000", image.config().user());
  }

  @Test
  void aPlainTarsLayersAreRandomAccess() throws IOException {
    assertTrue(resolve(tar().write(file())).reader().isRandomAccess());
  }

  @Test
  void aPlainTarGivesItsLayersBytes() throws IOException {
    assertArrayEquals(LAYER, layer(tar().write(file())));
  }

  @Test
  void aCompressedTarIsReadInSequence() throws IOException {
    Files.write(file(), TarBuilder.gzip(tar().toBytes()));
    assertFalse(resolve(file()).reader().isRandomAccess());
  }

  @Test
  void aCompressedTarGivesItsLayersBytes() throws IOException {
    Files.write(file(), TarBuilder.zstd(tar().toBytes()));
    assertArrayEquals(LAYER, layer(file()));
  }

  @Test
  void aTarWhoseIndexComesTwiceIsMalformed() throws IOException {
    tar().file("index.json", "{}").write(file());
    problem(ProblemKind.MALFORMED, () -> resolve(file()));
  }

  @Test
  void aBlobInATarOfAnotherSizeIsRefused() throws IOException {
    new TarBuilder()
        .file(blob(LAYER), new byte[7])
        .file(blob(CONFIG), CONFIG)
        .file(blob(MANIFEST), MANIFEST)
        .file("index.json", index(manifestEntry(MANIFEST, "")))
        .file("oci-layout", MARKER)
        .write(file());
    problem(ProblemKind.INTEGRITY, () -> layer(file()));
  }

  @Test
  void theOciArchivePrefixAsksForIndexJsonWhereBothViewsAreThere() throws IOException {
    tar()
        .file(
            "manifest.json",
            "[{\"Config\":\"" + blob(CONFIG) + "\",\"Layers\":[\"" + blob(LAYER) + "\"]}]")
        .write(file());
    try (ImageSource source =
        ImageSources.open(
            ImageAddressParser.parse("oci-archive:" + file()),
            RegistryOptions.defaults(),
            ScanContext.defaults())) {
      Image image = source.resolve(PlatformSelection.host()).images().get(0);
      assertEquals(SourceKind.OCI_ARCHIVE, image.resolution().source());
    }
  }
}
