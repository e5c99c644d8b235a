package dev.imageprovenance.scanner.source.archive;

import static dev.imageprovenance.scanner.source.SampleDocuments.archived;
import static dev.imageprovenance.scanner.source.SampleDocuments.blob;
import static dev.imageprovenance.scanner.source.SampleDocuments.config;
import static dev.imageprovenance.scanner.source.SampleDocuments.configFor;
import static dev.imageprovenance.scanner.source.SampleDocuments.descriptor;
import static dev.imageprovenance.scanner.source.SampleDocuments.hex;
import static dev.imageprovenance.scanner.source.SampleDocuments.index;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifest;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifestEntry;
import static dev.imageprovenance.scanner.source.SampleDocuments.refName;
import static dev.imageprovenance.scanner.source.SourceAssertions.open;
import static dev.imageprovenance.scanner.source.SourceAssertions.problem;
import static dev.imageprovenance.scanner.source.SourceAssertions.resolve;
import static dev.imageprovenance.scanner.source.SourceAssertions.resolveAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.Status;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.TarBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerArchiveSourceTest {
  private static final byte[] LAYER_1 = TarBuilder.layer("etc/one", "first");
  private static final byte[] LAYER_2 = TarBuilder.layer("etc/two", "second");
  private static final byte[] CONFIG = config("1000", LAYER_1, LAYER_2);
  private static final String OLD_MANIFEST =
      "[" + archived(hex(CONFIG) + ".json", "[\"app:1\"]", "a/layer.tar", "b/layer.tar") + "]";

  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = directory.resolve("image.tar");
  }

  private static TarBuilder oldForm(String manifest) {
    return new TarBuilder()
        .directory("a/")
        .file("a/VERSION", "1.0")
        .file("a/json", "{}")
        .file("a/layer.tar", LAYER_1)
        .file("b/layer.tar", LAYER_2)
        .file(hex(CONFIG) + ".json", CONFIG)
        .file("manifest.json", manifest);
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(file, bytes);
  }

  private Path write(TarBuilder tar) throws IOException {
    return tar.write(file);
  }

  /** The content of each layer, opened one by one. */
  private static List<byte[]> layers(Path path) throws IOException {
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
  private static Map<Integer, byte[]> layersInOrder(Path path, List<Integer> order)
      throws IOException {
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

  private static List<String> anomalies(Image image) {
    return image.anomalies().stream().map(each -> each.kind() + ": " + each.detail()).toList();
  }

  private static DigestVerification configVerification(Image image) {
    return image.verifications().stream()
        .filter(each -> each.kind() == DigestKind.CONFIG)
        .findFirst()
        .orElseThrow();
  }

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

  /** Docker 25 with the graph driver store. */
  private static TarBuilder newForm(String layerSource, String index) {
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

  private static final String HONEST_SOURCE =
      descriptor("application/vnd.oci.image.layer.v1.tar", LAYER_1, "");
  private static final String NULL_INDEX = "{\"schemaVersion\":2,\"manifests\":null}";

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
