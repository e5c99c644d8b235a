package dev.imageprovenance.scanner.source.archive;

import static dev.imageprovenance.scanner.source.SampleDocuments.archived;
import static dev.imageprovenance.scanner.source.SampleDocuments.blob;
import static dev.imageprovenance.scanner.source.SampleDocuments.config;
import static dev.imageprovenance.scanner.source.SampleDocuments.descriptor;
import static dev.imageprovenance.scanner.source.SampleDocuments.index;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifest;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifestEntry;
import static dev.imageprovenance.scanner.source.SampleDocuments.refName;
import static dev.imageprovenance.scanner.source.SourceAssertions.resolve;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.source.TarBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Archives that are OCI layouts as well: whether both views show the same image. */
class DockerArchiveIndexTest extends DockerArchiveFixture {
  private static TarBuilder bothViews(byte[] dockerConfig, byte[] layoutConfig) {
    byte[] manifest = manifest(layoutConfig, LAYER_1);
    TarBuilder tar =
        new TarBuilder()
            .file(blob(LAYER_1), LAYER_1)
            .file(blob(dockerConfig), dockerConfig)
            .file(blob(manifest), manifest)
            .file("index.json", index(manifestEntry(manifest, refName("app:1"))))
            .file(
                "manifest.json",
                "[" + archived(blob(dockerConfig), "[\"app:1\"]", blob(LAYER_1)) + "]")
            .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
    return dockerConfig == layoutConfig ? tar : tar.file(blob(layoutConfig), layoutConfig);
  }

  @Test
  void anIndexOfTheSameImageIsNoAnomaly() throws IOException {
    byte[] config = config("app", LAYER_1);
    assertEquals(List.of(), anomalies(resolve(write(bothViews(config, config)))));
  }

  @Test
  void anIndexOfAnotherImageIsAnAnomaly() throws IOException {
    Image image = resolve(write(bothViews(config("app", LAYER_1), config("0", LAYER_1))));
    assertTrue(
        anomalies(image).get(0).contains("engines load different images"),
        () -> anomalies(image).toString());
  }

  @Test
  void anIndexWithMissingBlobsIsNoAnomaly() throws IOException {
    byte[] missing = manifest(config("0", LAYER_1), LAYER_1);
    write(
        newForm(
            HONEST_SOURCE, new String(index(manifestEntry(missing, "")), StandardCharsets.UTF_8)));
    assertEquals(List.of(), anomalies(resolve(file)));
  }

  /** An archive whose manifest.json names one config and whose index.json lists manifests. */
  private static TarBuilder listing(byte[] config, String index, byte[]... blobs) {
    TarBuilder tar = new TarBuilder().file(blob(LAYER_1), LAYER_1).file(blob(config), config);
    for (byte[] content : blobs) {
      tar.file(blob(content), content);
    }
    return tar.file("index.json", index)
        .file("manifest.json", "[" + archived(blob(config), "[\"app:1\"]", blob(LAYER_1)) + "]")
        .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
  }

  private static String indexOf(String... entries) {
    return "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", entries) + "]}";
  }

  private static String entry(byte[] manifest, String architecture) {
    return descriptor(
        "application/vnd.oci.image.manifest.v1+json",
        manifest,
        ",\"annotations\":{\"io.containerd.image.name\":\"docker.io/library/app:1\"}"
            + (architecture.isEmpty()
                ? ""
                : ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}"));
  }

  private List<ImageAnomaly.Kind> kinds(TarBuilder tar) throws IOException {
    return resolve(write(tar)).anomalies().stream().map(ImageAnomaly::kind).toList();
  }

  private static final List<ImageAnomaly.Kind> CONTRADICTION =
      List.of(ImageAnomaly.Kind.ARCHIVE_CONTRADICTS_ITSELF);

  @Test
  void aMissingBlobHidesNoOtherImage() throws IOException {
    byte[] app = config("app", LAYER_1);
    byte[] other = manifest(config("0", LAYER_1), LAYER_1);
    byte[] missing = manifest(config("7", LAYER_1), LAYER_1);
    String index = indexOf(entry(other, "amd64"), entry(missing, "arm64"));
    assertEquals(CONTRADICTION, kinds(listing(app, index, other)));
  }

  @Test
  void theSameImageForAnotherPlatformHidesNoOtherImage() throws IOException {
    byte[] app = config("app", LAYER_1);
    byte[] own = manifest(app, LAYER_1);
    byte[] other = manifest(config("0", LAYER_1), LAYER_1);
    String index = indexOf(entry(other, "amd64"), entry(own, "arm64"));
    assertEquals(CONTRADICTION, kinds(listing(app, index, own, other)));
  }

  @Test
  void anotherImageWithoutPlatformIsAContradiction() throws IOException {
    byte[] app = config("app", LAYER_1);
    byte[] own = manifest(app, LAYER_1);
    byte[] other = manifest(config("0", LAYER_1), LAYER_1);
    String index = indexOf(entry(own, "amd64"), entry(other, ""));
    assertEquals(CONTRADICTION, kinds(listing(app, index, own, other)));
  }

  @Test
  void aManifestThatCannotBeReadIsAContradiction() throws IOException {
    byte[] app = config("app", LAYER_1);
    byte[] own = manifest(app, LAYER_1);
    byte[] broken = "{\"schemaVersion\":2".getBytes(StandardCharsets.UTF_8);
    String index = indexOf(entry(own, "arm64"), entry(broken, "amd64"));
    assertEquals(CONTRADICTION, kinds(listing(app, index, own, broken)));
  }

  @Test
  void anotherPlatformsImageIsNoContradiction() throws IOException {
    byte[] app = config("app", LAYER_1);
    byte[] own = manifest(app, LAYER_1);
    byte[] other = manifest(config("0", LAYER_1), LAYER_1);
    String index = indexOf(entry(own, "amd64"), entry(other, "arm64"));
    assertEquals(List.of(), kinds(listing(app, index, own, other)));
  }

  @Test
  void platformsThatWereNotPulledAreNoContradiction() throws IOException {
    byte[] app = config("app", LAYER_1);
    byte[] own = manifest(app, LAYER_1);
    byte[] missing = manifest(config("0", LAYER_1), LAYER_1);
    String index = indexOf(entry(missing, "arm64"), entry(own, "amd64"));
    assertEquals(List.of(), kinds(listing(app, index, own)));
  }

  @Test
  void anotherImageOfTheArchiveIsNoContradiction() throws IOException {
    byte[] app = config("app", LAYER_1);
    byte[] own = manifest(app, LAYER_1);
    byte[] other = manifest(config("0", LAYER_1), LAYER_1);
    String type = "application/vnd.oci.image.manifest.v1+json";
    String index = indexOf(descriptor(type, own, ""), descriptor(type, other, ""));
    assertEquals(List.of(), kinds(listing(app, index, own, other)));
  }
}
