package dev.imageprovenance.scanner.source;

import static dev.imageprovenance.scanner.source.SampleDocuments.blob;
import static dev.imageprovenance.scanner.source.SampleDocuments.config;
import static dev.imageprovenance.scanner.source.SampleDocuments.index;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifest;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifestEntry;
import static dev.imageprovenance.scanner.source.SampleDocuments.refName;
import static dev.imageprovenance.scanner.source.SourceAssertions.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.layer.LayerScanner;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.problem.ProblemKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** skopeo writes one image in every form, and each reads as the same layers. */
@Tag("integration")
class SkopeoFormsTest {
  private static final byte[] LAYER_1 = TarBuilder.layer("etc/one", "first");
  private static final byte[] LAYER_2 = TarBuilder.layer("etc/two", "second");
  private static final byte[] CONFIG = config("1000", LAYER_1, LAYER_2, LAYER_1);
  private static final byte[] MANIFEST = manifest(CONFIG, LAYER_1, LAYER_2, LAYER_1);

  @TempDir Path directory;

  @BeforeEach
  void writeLayout() throws IOException {
    Path layout = directory.resolve("layout");
    Files.createDirectories(layout.resolve("blobs/sha256"));
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.write(layout.resolve("index.json"), index(manifestEntry(MANIFEST, refName("1"))));
    for (byte[] each : List.of(MANIFEST, CONFIG, LAYER_1, LAYER_2)) {
      Files.write(layout.resolve(blob(each)), each);
    }
  }

  private void copyTo(String destination) throws Exception {
    Process process =
        new ProcessBuilder("skopeo", "--insecure-policy", "copy", "-q", "oci:layout:1", destination)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    assertEquals("", ended && process.exitValue() == 0 ? "" : output);
  }

  private List<Digest> uncompressedDigests(String address) throws IOException {
    ScanContext context = ScanContext.defaults();
    try (ImageSource source =
        ImageSources.open(ImageAddressParser.parse(address), RegistryOptions.defaults(), context)) {
      Image image = source.resolve(PlatformSelection.host()).images().get(0);
      List<Digest> digests = new ArrayList<>();
      for (ImageLayer layer : image.layers()) {
        try (InputStream bytes = image.reader().open(layer)) {
          digests.add(
              new LayerScanner(context)
                  .scan(bytes, DigestAlgorithm.SHA256, DigestAlgorithm.SHA256, Set.of())
                  .diffId());
        }
      }
      return digests;
    }
  }

  private static List<Digest> expected() {
    return List.of(Digest.sha256(LAYER_1), Digest.sha256(LAYER_2), Digest.sha256(LAYER_1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker-archive:", "oci-archive:"})
  void anArchiveHoldsTheSameLayers(String prefix) throws Exception {
    copyTo(prefix + "image.tar:app:1");
    assertEquals(expected(), uncompressedDigests(prefix + directory.resolve("image.tar")));
  }

  @Test
  void anArchiveIsChosenFromByName() throws Exception {
    copyTo("docker-archive:image.tar:app:1");
    assertEquals(
        expected(),
        uncompressedDigests("docker-archive:" + directory.resolve("image.tar") + ":app:1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker-archive:", "oci-archive:"})
  void aCompressedArchiveHoldsTheSameLayers(String prefix) throws Exception {
    copyTo(prefix + "image.tar:app:1");
    Path compressed = directory.resolve("image.tar.gz");
    Files.write(compressed, TarBuilder.gzip(Files.readAllBytes(directory.resolve("image.tar"))));
    assertEquals(expected(), uncompressedDigests(compressed.toString()));
  }

  @Test
  void aCopiedLayoutHoldsTheSameLayers() throws Exception {
    copyTo("oci:copy:1");
    assertEquals(expected(), uncompressedDigests("oci:" + directory.resolve("copy") + ":1"));
  }

  @Test
  void theDirFormIsRefused() throws Exception {
    copyTo("dir:dir");
    problem(
        ProblemKind.UNSUPPORTED, () -> uncompressedDigests(directory.resolve("dir").toString()));
  }
}
