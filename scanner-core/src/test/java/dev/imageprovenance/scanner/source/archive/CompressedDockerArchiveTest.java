package dev.imageprovenance.scanner.source.archive;

import static dev.imageprovenance.scanner.source.SampleDocuments.archived;
import static dev.imageprovenance.scanner.source.SampleDocuments.config;
import static dev.imageprovenance.scanner.source.SampleDocuments.hex;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifest;
import static dev.imageprovenance.scanner.source.SourceAssertions.open;
import static dev.imageprovenance.scanner.source.SourceAssertions.resolve;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.TarBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Archives in every order and compression. */
class CompressedDockerArchiveTest extends DockerArchiveFixture {
  @Test
  void manifestJsonMayBeTheFirstEntry() throws IOException {
    write(
        new TarBuilder()
            .file("manifest.json", OLD_MANIFEST)
            .file("a/layer.tar", LAYER_1)
            .file("b/layer.tar", LAYER_2)
            .file(hex(CONFIG) + ".json", CONFIG));
    assertEquals("1000", resolve(file).config().user());
  }

  @Test
  void namesMayBeginWithADot() throws IOException {
    write(
        new TarBuilder()
            .file("./manifest.json", OLD_MANIFEST)
            .file("./a/layer.tar", LAYER_1)
            .file("./b/layer.tar", LAYER_2)
            .file("./" + hex(CONFIG) + ".json", CONFIG));
    assertEquals("1000", resolve(file).config().user());
  }

  @Test
  void theFilesNameSaysNothing() throws IOException {
    Path named = directory.resolve("image.txt");
    Files.write(named, oldForm(OLD_MANIFEST).toBytes());
    assertEquals("1000", resolve(named).config().user());
  }

  @Test
  void aPlainArchiveIsRandomAccess() throws IOException {
    assertTrue(resolve(write(oldForm(OLD_MANIFEST))).reader().isRandomAccess());
  }

  @Test
  void aGzipArchiveGivesTheSameImage() throws IOException {
    write(TarBuilder.gzip(oldForm(OLD_MANIFEST).toBytes()));
    assertEquals(Digest.sha256(CONFIG), resolve(file).config().digest());
  }

  @Test
  void aZstdArchiveGivesTheSameImage() throws IOException {
    write(TarBuilder.zstd(oldForm(OLD_MANIFEST).toBytes()));
    assertEquals(Digest.sha256(CONFIG), resolve(file).config().digest());
  }

  @Test
  void aCompressedArchiveIsReadInSequence() throws IOException {
    write(TarBuilder.gzip(oldForm(OLD_MANIFEST).toBytes()));
    assertFalse(resolve(file).reader().isRandomAccess());
  }

  @Test
  void aCompressedArchiveShowsItsLayersInStoredOrder() throws IOException {
    String manifest =
        "["
            + archived(
                hex(config("", LAYER_2, LAYER_1)) + ".json", "null", "b/layer.tar", "a/layer.tar")
            + "]";
    byte[] config = config("", LAYER_2, LAYER_1);
    write(
        TarBuilder.gzip(
            new TarBuilder()
                .file("a/layer.tar", LAYER_1)
                .file(hex(config) + ".json", config)
                .file("b/layer.tar", LAYER_2)
                .file("manifest.json", manifest)
                .toBytes()));
    List<Integer> order = new ArrayList<>();
    layersInOrder(file, order);
    assertEquals(List.of(1, 0), order);
  }

  @Test
  void aCompressedArchiveShowsWholeLayers() throws IOException {
    write(TarBuilder.gzip(oldForm(OLD_MANIFEST).toBytes()));
    Map<Integer, byte[]> layers = layersInOrder(file, new ArrayList<>());
    assertArrayEquals(LAYER_1, layers.get(0));
    assertArrayEquals(LAYER_2, layers.get(1));
  }

  @Test
  void aCompressedArchiveShowsALayerThatComesTwiceTwice() throws IOException {
    byte[] config = config("", LAYER_1, LAYER_1);
    write(
        TarBuilder.gzip(
            new TarBuilder()
                .file("a/layer.tar", LAYER_1)
                .symlink("b/layer.tar", "../a/layer.tar")
                .file("c.json", config)
                .file(
                    "manifest.json",
                    "[" + archived("c.json", "null", "a/layer.tar", "b/layer.tar") + "]")
                .toBytes()));
    Map<Integer, byte[]> layers = layersInOrder(file, new ArrayList<>());
    assertArrayEquals(LAYER_1, layers.get(0));
    assertArrayEquals(LAYER_1, layers.get(1));
  }

  @Test
  void aLayerOfACompressedArchiveCanBeOpenedAlone() throws IOException {
    write(TarBuilder.gzip(oldForm(OLD_MANIFEST).toBytes()));
    assertArrayEquals(LAYER_2, layers(file).get(1));
  }

  @Test
  void aVisitorNeedNotReadALayerToItsEnd() throws IOException {
    write(TarBuilder.gzip(oldForm(OLD_MANIFEST).toBytes()));
    List<Integer> first = new ArrayList<>();
    try (ImageSource source = open(file, Optional.empty(), ScanContext.defaults())) {
      Image image = source.resolve(PlatformSelection.host()).images().get(0);
      image.reader().readEach(image.layers(), (layer, bytes) -> first.add(bytes.read()));
    }
    assertEquals(List.of((int) 'e', (int) 'e'), first);
  }
}
