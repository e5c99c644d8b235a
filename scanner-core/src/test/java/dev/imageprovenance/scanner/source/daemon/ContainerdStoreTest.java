package dev.imageprovenance.scanner.source.daemon;

import static dev.imageprovenance.scanner.source.SampleDocuments.archived;
import static dev.imageprovenance.scanner.source.SampleDocuments.blob;
import static dev.imageprovenance.scanner.source.SampleDocuments.config;
import static dev.imageprovenance.scanner.source.SampleDocuments.descriptor;
import static dev.imageprovenance.scanner.source.SampleDocuments.index;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifestEntry;
import static dev.imageprovenance.scanner.source.SampleDocuments.platform;
import static dev.imageprovenance.scanner.source.SampleDocuments.utf8;
import static dev.imageprovenance.scanner.source.SourceAssertions.problem;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.DigestVerification.Status;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.source.ImageAddressParser;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.ImageSources;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.TarBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Docker Engine 25 to 29 with the containerd image store. Answers and streams are written as its
 * source writes them (daemon/containerd at v25.0.0, v27.5.1, v28.5.2 and v29; containerd's archive
 * exporter), none was recorded.
 */
@Timeout(30)
class ContainerdStoreTest {
  private static final byte[] PLAIN = TarBuilder.layer("etc/one", "first");
  private static final byte[] LAYER = TarBuilder.gzip(PLAIN);
  private static final byte[] CONFIG = config("1000", PLAIN);
  private static final byte[] MANIFEST = manifest(CONFIG, LAYER);
  private static final byte[] ARM_MANIFEST = manifest(config("1000", LAYER), LAYER);
  private static final byte[] ATTESTATION = utf8("{\"predicateType\":\"x\"}");
  private static final byte[] ATTESTATION_CONFIG = utf8("{\"architecture\":\"unknown\"}");
  private static final byte[] ATTESTATION_MANIFEST = manifest(ATTESTATION_CONFIG, ATTESTATION);

  /** As BuildKit writes it: images, and what attests to them. */
  private static final byte[] INDEX =
      index(
          manifestEntry(MANIFEST, platform("amd64")),
          manifestEntry(ARM_MANIFEST, platform("arm64")),
          manifestEntry(
              ATTESTATION_MANIFEST,
              ",\"annotations\":{\"vnd.docker.reference.digest\":\""
                  + Digest.sha256(MANIFEST)
                  + "\",\"vnd.docker.reference.type\":\"attestation-manifest\"},"
                  + "\"platform\":{\"architecture\":\"unknown\",\"os\":\"unknown\"}"));

  private static final String INDEX_TYPE = "application/vnd.oci.image.index.v1+json";
  private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

  @TempDir Path directory;
  private ScriptedEngine docker;

  @BeforeEach
  void start() {
    docker = new ScriptedEngine(directory.resolve("docker"));
    docker.json("/info", 200, ScriptedEngine.CONTAINERD_INFO);
  }

  @AfterEach
  void stop() throws IOException {
    docker.close();
  }

  private static byte[] manifest(byte[] config, byte[] layer) {
    return utf8(
        "{\"schemaVersion\":2,\"mediaType\":\""
            + MANIFEST_TYPE
            + "\",\"config\":"
            + descriptor("application/vnd.oci.image.config.v1+json", config, "")
            + ",\"layers\":["
            + descriptor("application/vnd.oci.image.layer.v1.tar+gzip", layer, "")
            + "]}");
  }

