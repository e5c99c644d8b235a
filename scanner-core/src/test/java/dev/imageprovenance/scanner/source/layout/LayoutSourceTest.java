package dev.imageprovenance.scanner.source.layout;

import static dev.imageprovenance.scanner.source.SampleDocuments.index;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifestEntry;
import static dev.imageprovenance.scanner.source.SampleDocuments.refName;
import static dev.imageprovenance.scanner.source.SourceAssertions.problem;
import static dev.imageprovenance.scanner.source.SourceAssertions.resolve;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.problem.ProblemKind;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Which image of a layout is meant. */
class LayoutSourceTest extends LayoutFixture {
  @Test
  void theOnlyImageNeedsNoChoice() throws IOException {
    assertEquals("1000", resolve(writeOne()).config().user());
  }

  @Test
  void aLayersBytesComeFromItsBlob() throws IOException {
    assertArrayEquals(LAYER, layer(writeOne()));
  }

  @Test
  void theResolutionSaysWhatServedIt() throws IOException {
    Resolution resolution = resolve(writeOne()).resolution();
    assertEquals(SourceKind.OCI_LAYOUT, resolution.source());
    assertEquals(layout.toString(), resolution.servedBy());
  }

  @Test
  void theStepSaysHowTheManifestWasChosen() throws IOException {
    Resolution.Step step = resolve(writeOne(), "1.0").resolution().steps().get(0);
    assertEquals("ref name 1.0", step.from());
    assertEquals(Digest.sha256(MANIFEST), step.digest());
  }

  @Test
  void anUnknownRefNameIsNotFoundAmongThoseThere() throws IOException {
    writeOne();
    String message = problem(ProblemKind.NOT_FOUND, () -> resolve(layout, "2.0"));
    assertTrue(message.contains("1.0 (@" + Digest.sha256(MANIFEST)), message);
  }

  @Test
  void containerdsNameChoosesItsImage() throws IOException {
    write(
        index(
            manifestEntry(MANIFEST, refName("x")),
            manifestEntry(
                OTHER_MANIFEST,
                ",\"annotations\":{\"io.containerd.image.name\":\"docker.io/library/app:1\","
                    + "\"org.opencontainers.image.ref.name\":\"1\"}")),
        MANIFEST,
        CONFIG,
        OTHER_MANIFEST,
        OTHER_CONFIG,
        LAYER);
    assertEquals("0", resolve(layout, "app:1").config().user());
  }

  @Test
  void aDigestChoosesItsImage() throws IOException {
    writeTwo();
    Image image = resolve(layout, "@" + Digest.sha256(OTHER_MANIFEST));
    assertEquals("0", image.config().user());
  }

  @Test
  void aPositionChoosesItsImage() throws IOException {
    writeTwo();
    assertEquals("0", resolve(layout, "@1").config().user());
  }

  @Test
  void severalImagesNeedAChoice() throws IOException {
    writeTwo();
    String message = problem(ProblemKind.USAGE, () -> resolve(layout));
    assertTrue(message.contains("one (@" + Digest.sha256(MANIFEST)), message);
    assertTrue(message.contains("two (@" + Digest.sha256(OTHER_MANIFEST)), message);
  }

  @Test
  void oneImageUnderTwoNamesNeedsNoChoice() throws IOException {
    write(
        index(manifestEntry(MANIFEST, refName("1")), manifestEntry(MANIFEST, refName("latest"))),
        MANIFEST,
        CONFIG,
        LAYER);
    assertEquals("1000", resolve(layout).config().user());
  }

  @Test
  void oneNameOnTwoImagesOfNoPlatformNeedsAChoice() throws IOException {
    write(
        index(manifestEntry(MANIFEST, refName("1")), manifestEntry(OTHER_MANIFEST, refName("1"))),
        MANIFEST,
        CONFIG,
        OTHER_MANIFEST,
        OTHER_CONFIG,
        LAYER);
    problem(ProblemKind.USAGE, () -> resolve(layout, "1"));
  }
}
