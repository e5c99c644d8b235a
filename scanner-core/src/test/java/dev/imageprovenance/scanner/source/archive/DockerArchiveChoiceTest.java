package dev.imageprovenance.scanner.source.archive;

import static dev.imageprovenance.scanner.source.SampleDocuments.archived;
import static dev.imageprovenance.scanner.source.SampleDocuments.config;
import static dev.imageprovenance.scanner.source.SampleDocuments.configFor;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifest;
import static dev.imageprovenance.scanner.source.SourceAssertions.problem;
import static dev.imageprovenance.scanner.source.SourceAssertions.resolve;
import static dev.imageprovenance.scanner.source.SourceAssertions.resolveAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.TarBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Archives of several images. */
class DockerArchiveChoiceTest extends DockerArchiveFixture {
  private static final String TWO_IMAGES =
      "["
          + archived("one.json", "[\"app:1\",\"app:latest\"]", "a/layer.tar")
          + ","
          + archived("two.json", "[\"tool:2\"]", "b/layer.tar")
          + "]";

  private static TarBuilder twoImages(String manifest) {
    return new TarBuilder()
        .file("a/layer.tar", LAYER_1)
        .file("b/layer.tar", LAYER_2)
        .file("one.json", config("one", LAYER_1))
        .file("two.json", config("two", LAYER_2))
        .file("manifest.json", manifest);
  }

  @Test
  void severalImagesNeedAChoice() throws IOException {
    write(twoImages(TWO_IMAGES));
    String message = problem(ProblemKind.USAGE, () -> resolve(file));
    assertTrue(message.contains("app:1, app:latest, tool:2"), message);
  }

  @Test
  void aTagChoosesItsImage() throws IOException {
    assertEquals("two", resolve(write(twoImages(TWO_IMAGES)), "tool:2").config().user());
  }

  @Test
  void aTagMayBeWrittenWithItsRegistry() throws IOException {
    write(twoImages(TWO_IMAGES));
    assertEquals("two", resolve(file, "docker.io/library/tool:2").config().user());
  }

  @Test
  void anIndexChoosesItsImage() throws IOException {
    assertEquals("two", resolve(write(twoImages(TWO_IMAGES)), "@1").config().user());
  }

  @Test
  void aConfigDigestChoosesItsImage() throws IOException {
    write(twoImages(TWO_IMAGES));
    String name = "@" + Digest.sha256(config("two", LAYER_2));
    assertEquals("two", resolve(file, name).config().user());
  }

  @Test
  void anUnknownTagIsNotFoundAmongThoseThere() throws IOException {
    write(twoImages(TWO_IMAGES));
    String message = problem(ProblemKind.NOT_FOUND, () -> resolve(file, "other:1"));
    assertTrue(message.contains("app:1, app:latest, tool:2"), message);
  }

  @Test
  void anIndexBehindTheLastImageIsNotFound() throws IOException {
    write(twoImages(TWO_IMAGES));
    problem(ProblemKind.NOT_FOUND, () -> resolve(file, "@2"));
  }

  @Test
  void oneTagOnTwoImagesIsMalformed() throws IOException {
    write(twoImages(TWO_IMAGES.replace("tool:2", "app:1")));
    problem(ProblemKind.MALFORMED, () -> resolve(file, "app:1"));
  }

  @Test
  void oneImageWithSeveralTagsNeedsNoChoice() throws IOException {
    write(oldForm(OLD_MANIFEST.replace("\"app:1\"", "\"app:1\",\"app:2\"")));
    assertEquals("1000", resolve(file).config().user());
  }

  @Test
  void imagesWithoutTagsAreListedByPosition() throws IOException {
    write(twoImages(TWO_IMAGES.replace("[\"tool:2\"]", "null")));
    String message = problem(ProblemKind.USAGE, () -> resolve(file));
    assertTrue(message.contains("@1 (without a tag)"), message);
  }

  @Test
  void anExplicitPlatformThatIsNotThereIsNotFound() throws IOException {
    write(oldForm(OLD_MANIFEST));
    String message =
        problem(
            ProblemKind.NOT_FOUND,
            () ->
                resolveAll(
                    file,
                    Optional.empty(),
                    new PlatformSelection.One(Platform.parse("linux/s390x"), true),
                    ScanContext.defaults()));
    assertTrue(message.contains("single image for linux/amd64"), message);
  }

  @Test
  void theHostsPlatformIsNoCondition() throws IOException {
    byte[] config = configFor("s390x", "1", List.of(LAYER_1));
    write(
        new TarBuilder()
            .file("l.tar", LAYER_1)
            .file("c.json", config)
            .file("manifest.json", "[" + archived("c.json", "null", "l.tar") + "]"));
    assertEquals("linux/s390x", resolve(file).config().platform().toString());
  }
}
