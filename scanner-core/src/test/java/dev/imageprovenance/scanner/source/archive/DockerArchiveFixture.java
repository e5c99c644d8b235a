package dev.imageprovenance.scanner.source.archive;

import static dev.imageprovenance.scanner.source.SampleDocuments.archived;
import static dev.imageprovenance.scanner.source.SampleDocuments.blob;
import static dev.imageprovenance.scanner.source.SampleDocuments.config;
import static dev.imageprovenance.scanner.source.SampleDocuments.descriptor;
import static dev.imageprovenance.scanner.source.SampleDocuments.hex;
import static dev.imageprovenance.scanner.source.SampleDocuments.index;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifest;
import static dev.imageprovenance.scanner.source.SourceAssertions.open;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.TarBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A docker-archive that a test writes, and what the source makes of it. */
abstract class DockerArchiveFixture {
  static final byte[] LAYER_1 = TarBuilder.layer("etc/one", "first");
  static final byte[] LAYER_2 = TarBuilder.layer("etc/two", "second");
  static final byte[] CONFIG = config("1000", LAYER_1, LAYER_2);
  static final String OLD_MANIFEST =
      "[" + archived(hex(CONFIG) + ".json", "[\"app:1\"]", "a/layer.tar", "b/layer.tar") + "]";

  @TempDir Path directory;
  Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = directory.resolve("image.tar");
  }

  static TarBuilder oldForm(String manifest) {
    return new TarBuilder()
        .directory("a/")
        .file("a/VERSION", "1.0")
        .file("a/json", "{}")
        .file("a/layer.tar", LAYER_1)
        .file("b/layer.tar", LAYER_2)
        .file(hex(CONFIG) + ".json", CONFIG)
        .file("manifest.json", manifest);
  }

  Path write(byte[] bytes) throws IOException {
    return Files.write(file, bytes);
  }

  Path write(TarBuilder tar) throws IOException {
    return tar.write(file);
  }

  /** The content of each layer, opened one by one. */
  static List<byte[]> layers(Path path) throws IOException {
    List<byte[]> contents = new ArrayList<>();
    try (ImageSource source = open(path, Optional.empty(), ScanContext.defaults())) {
      Image image = source.resolve(PlatformSelection.host()).images().get(0);
      for (ImageLayer layer : image.layers()) {
        try (InputStream bytes = image.reader().open(layer)) {
          contents.add(bytes.readAllBytes());
        }
      }
    }
    return contents;
  }

  /** The content of each layer by its index, read in the archive's order. */
  static Map<Integer, byte[]> layersInOrder(Path path, List<Integer> order) throws IOException {
    Map<Integer, byte[]> contents = new TreeMap<>();
    try (ImageSource source = open(path, Optional.empty(), ScanContext.defaults())) {
      Image image = source.resolve(PlatformSelection.host()).images().get(0);
      image
          .reader()
          .readEach(
              image.layers(),
              (layer, bytes) -> {
                order.add(layer.index());
                contents.put(layer.index(), bytes.readAllBytes());
              });
    }
    return contents;
  }

  static List<String> anomalies(Image image) {
    return image.anomalies().stream().map(each -> each.kind() + ": " + each.detail()).toList();
  }

  static DigestVerification configVerification(Image image) {
    return image.verifications().stream()
        .filter(each -> each.kind() == DigestKind.CONFIG)
        .findFirst()
        .orElseThrow();
  }

  static final String HONEST_SOURCE =
      descriptor("application/vnd.oci.image.layer.v1.tar", LAYER_1, "");
  static final String NULL_INDEX = "{\"schemaVersion\":2,\"manifests\":null}";

  /** Docker 25 with the graph driver store. */
  static TarBuilder newForm(String layerSource, String index) {
    byte[] config = config("app", LAYER_1);
    return new TarBuilder()
        .directory("blobs/")
        .directory("blobs/sha256/")
        .file(blob(LAYER_1), LAYER_1)
        .file(blob(config), config)
        .file("index.json", index)
        .file(
            "manifest.json",
            "[{\"Config\":\""
                + blob(config)
                + "\",\"RepoTags\":[\"app:1\"],\"Layers\":[\""
                + blob(LAYER_1)
                + "\"],\"LayerSources\":{\""
                + Digest.sha256(LAYER_1)
                + "\":"
                + layerSource
                + "}}]")
        .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
  }
}
