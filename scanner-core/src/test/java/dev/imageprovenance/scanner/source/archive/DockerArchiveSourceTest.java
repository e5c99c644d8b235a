package dev.imageprovenance.scanner.source.archive;

import static dev.imageprovenance.scanner.source.SampleDocuments.archived;
import static dev.imageprovenance.scanner.source.SampleDocuments.config;
import static dev.imageprovenance.scanner.source.SampleDocuments.hex;
import static dev.imageprovenance.scanner.source.SourceAssertions.resolve;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.Status;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.source.TarBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The three forms in which docker and kaniko write their archives. */
class DockerArchiveSourceTest extends DockerArchiveFixture {
  @Test
  void theOldFormGivesItsConfig() throws IOException {
    assertEquals("1000", resolve(write(oldForm(OLD_MANIFEST))).config().user());
  }

  @Test
  void theOldFormGivesItsLayersBytes() throws IOException {
    List<byte[]> layers = layers(write(oldForm(OLD_MANIFEST)));
    assertArrayEquals(LAYER_1, layers.get(0));
    assertArrayEquals(LAYER_2, layers.get(1));
  }

  @Test
  void anHonestArchiveHasNoAnomalies() throws IOException {
    assertEquals(List.of(), anomalies(resolve(write(oldForm(OLD_MANIFEST)))));
  }

  @Test
  void aLayerHasPathSizeAndDiffIdButNoDescriptor() throws IOException {
    assertEquals(
        new ImageLayer(
            1,
            Optional.empty(),
            "b/layer.tar",
            LAYER_2.length,
            Optional.of(Digest.sha256(LAYER_2)),
            Optional.empty()),
        resolve(write(oldForm(OLD_MANIFEST))).layers().get(1));
  }

  @Test
  void theResolutionSaysWhatServedIt() throws IOException {
    Image image = resolve(write(oldForm(OLD_MANIFEST)));
    assertEquals(SourceKind.DOCKER_ARCHIVE, image.resolution().source());
    assertEquals(file.toString(), image.resolution().servedBy());
  }

  @Test
  void theStepNamesTheTagAndTheComputedConfigDigest() throws IOException {
    Image image = resolve(write(oldForm(OLD_MANIFEST)), "app:1");
    var step = image.resolution().steps().get(0);
    assertEquals("tag app:1", step.from());
    assertEquals(Digest.sha256(CONFIG), step.digest());
    assertEquals(DigestOrigin.COMPUTED, step.origin());
  }

  @Test
  void theConfigIsComparedWithTheDigestInItsName() throws IOException {
    DigestVerification verification = configVerification(resolve(write(oldForm(OLD_MANIFEST))));
    assertEquals(Status.VERIFIED, verification.status());
    assertEquals(DigestOrigin.ARCHIVE, verification.expectedFrom());
  }

  @Test
  void aConfigUnderAnotherDigestsNameIsAMismatch() throws IOException {
    String wrong = hex(LAYER_1);
    write(
        new TarBuilder()
            .file("a/layer.tar", LAYER_1)
            .file("b/layer.tar", LAYER_2)
            .file(wrong + ".json", CONFIG)
            .file(
                "manifest.json",
                "[" + archived(wrong + ".json", "null", "a/layer.tar", "b/layer.tar") + "]"));
    DigestVerification verification = configVerification(resolve(file));
    assertEquals(Status.MISMATCH, verification.status());
    assertEquals(Optional.of(Digest.sha256(CONFIG)), verification.actual());
  }

  @Test
  void aConfigWithAPlainNameHasNothingToCompareWith() throws IOException {
    write(
        new TarBuilder()
            .file("a/layer.tar", LAYER_1)
            .file("b/layer.tar", LAYER_2)
            .file("config.json", CONFIG)
            .file(
                "manifest.json",
                "[" + archived("config.json", "null", "a/layer.tar", "b/layer.tar") + "]"));
    assertEquals(List.of(), resolve(file).verifications());
  }

  @Test
  void duplicateLayersMayBeSymlinks() throws IOException {
    byte[] config = config("", LAYER_1, LAYER_1);
    write(
        new TarBuilder()
            .file("a/layer.tar", LAYER_1)
            .symlink("b/layer.tar", "../a/layer.tar")
            .file("c.json", config)
            .file(
                "manifest.json",
                "[" + archived("c.json", "null", "a/layer.tar", "b/layer.tar") + "]"));
    assertArrayEquals(LAYER_1, layers(file).get(1));
  }

