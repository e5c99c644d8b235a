package dev.imageprovenance.scanner.source.archive;

import static dev.imageprovenance.scanner.source.SampleDocuments.archived;
import static dev.imageprovenance.scanner.source.SampleDocuments.config;
import static dev.imageprovenance.scanner.source.SourceAssertions.problem;
import static dev.imageprovenance.scanner.source.SourceAssertions.resolve;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.source.TarBuilder;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Archives in which something is missing, too large or said twice. */
class BrokenDockerArchiveTest extends DockerArchiveFixture {
  @Test
  void fewerPathsThanDiffIdsIsAnAnomaly() throws IOException {
    write(oldForm(OLD_MANIFEST.replace(",\"b/layer.tar\"", "")));
    Image image = resolve(file);
    assertEquals(ImageAnomaly.Kind.LAYER_COUNT_MISMATCH, image.anomalies().get(0).kind());
    assertEquals(2, image.layers().size());
  }

  @Test
  void aDiffIdWithoutAFileCannotBeOpened() throws IOException {
    write(oldForm(OLD_MANIFEST.replace(",\"b/layer.tar\"", "")));
    problem(ProblemKind.MALFORMED, () -> layers(file));
  }

  @Test
  void morePathsThanDiffIdsIsAnAnomaly() throws IOException {
    write(oldForm(OLD_MANIFEST.replace("\"b/layer.tar\"", "\"b/layer.tar\",\"a/layer.tar\"")));
    Image image = resolve(file);
    assertEquals(ImageAnomaly.Kind.LAYER_COUNT_MISMATCH, image.anomalies().get(0).kind());
    assertEquals(3, image.layers().size());
  }

  @Test
  void aMissingConfigIsNotFoundByName() throws IOException {
    write(new TarBuilder().file("manifest.json", "[" + archived("no.json", "null") + "]"));
    String message = problem(ProblemKind.NOT_FOUND, () -> resolve(file));
    assertTrue(message.contains("no.json"), message);
  }

  @Test
  void aMissingLayerIsNotFoundByName() throws IOException {
    write(
        new TarBuilder()
            .file("c.json", config("", LAYER_1))
            .file("manifest.json", "[" + archived("c.json", "null", "gone/layer.tar") + "]"));
    String message = problem(ProblemKind.NOT_FOUND, () -> resolve(file));
    assertTrue(message.contains("gone/layer.tar"), message);
  }

  @Test
  void aManifestJsonBeyondItsLimitIsNotRead() throws IOException {
    write(new TarBuilder().file("manifest.json", new byte[(4 << 20) + 1]));
    problem(ProblemKind.LIMIT, () -> resolve(file));
  }

  @Test
  void aConfigBeyondItsLimitIsNotRead() throws IOException {
    write(
        new TarBuilder()
            .file("c.json", new byte[(8 << 20) + 1])
            .file("manifest.json", "[" + archived("c.json", "null") + "]"));
    problem(ProblemKind.LIMIT, () -> resolve(file));
  }

  @Test
  void anEmptyManifestJsonHoldsNoImage() throws IOException {
    write(new TarBuilder().file("manifest.json", "[]"));
    problem(ProblemKind.UNSUPPORTED, () -> resolve(file));
  }

  @Test
  void aRepeatedKeyInManifestJsonIsMalformed() throws IOException {
    write(oldForm(OLD_MANIFEST.replace("\"RepoTags\"", "\"config\":\"x\",\"RepoTags\"")));
    problem(ProblemKind.MALFORMED, () -> resolve(file));
  }

  @Test
  void aRelativePathIsNotFoundWhenThereIsNoFile() {
    problem(ProblemKind.NOT_FOUND, () -> resolve(directory.resolve("none.tar")));
  }
}
