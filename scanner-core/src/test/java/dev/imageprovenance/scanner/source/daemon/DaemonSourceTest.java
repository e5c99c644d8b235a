package dev.imageprovenance.scanner.source.daemon;

import static dev.imageprovenance.scanner.source.SampleDocuments.archived;
import static dev.imageprovenance.scanner.source.SampleDocuments.blob;
import static dev.imageprovenance.scanner.source.SampleDocuments.config;
import static dev.imageprovenance.scanner.source.SampleDocuments.descriptor;
import static dev.imageprovenance.scanner.source.SampleDocuments.hex;
import static dev.imageprovenance.scanner.source.SampleDocuments.index;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifest;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifestEntry;
import static dev.imageprovenance.scanner.source.SampleDocuments.platform;
import static dev.imageprovenance.scanner.source.SourceAssertions.problem;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.Status;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.image.Resolution.Step;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.source.ImageAddressParser;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.ImageSources;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.TarBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DaemonSourceTest {
  private static final byte[] LAYER_1 = TarBuilder.layer("etc/one", "first");
  private static final byte[] LAYER_2 = TarBuilder.layer("etc/two", "second");
  private static final byte[] CONFIG = config("1000", LAYER_1, LAYER_2);
  private static final byte[] MANIFEST = manifest(CONFIG, LAYER_1, LAYER_2);
  private static final byte[] INDEX = index(manifestEntry(MANIFEST, platform("amd64")));
  private static final String PULLED = "sha256:" + "ab".repeat(32);

  @TempDir Path directory;
  private ScriptedEngine docker;
  private ScriptedEngine podman;

  @BeforeEach
  void start() {
    docker = new ScriptedEngine(directory.resolve("docker"));
    podman = new ScriptedEngine(directory.resolve("podman"));
  }

  @AfterEach
  void stop() throws IOException {
    docker.close();
    podman.close();
  }

  private RegistryOptions options() {
    return ScriptedEngine.options(
        Map.of(
            "DOCKER_HOST",
            "unix://" + directory.resolve("docker"),
            "CONTAINER_HOST",
            "unix://" + directory.resolve("podman")),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10));
  }

  private ImageSource open(String address) {
    return ImageSources.open(ImageAddressParser.parse(address), options(), ScanContext.defaults());
  }

  private Image resolve(String address) throws IOException {
    try (ImageSource source = open(address)) {
      return source.resolve(PlatformSelection.host()).images().get(0);
    }
  }

  /** Two diffIDs, of which {@code id} should be the config's digest or an index's. */
  private static String inspection(String id) {
    return "{\"Id\":\""
        + id
        + "\",\"RepoTags\":[\"app:1\"],\"RepoDigests\":[\"registry.example/app@"
        + PULLED
        + "\"],\"Architecture\":\"amd64\",\"Os\":\"linux\",\"RootFS\":{\"Type\":\"layers\","
        + "\"Layers\":[\""
        + Digest.sha256(LAYER_1)
        + "\",\""
        + Digest.sha256(LAYER_2)
        + "\"]},\"Config\":{\"User\":\"1000\"}}";
  }

  private static TarBuilder saved(String manifest) {
    return new TarBuilder()
        .file(hex(CONFIG) + ".json", CONFIG)
        .file("b/layer.tar", LAYER_2)
        .file("a/layer.tar", LAYER_1)
        .file("manifest.json", manifest);
  }

  private static byte[] saved() {
    return saved("[" + archived(hex(CONFIG) + ".json", "null", "a/layer.tar", "b/layer.tar") + "]")
        .toBytes();
  }

  private static void hold(ScriptedEngine engine, String id, byte[] saved) {
    engine.json("/images/app:1/json", 200, inspection(id));
    engine.json("/images/" + id + "/json", 200, inspection(id));
    engine.chunked("/images/" + id + "/get", saved);
  }

  private static void run(ScriptedEngine engine, String name, String id) {
    engine.json(
        "/containers/" + name + "/json",
        200,
        "{\"Id\":\"" + "c".repeat(64) + "\",\"Name\":\"/" + name + "\",\"Image\":\"" + id + "\"}");
  }

  private static String idOf(byte[] document) {
    return Digest.sha256(document).toString();
  }

  private static Map<Integer, byte[]> layers(Image image, List<Integer> order) throws IOException {
    Map<Integer, byte[]> contents = new TreeMap<>();
    image
        .reader()
        .readEach(
            image.layers(),
            (layer, bytes) -> {
              order.add(layer.index());
              contents.put(layer.index(), bytes.readAllBytes());
            });
    return contents;
  }

  private static List<Status> promisedByEngine(Image image) {
    return image.verifications().stream()
        .filter(each -> each.expectedFrom() == DigestOrigin.ENGINE)
        .map(DigestVerification::status)
        .toList();
  }

  @Test
  void theSavedConfigIsRead() throws IOException {
    hold(docker, idOf(CONFIG), saved());
    assertEquals("1000", resolve("docker-daemon:app:1").config().user());
  }

  @Test
  void theReportSaysWhichEngineItWas() throws IOException {
    hold(podman, idOf(CONFIG), saved());
    Image image = resolve("podman:app:1");
    assertEquals(SourceKind.PODMAN, image.resolution().source());
    assertEquals("podman at unix://" + directory.resolve("podman"), image.resolution().servedBy());
  }

  @Test
  void whatTheEngineAssertsStandsBeforeWhatWasComputed() throws IOException {
    hold(docker, idOf(CONFIG), saved());
    assertEquals(
        List.of(
            new Step("image app:1", DigestKind.CONFIG, Digest.sha256(CONFIG), DigestOrigin.ENGINE),
            new Step(
                "RepoDigest registry.example/app (or index)",
                DigestKind.MANIFEST,
                Digest.parse(PULLED),
                DigestOrigin.ENGINE),
            new Step(
                "saved image", DigestKind.CONFIG, Digest.sha256(CONFIG), DigestOrigin.COMPUTED)),
        resolve("docker-daemon:app:1").resolution().steps());
  }

  @Test
  void theImageIdIsProvedOverTheConfig() throws IOException {
    hold(docker, idOf(CONFIG), saved());
    assertEquals(List.of(Status.VERIFIED), promisedByEngine(resolve("docker-daemon:app:1")));
  }

  @Test
  void anotherConfigThanTheImageIdIsAMismatch() throws IOException {
    hold(docker, idOf(LAYER_1), saved());
    assertEquals(List.of(Status.MISMATCH), promisedByEngine(resolve("docker-daemon:app:1")));
  }

  @Test
  void theLayersAreReadInTheStreamsOrder() throws IOException {
    hold(docker, idOf(CONFIG), saved());
    List<Integer> order = new ArrayList<>();
    try (ImageSource source = open("docker-daemon:app:1")) {
      Image image = source.resolve(PlatformSelection.host()).images().get(0);
      Map<Integer, byte[]> layers = layers(image, order);
      assertArrayEquals(LAYER_1, layers.get(0));
      assertArrayEquals(LAYER_2, layers.get(1));
    }
    assertEquals(List.of(1, 0), order);
  }

  @Test
  void theStreamIsAskedForTwiceInAll() throws IOException {
    hold(docker, idOf(CONFIG), saved());
    try (ImageSource source = open("docker-daemon:app:1")) {
      layers(source.resolve(PlatformSelection.host()).images().get(0), new ArrayList<>());
    }
    assertEquals(2, docker.requests().stream().filter(request -> request.endsWith("/get")).count());
  }

  @Test
  void theReaderHasOneOrderAndIsLocal() throws IOException {
    hold(docker, idOf(CONFIG), saved());
    Image image = resolve("docker-daemon:app:1");
    assertTrue(!image.reader().isRandomAccess() && image.reader().isLocal());
  }

  @Test
  void aLaterStreamWithOtherHeadersStillLeadsToTheLayers() throws IOException {
    byte[] longer =
        new TarBuilder()
            .file("x".repeat(300), "another header")
            .file("a/layer.tar", LAYER_1)
            .file("b/layer.tar", LAYER_2)
            .toBytes();
    answerInTurn(saved(), longer);
    try (ImageSource source = open("docker-daemon:app:1")) {
      Image image = source.resolve(PlatformSelection.host()).images().get(0);
      assertArrayEquals(LAYER_2, layers(image, new ArrayList<>()).get(1));
    }
  }

  @Test
  void aLayerThatHasAnotherSizeLaterIsNotRead() throws IOException {
    byte[] other = new TarBuilder().file("b/layer.tar", "short").toBytes();
    assertChanged(other, "bytes");
  }

  @Test
  void aLayerThatIsMissingLaterIsNotPassedOver() throws IOException {
    assertChanged(new TarBuilder().file("a/layer.tar", LAYER_1).toBytes(), "lacks");
  }

  private void assertChanged(byte[] second, String word) throws IOException {
    answerInTurn(saved(), second);
    try (ImageSource source = open("docker-daemon:app:1")) {
      Image image = source.resolve(PlatformSelection.host()).images().get(0);
      String message = problem(ProblemKind.UNREACHABLE, () -> layers(image, new ArrayList<>()));
      assertTrue(message.contains("changed while it was read"), message);
      assertTrue(message.contains(word), message);
    }
  }

  private void answerInTurn(byte[] first, byte[] second) {
    hold(docker, idOf(CONFIG), first);
    AtomicInteger asked = new AtomicInteger();
    docker.answer(
        "/images/" + idOf(CONFIG) + "/get",
        out -> {
          byte[] body = asked.getAndIncrement() == 0 ? first : second;
          out.write(ScriptedEngine.head(200, "Content-Length: " + body.length));
          out.write(body);
        });
  }

  @Test
  void aStreamThatBreaksOffGivesNoImage() {
    hold(docker, idOf(CONFIG), saved());
    docker.answer(
        "/images/" + idOf(CONFIG) + "/get",
        out -> {
          out.write(ScriptedEngine.head(200, "Transfer-Encoding: chunked"));
          out.write("800\r\nabc".getBytes(StandardCharsets.US_ASCII));
        });
    problem(ProblemKind.UNREACHABLE, () -> resolve("docker-daemon:app:1"));
  }

  @Test
  void aStreamThatIsNoTarGivesNoImage() {
    hold(docker, idOf(CONFIG), new byte[] {1, 2, 3});
    problem(ProblemKind.MALFORMED, () -> resolve("docker-daemon:app:1"));
  }

  @Test
  void aStreamWithTwoManifestsGivesNoImage() {
    hold(docker, idOf(CONFIG), saved("[]").file("./manifest.json", "[]").toBytes());
    problem(ProblemKind.MALFORMED, () -> resolve("docker-daemon:app:1"));
  }

  @Test
  void aStreamWithoutAnImageGivesNone() {
    hold(docker, idOf(CONFIG), saved("[]").toBytes());
    problem(ProblemKind.UNREACHABLE, () -> resolve("docker-daemon:app:1"));
  }

  @Test
  void otherImagesThanTheOneAskedForAreRefused() {
    String one = archived(hex(CONFIG) + ".json", "null", "a/layer.tar", "b/layer.tar");
    hold(docker, idOf(LAYER_1), saved("[" + one + "," + one + "]").toBytes());
    problem(ProblemKind.INTEGRITY, () -> resolve("docker-daemon:app:1"));
  }

  @Test
  void anotherIdThanTheOneAskedForIsRefused() {
    docker.json("/images/" + idOf(LAYER_1) + "/json", 200, inspection(idOf(CONFIG)));
    problem(ProblemKind.INTEGRITY, () -> resolve("docker-daemon:" + idOf(LAYER_1)));
  }

  @Test
  void otherDiffIdsInTheInspectionAreTold() throws IOException {
    hold(docker, idOf(CONFIG), saved());
    docker.json(
        "/images/app:1/json", 200, inspection(idOf(CONFIG)).replace(idOf(LAYER_1), idOf(CONFIG)));
    List<ImageAnomaly> anomalies = resolve("docker-daemon:app:1").anomalies();
    assertTrue(
        anomalies.stream().anyMatch(each -> each.detail().contains("inspection")),
        anomalies.toString());
  }

  @Test
  void anotherPlatformThanTheOneAskedForIsNotFound() throws IOException {
    hold(docker, idOf(CONFIG), saved());
    try (ImageSource source = open("docker-daemon:app:1")) {
      problem(
          ProblemKind.NOT_FOUND,
          () -> source.resolve(new PlatformSelection.One(Platform.of("linux", "s390x"), true)));
    }
  }

  /** Synthetic, as Docker 29 is documented to save from its containerd store. */
  private byte[] savedLayout() {
    return new TarBuilder()
        .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
        .file("index.json", index(descriptor("application/vnd.oci.image.index.v1+json", INDEX, "")))
        .file(blob(INDEX), INDEX)
        .file(blob(MANIFEST), MANIFEST)
        .file(blob(CONFIG), CONFIG)
        .file(blob(LAYER_1), LAYER_1)
        .file(blob(LAYER_2), LAYER_2)
        .file(
            "manifest.json",
            "[" + archived(blob(CONFIG), "null", blob(LAYER_1), blob(LAYER_2)) + "]")
        .toBytes();
  }

  private void holdInContainerdStore() {
    docker.json("/info", 200, ScriptedEngine.CONTAINERD_INFO);
    hold(docker, idOf(INDEX), savedLayout());
  }

  @Test
  void aContainerdStoresIdIsProvedOverTheIndex() throws IOException {
    holdInContainerdStore();
    Image image = resolve("docker-daemon:app:1");
    assertEquals(List.of(Status.VERIFIED), promisedByEngine(image));
    assertEquals(
        new Step("image app:1", DigestKind.INDEX, Digest.sha256(INDEX), DigestOrigin.ENGINE),
        image.resolution().steps().get(0));
  }

  @Test
  void aContainerdStoresImageHasItsManifest() throws IOException {
    holdInContainerdStore();
    Image image = resolve("docker-daemon:app:1");
    assertEquals(Digest.sha256(MANIFEST), image.manifest().orElseThrow().digest());
    assertEquals(SourceKind.DOCKER_DAEMON, image.resolution().source());
  }

  @Test
  void aContainerdStoresLayersAreReadFromTheStream() throws IOException {
    holdInContainerdStore();
    try (ImageSource source = open("docker-daemon:app:1")) {
      Image image = source.resolve(PlatformSelection.host()).images().get(0);
      assertArrayEquals(LAYER_1, layers(image, new ArrayList<>()).get(0));
    }
  }

  @Test
  void aContainerdStoreThatSavesNoLayoutCannotBeProved() {
    docker.json("/info", 200, ScriptedEngine.CONTAINERD_INFO);
    hold(docker, idOf(INDEX), saved());
    problem(ProblemKind.UNSUPPORTED, () -> resolve("docker-daemon:app:1"));
  }

  @Test
  void aContainersImageIsTheOneItWasMadeFrom() throws IOException {
    hold(docker, idOf(CONFIG), saved());
    docker.json("/images/app:1/json", 200, inspection(idOf(LAYER_1)));
    run(docker, "web", idOf(CONFIG));
    Image image = resolve("container:docker/web");
    assertEquals(Digest.sha256(CONFIG), image.config().digest());
    assertEquals("container web", image.resolution().steps().get(0).from());
  }

  @Test
  void aContainerOfNoNamedEngineIsFoundInPodman() throws IOException {
    hold(podman, idOf(CONFIG), saved());
    run(podman, "web", idOf(CONFIG));
    assertEquals(SourceKind.PODMAN, resolve("container:web").resolution().source());
  }

  @Test
  void aContainerIsFoundInPodmanWhenDockerDoesNotRun() throws IOException {
    docker.close();
    hold(podman, idOf(CONFIG), saved());
    run(podman, "web", idOf(CONFIG));
    assertEquals(SourceKind.PODMAN, resolve("container:web").resolution().source());
  }

  @Test
  void aContainerThatBothEnginesHaveMustBeNamedWithOne() {
    run(docker, "web", idOf(CONFIG));
    run(podman, "web", idOf(CONFIG));
    problem(ProblemKind.USAGE, () -> resolve("container:web"));
  }

  @Test
  void aContainerThatNoEngineHasIsNotFound() throws IOException {
    docker.close();
    String message = problem(ProblemKind.NOT_FOUND, () -> resolve("container:web"));
    assertTrue(message.contains("Docker Engine at"), message);
  }
}