  @Test
  void aLinkedLayersLocationIsWhereItsBytesAre() throws IOException {
    byte[] config = config("", LAYER_1, LAYER_1);
    write(
        new TarBuilder()
            .file("a/layer.tar", LAYER_1)
            .symlink("b/layer.tar", "../a/layer.tar")
            .file("c.json", config)
            .file(
                "manifest.json",
                "[" + archived("c.json", "null", "a/layer.tar", "b/layer.tar") + "]"));
    assertEquals("a/layer.tar", resolve(file).layers().get(1).location());
  }

  @Test
  void duplicateLayersMayBeHardLinks() throws IOException {
    byte[] config = config("", LAYER_1, LAYER_1);
    write(
        new TarBuilder()
            .file("a/layer.tar", LAYER_1)
            .hardLink("b/layer.tar", "a/layer.tar")
            .file("c.json", config)
            .file(
                "manifest.json",
                "[" + archived("c.json", "null", "a/layer.tar", "b/layer.tar") + "]"));
    assertArrayEquals(LAYER_1, layers(file).get(1));
  }

  private static TarBuilder kanikoForm() {
    byte[] stored = TarBuilder.gzip(LAYER_1);
    byte[] config = config("root", LAYER_1);
    return new TarBuilder()
        .file("sha256:" + hex(config), config)
        .file(hex(stored) + ".tar.gz", stored)
        .file(
            "manifest.json",
            "["
                + archived(
                    "sha256:" + hex(config), "[\"reg.example/app:1\"]", hex(stored) + ".tar.gz")
                + "]");
  }

  @Test
  void theKanikoFormGivesItsCompressedLayers() throws IOException {
    assertArrayEquals(TarBuilder.gzip(LAYER_1), layers(write(kanikoForm())).get(0));
  }

  @Test
  void theKanikoFormsConfigNameIsVerified() throws IOException {
    assertEquals(Status.VERIFIED, configVerification(resolve(write(kanikoForm()))).status());
  }

  @Test
  void aDigestInTheLayersNameIsTheArchivesClaim() throws IOException {
    ImageLayer layer = resolve(write(kanikoForm())).layers().get(0);
    assertEquals(Optional.of(Digest.sha256(TarBuilder.gzip(LAYER_1))), layer.archiveDigest());
  }

  @Test
  void theIdentifierOfTheOldFormIsNoClaim() throws IOException {
    ImageLayer layer = resolve(write(oldForm(OLD_MANIFEST))).layers().get(0);
    assertEquals(Optional.empty(), layer.archiveDigest());
  }

  @Test
  void theNewFormIsADockerArchive() throws IOException {
    Image image = resolve(write(newForm(HONEST_SOURCE, NULL_INDEX)));
    assertEquals(SourceKind.DOCKER_ARCHIVE, image.resolution().source());
    assertEquals(List.of(), anomalies(image));
  }

  @Test
  void aLayerSourceOfAnotherSizeIsAnAnomaly() throws IOException {
    String source = HONEST_SOURCE.replaceFirst("\"size\":[0-9]+", "\"size\":7");
    List<String> anomalies = anomalies(resolve(write(newForm(source, NULL_INDEX))));
    assertEquals(
        List.of("OTHER: LayerSources says 7 bytes, the archive holds " + LAYER_1.length),
        anomalies);
  }

  @Test
  void aLayerSourceOfAnotherDigestIsAnAnomaly() throws IOException {
    String source = HONEST_SOURCE.replace(hex(LAYER_1), hex(LAYER_2));
    List<String> anomalies = anomalies(resolve(write(newForm(source, NULL_INDEX))));
    assertTrue(anomalies.get(0).contains(hex(LAYER_2)), anomalies::toString);
  }

  @Test
  void aLayerSourceOfAnotherCompressionIsAMediaTypeMismatch() throws IOException {
    String source = HONEST_SOURCE.replace("v1.tar", "v1.tar+gzip");
    Image image = resolve(write(newForm(source, NULL_INDEX)));
    assertEquals(ImageAnomaly.Kind.MEDIA_TYPE_MISMATCH, image.anomalies().get(0).kind());
  }
}
