package dev.imageprovenance.scanner.source.daemon;

import static dev.imageprovenance.scanner.source.SourceAssertions.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class EngineClientTest {
  private static final String ID =
      "01386f17f5525f8c727ad634ff769644309ee8094664b89f653bdae470833395";
  private static final String DIFF_ID =
      "sha256:26df895708872919eccbea8d561f20f80b712322c3107c7275c45f7f16d9cda0";
  private static final String IMAGE =
      "{\"Id\":\"sha256:"
          + ID
          + "\",\"RepoTags\":[\"small:1\"],\"RepoDigests\":[\"localhost:5000/small@"
          + DIFF_ID
          + "\",\"<none>@"
          + DIFF_ID
          + "\"],\"Created\":\"2026-11-23T18:17:48Z\",\"Config\":{\"User\":\"5\",\"Env\":"
          + "[\"PATH=/bin\",\"TOKEN=canary\"],\"Cmd\":[\"/bin/sleep\"],\"Volumes\":null,"
          + "\"Labels\":{\"a\":\"1\",\"A\":\"2\"},\"Entrypoint\":null},\"Architecture\":\"arm64\","
          + "\"Variant\":\"v8\",\"Os\":\"linux\",\"RootFS\":{\"Type\":\"layers\",\"Layers\":[\""
          + DIFF_ID
          + "\"]}}";
  private static final String CONTAINER_ID =
      "7b626ebaed2cf0911b25fea094bd65c1082ce57f4c1f415f58e86b5df05cd305";
  private static final String CONTAINER =
      "{\"Id\":\""
          + CONTAINER_ID
          + "\",\"Name\":\"/web\",\"State\":{\"Status\":\"created\",\"Running\":false,\"StartedAt\":"
          + "\"0001-01-01T00:00:00Z\"},\"Image\":\"sha256:"
          + ID
          + "\",\"Platform\":\"linux\",\"HostConfig\":{\"CapAdd\":[\"NET_ADMIN\"],\"CapDrop\":"
          + "[\"ALL\"],\"Privileged\":true,\"ReadonlyRootfs\":true,\"SecurityOpt\":"
          + "[\"no-new-privileges\"],\"UsernsMode\":\"host\",\"GroupAdd\":[\"27\"],\"Tmpfs\":"
          + "{\"/run\":\"\",\"/RUN\":\"size=1m\"}},\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/host\","
          + "\"Destination\":\"/data\",\"RW\":false},{\"Type\":\"tmpfs\",\"Destination\":\"/scratch\","
          + "\"RW\":true}],\"Config\":{\"User\":\"7\",\"Env\":[\"X=1\",\"PATH=/bin\"],\"Cmd\":"
          + "[\"/bin/sleep\"],\"Image\":\"small:1\"}}";

  @TempDir Path directory;
  private Cancellation cancellation = new Cancellation();
  private ScriptedEngine engine;

  @BeforeEach
  void start() {
    cancellation = new Cancellation();
    engine = new ScriptedEngine(directory.resolve("sock"));
  }

  @AfterEach
  void stop() throws IOException {
    engine.close();
  }

  private EngineClient connect() {
    return EngineClient.connect(Engine.DOCKER, engine.options(), context());
  }

  private ScanContext context() {
    return new ScanContext(Clock.systemUTC(), Limits.defaults(), Progress.NONE, cancellation);
  }

  private EngineImage image(String answer) {
    engine.json("/images/small:1/json", 200, answer);
    try (EngineClient client = connect()) {
      return client.image("small:1");
    }
  }

  private EngineContainer container(String answer) {
    engine.json("/containers/web/json", 200, answer);
    try (EngineClient client = connect()) {
      return client.container("web");
    }
  }

  private void holdChanges(String answer) {
    engine.json("/containers/web/json", 200, CONTAINER);
    engine.json("/containers/" + CONTAINER_ID + "/changes", 200, answer);
  }

  @Test
  void aGraphDriversImageIdIsTheConfigsDigest() {
    EngineImage image = image(IMAGE);
    assertEquals(Digest.parse("sha256:" + ID), image.id());
    assertEquals(DigestKind.CONFIG, image.idKind().orElseThrow());
  }

  @Test
  void theImagesLayersAreDiffIds() {
    assertEquals(List.of(Digest.parse(DIFF_ID)), image(IMAGE).diffIds());
  }

  @Test
  void theImagesPlatformHasItsVariant() {
    assertEquals("linux/arm64/v8", image(IMAGE).platform().toString());
  }

  @Test
  void theImagesRuntimeConfigIsTold() {
    RuntimeConfig config = image(IMAGE).config();
    assertEquals("5", config.user());
    assertEquals(List.of("/bin/sleep"), config.command());
    assertEquals(List.of(), config.entrypoint());
  }

  @Test
  void labelsMayDifferInCaseOnly() {
    assertEquals(2, image(IMAGE).config().labels().size());
  }

  @Test
  void aRepoDigestWithoutANameIsNoReference() {
    assertEquals(
        List.of("localhost:5000/small@" + DIFF_ID),
        image(IMAGE).registryDigests().stream().map(Object::toString).toList());
  }

  @Test
  void theEnvironmentIsNotPrinted() {
    assertFalse(image(IMAGE).toString().contains("canary"), image(IMAGE).toString());
  }

  /** Synthetic: no engine with this store took part in writing the test. */
  @Test
  void aContainerdStoresImageIdIsTheIndexsDigest() {
    engine.json("/info", 200, ScriptedEngine.CONTAINERD_INFO);
    String descriptor =
        ",\"Descriptor\":{\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"digest\":"
            + "\"sha256:"
            + ID
            + "\",\"size\":10}}";
    EngineImage image = image(IMAGE.substring(0, IMAGE.length() - 1) + descriptor);
    assertEquals(ImageStore.CONTAINERD, image.store());
    assertEquals(DigestKind.INDEX, image.idKind().orElseThrow());
  }

  /** Synthetic, as above; engines before Docker 28 do not tell. */
  @Test
  void aContainerdStoresImageIdMayBeOfAnUnknownKind() {
    engine.json("/info", 200, ScriptedEngine.CONTAINERD_INFO);
    assertTrue(image(IMAGE).idKind().isEmpty());
  }

  @Test
  void aContainerTellsTheImageThatItWasMadeFrom() {
    EngineContainer container = container(CONTAINER);
    assertEquals(Digest.parse("sha256:" + ID), container.imageId());
    assertEquals("small:1", container.startedFrom());
  }

  @Test
  void aContainersNameHasNoSlash() {
    assertEquals("web", container(CONTAINER).name());
  }

  @Test
  void aContainerThatWasOnlyCreatedWasNeverStarted() {
    assertEquals(new EngineContainer.State("created", false, false), container(CONTAINER).state());
  }

  @Test
  void aContainersPrivilegesAreTold() {
    assertEquals(
        new EngineContainer.Privileges(
            true,
            List.of("CAP_NET_ADMIN"),
            List.of("ALL"),
            true,
            List.of("no-new-privileges"),
            "host",
            List.of("27")),
        container(CONTAINER).privileges());
  }

  @Test
  void mountsAreToldApartFromTemporaryFileSystems() {
    EngineContainer container = container(CONTAINER);
    assertEquals(
        List.of(new EngineContainer.Mount("bind", "/host", "", "/data", false)),
        container.mounts());
    assertEquals(List.of("/run", "/RUN", "/scratch"), container.tmpfs());
  }

  @Test
  void overridesNameWhatAContainerWasToldOtherwise() {
    EngineContainer container = container(CONTAINER);
    assertEquals(
        List.of(
            new ConfigOverride("user", "5", "7"),
            new ConfigOverride("env TOKEN", "canary", ""),
            new ConfigOverride("env X", "", "1")),
        container.overridesOf(image(IMAGE)));
  }

  @Test
  void changesAreTold() {
    holdChanges(
        "[{\"Path\":\"/a\",\"Kind\":0},{\"Path\":\"/b\",\"Kind\":1},{\"Path\":\"/c\",\"Kind\":2}]");
    try (EngineClient client = connect()) {
      assertEquals(
          List.of(
              new ContainerChange("/a", ContainerChange.Kind.MODIFIED),
              new ContainerChange("/b", ContainerChange.Kind.ADDED),
              new ContainerChange("/c", ContainerChange.Kind.DELETED)),
          client.changes("web"));
    }
  }

  @Test
  void nullIsHowEnginesWriteThatNothingChanged() {
    holdChanges("null\n");
    try (EngineClient client = connect()) {
      assertEquals(List.of(), client.changes("web"));
    }
  }

  @Test
  void aChangeOfAnUnknownKindIsNotPassedOver() {
    holdChanges("[{\"Path\":\"/a\",\"Kind\":3}]");
    try (EngineClient client = connect()) {
      problem(ProblemKind.UNREACHABLE, () -> client.changes("web"));
    }
  }

  @Test
  void changesAreAskedForByTheWholeId() {
    holdChanges("null");
    try (EngineClient client = connect()) {
      client.changes("web");
    }
    assertTrue(
        engine.requests().contains("GET /containers/" + CONTAINER_ID + "/changes"),
        engine.requests().toString());
  }

  @Test
  void aStreamIsPassedOnWhole() throws IOException {
    engine.chunked("/containers/web/export", new byte[70_000], new byte[] {1});
    try (EngineClient client = connect();
        InputStream tar = client.export("web")) {
      assertEquals(70_001, tar.readAllBytes().length);
    }
  }

  @Test
  void nothingButGetIsEverAsked() throws IOException {
    engine.json("/containers/web/json", 200, CONTAINER);
    holdChanges("null");
    engine.chunked("/containers/web/export", new byte[1]);
    try (EngineClient client = connect()) {
      client.container("web");
      client.changes("web");
      client.export("web").close();
    }
    assertTrue(
        engine.requests().stream().allMatch(request -> request.startsWith("GET ")),
        engine.requests().toString());
  }

  @Test
  void podmanIsRecognisedWhereDockerIsExpected() {
    engine.answer(
        "/_ping",
        out ->
            out.write(ScriptedEngine.head(200, "Libpod-Api-Version: 4.3.1\r\nContent-Length: 0")));
    assertEquals(Engine.PODMAN, container(CONTAINER).engine());
  }

  @Test
  void anUnknownImageIsNotFound() {
    engine.json("/images/nope/json", 404, "{\"message\":\"no such image: nope\"}");
    try (EngineClient client = connect()) {
      String message = problem(ProblemKind.NOT_FOUND, () -> client.image("nope"));
      assertTrue(message.contains("no such image: nope"), message);
    }
  }

  @Test
  void anAmbiguousIdIsAMistake() {
    engine.json("/containers/7b/json", 400, "{\"message\":\"multiple IDs found\"}");
    try (EngineClient client = connect()) {
      problem(ProblemKind.USAGE, () -> client.container("7b"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 500, 503})
  void anErrorOfTheEngineIsQuotedEscaped(int status) {
    engine.json("/images/small:1/json", status, "{\"message\":\"layer \\u001b[31m gone\"}");
    try (EngineClient client = connect()) {
      String message = problem(ProblemKind.UNREACHABLE, () -> client.image("small:1"));
      assertTrue(message.contains(status + " (layer \\u001b[31m gone)"), message);
    }
  }

  @Test
  void anErrorOfTheEngineIsNotAskedForAgain() {
    engine.json("/images/small:1/json", 500, "{}");
    try (EngineClient client = connect()) {
      problem(ProblemKind.UNREACHABLE, () -> client.image("small:1"));
    }
    assertEquals(1, engine.requests().stream().filter(each -> each.contains("/images/")).count());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Id\":\"sha256:0\"}",
        "{\"Id\":\"../../etc\"}",
        "{\"Id\":7}",
        "{}",
        "[]",
        "<html>",
        "",
        "{\"Id\":\"a\",\"Id\":\"b\"}",
        "{\"Id\":\"a\",\"ID\":\"b\"}",
        "{\"Id\":\"a\"} {}"
      })
  void anAnswerThatIsNoneIsNoImage(String answer) {
    String message = problem(ProblemKind.UNREACHABLE, () -> image(answer));
    assertTrue(message.contains("answers a question about an image wrongly"), message);
  }

  @Test
  void anAnswerThatIsNestedTooDeeplyIsRefused() {
    problem(ProblemKind.LIMIT, () -> image("{\"Id\":" + "[".repeat(1000)));
  }

  @Test
  void anAnswerWithoutEndIsRefused() {
    byte[] spaces = new byte[1 << 20];
    Arrays.fill(spaces, (byte) ' ');
    engine.answer(
        "/images/small:1/json",
        out -> {
          out.write(ScriptedEngine.head(200, "Connection: close"));
          while (true) {
            out.write(spaces);
          }
        });
    try (EngineClient client = connect()) {
      problem(ProblemKind.LIMIT, () -> client.image("small:1"));
    }
  }

  @Test
  void moreLayersThanTheLimitAreRefused() {
    String layers = "\"" + DIFF_ID + "\"" + (",\"" + DIFF_ID + "\"").repeat(1000);
    problem(
        ProblemKind.LIMIT, () -> image(IMAGE.replace("[\"" + DIFF_ID + "\"]", "[" + layers + "]")));
  }

  @Test
  void whatIsNoHttpIsNoEngine() {
    engine.answer("/_ping", out -> out.write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII)));
    problem(ProblemKind.UNREACHABLE, this::connect);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../containers/x",
        "a/../../b",
        "a//b",
        "a?b",
        "a%2e%2e/b",
        "a#b",
        "a b",
        ""
      })
  void aNameThatLeadsElsewhereIsNeverSent(String name) {
    try (EngineClient client = connect()) {
      int before = engine.requests().size();
      problem(ProblemKind.USAGE, () -> client.image(name));
      problem(ProblemKind.USAGE, () -> client.container(name));
      assertEquals(before, engine.requests().size());
    }
  }

  @Test
  void bracketsOfAnAddressAreEncoded() {
    engine.json("/images/%5B::1%5D:5000/small:1/json", 200, IMAGE);
    try (EngineClient client = connect()) {
      assertEquals(ID, client.image("[::1]:5000/small:1").id().encoded());
    }
  }

  @Test
  void aRedirectLeadsNowhereElse() {
    engine.answer(
        "/images/small:1/json",
        out ->
            out.write(
                ScriptedEngine.head(
                    301, "Location: http://localhost/elsewhere\r\nContent-Length: 0")));
    try (EngineClient client = connect()) {
      problem(ProblemKind.NOT_FOUND, () -> client.image("small:1"));
    }
    assertEquals("GET /elsewhere", engine.requests().get(engine.requests().size() - 1));
  }

  @Test
  void aSilentEngineIsGivenUp() {
    engine.silent("/images/small:1/json");
    try (EngineClient client =
        EngineClient.connect(
            Engine.DOCKER,
            engine.options(Duration.ofMillis(300), Duration.ofSeconds(10)),
            context())) {
      problem(ProblemKind.UNREACHABLE, () -> client.image("small:1"));
    }
  }

  @Test
  void anEngineThatTricklesIsGivenUp() {
    engine.answer(
        "/images/small:1/json",
        out -> {
          out.write(ScriptedEngine.head(200, "Content-Length: 900"));
          while (true) {
            out.write(' ');
            Thread.sleep(100);
          }
        });
    try (EngineClient client =
        EngineClient.connect(
            Engine.DOCKER,
            engine.options(Duration.ofSeconds(5), Duration.ofMillis(700)),
            context())) {
      problem(ProblemKind.UNREACHABLE, () -> client.image("small:1"));
    }
  }

  @Test
  void cancellingEndsTheWaitForASilentEngine() {
    engine.silent("/images/small:1/json");
    try (EngineClient client = connect()) {
      assertEndsWithinASecond(() -> client.image("small:1"));
    }
  }

  @Test
  void cancellingEndsTheWaitForAStreamToBegin() {
    engine.silent("/images/sha256:" + ID + "/get");
    try (EngineClient client = connect()) {
      assertEndsWithinASecond(() -> client.save(Digest.parse("sha256:" + ID)));
    }
  }

  @Test
  void cancellingEndsAStreamThatStalls() throws IOException {
    engine.answer(
        "/containers/web/export",
        out -> {
          out.write(ScriptedEngine.head(200, "Transfer-Encoding: chunked"));
          out.write("5\r\nabc".getBytes(StandardCharsets.US_ASCII));
          Thread.sleep(20_000);
        });
    try (EngineClient client = connect();
        InputStream tar = client.export("web")) {
      assertEndsWithinASecond(tar::readAllBytes);
    }
  }

  private void assertEndsWithinASecond(Executable action) {
    Thread canceller =
        new Thread(
            () -> {
              try {
                Thread.sleep(200);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              cancellation.cancel();
            });
    canceller.setDaemon(true);
    canceller.start();
    long start = System.nanoTime();
    problem(ProblemKind.CANCELLED, action);
    assertTrue(System.nanoTime() - start < 1_200_000_000L, "it took longer");
  }

  @Test
  void aStreamThatBreaksOffWithinAChunkIsToldSo() throws IOException {
    assertBreaksOff("5\r\nabc");
  }

  @Test
  void aStreamThatBreaksOffBetweenChunksIsToldSo() throws IOException {
    assertBreaksOff("3\r\nabc\r\n");
  }

  private void assertBreaksOff(String body) throws IOException {
    engine.answer(
        "/containers/web/export",
        out -> {
          out.write(ScriptedEngine.head(200, "Transfer-Encoding: chunked"));
          out.write(body.getBytes(StandardCharsets.ISO_8859_1));
        });
    try (EngineClient client = connect();
        InputStream tar = client.export("web")) {
      String message = problem(ProblemKind.UNREACHABLE, tar::readAllBytes);
      assertTrue(message.contains("broke off"), message);
    }
  }

  @Test
  void anInterruptedThreadDoesNotSpin() {
    engine.silent("/images/small:1/json");
    try (EngineClient client = connect()) {
      Thread.currentThread().interrupt();
      problem(ProblemKind.UNREACHABLE, () -> client.image("small:1"));
    } finally {
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void severalThreadsMayAskAtOnce() throws Exception {
    engine.json("/images/small:1/json", 200, IMAGE);
    try (EngineClient client = connect()) {
      List<Thread> threads = new ArrayList<>();
      List<String> ids = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 8; i++) {
        Thread thread = new Thread(() -> ids.add(client.image("small:1").id().encoded()));
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(Collections.nCopies(8, ID), ids);
    }
  }

  @Test
  void aMissingSocketComesWithWhatToDo() {
    ScanException e =
        assertThrows(
            ScanException.class,
            () ->
                EngineClient.connect(
                    Engine.PODMAN,
                    ScriptedEngine.options(
                        directory.resolve("no"), Duration.ofSeconds(1), Duration.ofSeconds(1)),
                    context()));
    assertEquals(ProblemKind.UNREACHABLE, e.kind());
    assertTrue(e.remedy().orElse("").contains("podman.socket"), e.toString());
  }

  @Test
  void aSocketThatNobodyListensAtIsUnreachable() throws IOException {
    Path stale = directory.resolve("stale");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(stale));
    }
    ScanException e =
        assertThrows(
            ScanException.class,
            () ->
                EngineClient.connect(
                    Engine.DOCKER,
                    ScriptedEngine.options(stale, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                    context()));
    assertEquals(ProblemKind.UNREACHABLE, e.kind());
    assertTrue(e.remedy().orElse("").contains("systemctl start docker"), e.toString());
  }

  /**
   * Root may use every socket, so this looks at the words only; the integration test asks for real.
   */
  @Test
  void aForbiddenSocketComesWithWhatToDo() {
    ScanException e = SocketState.FORBIDDEN.problem(Engine.DOCKER, "Docker Engine", "", null);
    assertEquals(ProblemKind.UNREACHABLE, e.kind());
    assertTrue(e.remedy().orElse("").contains("group docker"), e.toString());
  }

  @Test
  void aBodyLargerThanTheSocketsBufferIsPassedOn() throws IOException {
    engine.answer(
        "/containers/web/export",
        (OutputStream out) -> {
          out.write(ScriptedEngine.head(200, "Content-Length: " + (8 << 20)));
          out.write(new byte[8 << 20]);
        });
    try (EngineClient client = connect();
        InputStream tar = client.export("web")) {
      assertEquals(8 << 20, tar.readAllBytes().length);
    }
  }
}