  private RegistryOptions options() {
    return ScriptedEngine.options(
        Map.of("DOCKER_HOST", "unix://" + directory.resolve("docker")),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10));
  }

  /** The stream's entries in the order in which containerd writes them: by name. */
  private static byte[] stream(SortedMap<String, byte[]> files) {
    TarBuilder tar = new TarBuilder().directory("blobs/").directory("blobs/sha256/");
    files.forEach(tar::file);
    return tar.toBytes();
  }

  /**
   * What is exported of {@code root}: an image by its ID has no name, a skipped blob is missing.
   */
  private static SortedMap<String, byte[]> exported(String type, byte[] root, byte[]... blobs) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put(blob(root), root);
    for (byte[] each : blobs) {
      files.put(blob(each), each);
    }
    files.put(
        "index.json",
        index(
            descriptor(
                type,
                root,
                ",\"annotations\":{\"containerd.io/distribution.source.registry.example\":\"app\"}")));
    files.put("manifest.json", utf8("[" + archived(blob(CONFIG), "null", blob(LAYER)) + "]"));
    files.put("oci-layout", utf8("{\"imageLayoutVersion\":\"1.0.0\"}"));
    return files;
  }

  /** Of an index only what the engine has pulled: not the other platform. */
  private static SortedMap<String, byte[]> exportedIndex() {
    return exported(
        INDEX_TYPE,
        INDEX,
        MANIFEST,
        CONFIG,
        LAYER,
        ATTESTATION_MANIFEST,
        ATTESTATION_CONFIG,
        ATTESTATION);
  }

  /**
   * An inspection.
   *
   * @param version the engine's major version
   */
  private static String inspection(int version, String type, byte[] root) {
    String id = Digest.sha256(root).toString();
    return "{\"Id\":\""
        + id
        + "\",\"RepoTags\":[\"app:1\",\"registry.example/app:1\"],\"RepoDigests\":[\"app@"
        + id
        + "\",\"registry.example/app@"
        + id
        + "\"],"
        + (version < 29 ? "\"Parent\":\"\"," : "")
        + "\"Comment\":\"buildkit.dockerfile.v0\",\"Created\":\"2026-01-01T00:00:00.5Z\","
        + (version < 29 ? "\"DockerVersion\":\"\"," : "")
        + "\"Author\":\"\",\"Config\":{\"User\":\"1000\",\"Env\":[\"PATH=/bin\"],\"Labels\":null},"
        + "\"Architecture\":\"amd64\",\"Os\":\"linux\",\"Size\":1234,"
        + (version < 29 ? "\"GraphDriver\":{\"Data\":null,\"Name\":\"overlayfs\"}," : "")
        + "\"RootFS\":{\"Type\":\"layers\",\"Layers\":[\""
        + Digest.sha256(PLAIN)
        + "\"]},\"Metadata\":{\"LastTagTime\":\"2026-01-02T00:00:00Z\"}"
        + (version >= 28 ? ",\"Descriptor\":" + descriptor(type, root, "") : "")
        + "}";
  }

  private void hold(int version, String type, byte[] root, SortedMap<String, byte[]> files) {
    String id = Digest.sha256(root).toString();
    docker.json("/images/app:1/json", 200, inspection(version, type, root));
    docker.json("/images/" + id + "/json", 200, inspection(version, type, root));
    docker.chunked("/images/" + id + "/get", stream(files));
  }

  private ImageSource open(String address) {
    return ImageSources.open(ImageAddressParser.parse(address), options(), ScanContext.defaults());
  }

  private Image resolve(String address) throws IOException {
    try (ImageSource source = open(address)) {
      return source.resolve(PlatformSelection.host()).images().get(0);
    }
  }

  private EngineImage inspect() {
    try (EngineClient client =
        EngineClient.connect(Engine.DOCKER, options(), ScanContext.defaults())) {
      return client.image("app:1");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {25, 27, 28, 29})
  void theIdIsTheIndexs(int version) throws IOException {
    hold(version, INDEX_TYPE, INDEX, exportedIndex());
    EngineImage image = inspect();
    assertEquals(Digest.sha256(INDEX), image.id());
    assertEquals(version < 28 ? Optional.empty() : Optional.of(DigestKind.INDEX), image.idKind());
    assertEquals(
        version < 28 ? Optional.empty() : Optional.of(Digest.sha256(INDEX)),
        image.target().map(Descriptor::digest));
  }

  @ParameterizedTest
  @ValueSource(ints = {25, 27, 28, 29})
  void everyDocumentIsProvedDownFromTheId(int version) throws IOException {
    hold(version, INDEX_TYPE, INDEX, exportedIndex());
    Image image = resolve("docker-daemon:app:1");
    assertEquals(
        List.of(DigestKind.INDEX, DigestKind.MANIFEST, DigestKind.CONFIG),
        image.verifications().stream().map(v -> v.kind()).distinct().toList());
    assertTrue(image.verifications().stream().allMatch(v -> v.status() == Status.VERIFIED));
    assertEquals(Digest.sha256(MANIFEST), image.manifest().orElseThrow().digest());
  }

  @Test
  void layersAreTheStoredBlobsWithTheirDigests() throws IOException {
    hold(29, INDEX_TYPE, INDEX, exportedIndex());
    try (ImageSource source = open("docker-daemon:app:1")) {
      Image image = source.resolve(PlatformSelection.host()).images().get(0);
      assertEquals(
          Optional.of(Digest.sha256(LAYER)),
          image.layers().get(0).descriptor().map(Descriptor::digest));
      image
          .reader()
          .readEach(
              image.layers(), (layer, bytes) -> assertArrayEquals(LAYER, bytes.readAllBytes()));
    }
  }

  /** A pull fetches the image for one platform, and nothing that attests to it. */
  @ParameterizedTest
  @ValueSource(ints = {25, 27, 28, 29})
  void aPulledImageNeedsNoBlobOfOtherChildren(int version) throws IOException {
    hold(version, INDEX_TYPE, INDEX, exported(INDEX_TYPE, INDEX, MANIFEST, CONFIG, LAYER));
    assertEquals(
        Digest.sha256(MANIFEST), resolve("docker-daemon:app:1").manifest().orElseThrow().digest());
  }

  @Test
  void anImageWithoutIndexHasItsManifestsDigestAsId() throws IOException {
    hold(29, MANIFEST_TYPE, MANIFEST, exported(MANIFEST_TYPE, MANIFEST, CONFIG, LAYER));
    assertEquals(Optional.of(DigestKind.MANIFEST), inspect().idKind());
    Image image = resolve("docker-daemon:app:1");
    assertEquals(Digest.sha256(MANIFEST), image.manifest().orElseThrow().digest());
  }

  @Test
  void whatRefersToTheImageMayBeSavedBesideIt() throws IOException {
    SortedMap<String, byte[]> files = exportedIndex();
    byte[] signature = manifest(ATTESTATION_CONFIG, LAYER);
    files.put(blob(signature), signature);
    files.put(
        "index.json",
        index(
            descriptor(INDEX_TYPE, INDEX, ""),
            manifestEntry(
                signature,
                ",\"annotations\":{\"io.containerd.manifest.subject\":\""
                    + Digest.sha256(MANIFEST)
                    + "\"}")));
    hold(29, INDEX_TYPE, INDEX, files);
    assertEquals(
        Digest.sha256(MANIFEST), resolve("docker-daemon:app:1").manifest().orElseThrow().digest());
  }

  /** Of a manifest whose blobs are not all there, the engine exports the manifest alone. */
  @Test
  void anImageOfWhichBlobsAreMissingIsNamedAsSuch() {
    hold(29, INDEX_TYPE, INDEX, exported(INDEX_TYPE, INDEX, MANIFEST));
    String message = problem(ProblemKind.NOT_FOUND, () -> resolve("docker-daemon:app:1"));
    assertTrue(message.contains(blob(CONFIG)), message);
  }

  @Test
  void anotherIndexThanTheOneAskedForIsNoProof() {
    byte[] other = index(manifestEntry(MANIFEST, platform("amd64")));
    hold(29, INDEX_TYPE, INDEX, exported(INDEX_TYPE, other, MANIFEST, CONFIG, LAYER));
    problem(ProblemKind.NOT_FOUND, () -> resolve("docker-daemon:app:1"));
  }

  @Test
  void bytesThatAreNotTheIdsAreBroken() {
    SortedMap<String, byte[]> files = exportedIndex();
    files.put(blob(INDEX), index(manifestEntry(MANIFEST, platform("amd64"))));
    hold(29, INDEX_TYPE, INDEX, files);
    problem(ProblemKind.INTEGRITY, () -> resolve("docker-daemon:app:1"));
  }

  private void run(String more) {
    docker.json(
        "/containers/web/json",
        200,
        "{\"Id\":\""
            + "c".repeat(64)
            + "\",\"Created\":\"2026-01-03T00:00:00Z\",\"Image\":\""
            + Digest.sha256(INDEX)
            + "\",\"Name\":\"/web\",\"Driver\":\"overlayfs\",\"Platform\":\"linux\","
            + "\"State\":{\"Status\":\"running\",\"Running\":true},\"Mounts\":[],"
            + "\"Config\":{\"Image\":\"app:1\"}"
            + more
            + "}");
  }

  @Test
  void aContainerNamesTheManifestThatItRuns() throws IOException {
    hold(28, INDEX_TYPE, INDEX, exportedIndex());
    run(",\"ImageManifestDescriptor\":" + manifestEntry(MANIFEST, platform("amd64")));
    assertEquals(
        Digest.sha256(MANIFEST), resolve("container:docker/web").manifest().orElseThrow().digest());
  }

  @Test
  void aContainerOfAnOlderEngineRunsTheImageForItsPlatform() throws IOException {
    hold(27, INDEX_TYPE, INDEX, exportedIndex());
    run("");
    assertEquals(
        Digest.sha256(MANIFEST), resolve("container:docker/web").manifest().orElseThrow().digest());
  }
}
