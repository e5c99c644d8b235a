package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.testimages.OciLayout;
import dev.imageprovenance.testimages.TestImage;
import dev.imageprovenance.testimages.TestIndex;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries that do not serve what they promise, on either side: nothing of it ever passes. */
@Timeout(60)
class LyingRegistryTest {
  private static final TestImage APPROVED = image("65532:65532");
  private static final TestImage EVIL = image("0:0");

  @TempDir Path directory;
  private final ScriptedServer server = new ScriptedServer();
  private final FakeEngine streams = new FakeEngine();
  private String layout = "";

  private static TestImage image(String user) {
    return TestImage.builder()
        .user(user)
        .layer(layer -> layer.file("/app", 0755, "app"))
        .layer(layer -> layer.file("/data", 0644, "data"))
        .build();
  }

  @BeforeEach
  void push() {
    server.push("app", APPROVED, "1").push("app", EVIL, "evil");
    layout = "oci:" + OciLayout.of(APPROVED).writeTo(directory.resolve("layout"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private int compare(String deployed, String registry) {
    int code =
        new Cli(streams.terminal(), Engine::ofLibrary, new Interruption(new Cancellation()))
            .run(List.of("compare", "--no-cache", "--timeout=800ms", deployed, registry));
    String said = streams.out.toString() + streams.err;
    assertFalse(said.contains("Exception") || said.contains("\tat "), said);
    return code;
  }

  private String name(String reference) {
    return server.address() + "/app" + reference;
  }

  private static byte[] manifestOf(TestImage image) {
    return image.manifest();
  }

  private static String manifests(String reference) {
    return "/v2/app/manifests/" + reference;
  }

  private static String digestOf(TestImage image) {
    return image.descriptor().digest();
  }

  @Test
  void honestRegistryPasses() {
    assertEquals(0, compare(layout, name(":1")));
  }

  @Test
  void headerWithTheApprovedDigestDoesNotMakeAnotherManifestThatOne() {
    server.answer(manifests("1"), ScriptedServer.manifest(digestOf(APPROVED), manifestOf(EVIL)));
    assertNotEquals(0, compare(name(":1"), layout));
  }

  @Test
  void anotherManifestUnderTheApprovedDigestIsBrokenIntegrity() {
    server.answer(
        manifests(digestOf(APPROVED)),
        ScriptedServer.manifest(digestOf(APPROVED), manifestOf(EVIL)));
    assertEquals(4, compare(name("@" + digestOf(APPROVED)), layout));
  }

  @Test
  void anotherConfigUnderTheApprovedDigestIsBrokenIntegrity() {
    TestImage annotated =
        TestImage.builder()
            .user("65532:65532")
            .layer(layer -> layer.file("/app", 0755, "app"))
            .layer(layer -> layer.file("/data", 0644, "data"))
            .annotation("a", "b")
            .build();
    server
        .push("app", annotated, "annotated")
        .answer(
            "/v2/app/blobs/" + APPROVED.configDescriptor().digest(),
            ScriptedServer.bytes(200, "application/octet-stream", EVIL.config()));
    assertEquals(4, compare(name(":annotated"), layout));
  }

  @Test
  void anotherLayerUnderTheApprovedDigestIsBrokenIntegrity() {
    String layer = APPROVED.layers().get(0).descriptor().digest();
    byte[] other =
        Objects.requireNonNull(
            APPROVED.blobs().get(APPROVED.layers().get(1).descriptor().digest()));
    server.answer(
        "/v2/app/blobs/" + layer, ScriptedServer.bytes(200, "application/octet-stream", other));
    TestImage relabelled =
        TestImage.builder()
            .user("65532:65532")
            .layer(builder -> builder.file("/app", 0755, "app"))
            .build();
    String changed = "oci:" + OciLayout.of(relabelled).writeTo(directory.resolve("changed"));
    assertEquals(4, compare(name(":1"), changed));
  }

  /** What a registry may answer instead of a manifest. */
  enum Instead {
    HTML,
    EMPTY,
    NOT_MODIFIED,
    NO_CONTENT,
    JSON_ERROR,
    CUT_OFF,
    ENDLESS,
    TRICKLE,
    ENORMOUS_LENGTH,
    REDIRECT_LOOP,
    REDIRECT_TO_FILE,
    INTERNAL_ERROR,
    TWO_DOCUMENTS,
    DEEP,
    FOLDED;

    void to(HttpExchange exchange) throws IOException {
      byte[] honest = manifestOf(APPROVED);
      exchange.getResponseHeaders().set("Docker-Content-Digest", digestOf(APPROVED));
      exchange
          .getResponseHeaders()
          .set("Content-Type", "application/vnd.oci.image.manifest.v1+json");
      switch (this) {
        case HTML -> send(exchange, 200, "<html>Please log in</html>");
        case EMPTY -> exchange.sendResponseHeaders(200, -1);
        case NOT_MODIFIED -> exchange.sendResponseHeaders(304, -1);
        case NO_CONTENT -> exchange.sendResponseHeaders(204, -1);
        case JSON_ERROR -> send(exchange, 200, "{\"errors\":[{\"code\":\"DENIED\"}]}");
        case CUT_OFF -> {
          exchange.sendResponseHeaders(200, honest.length);
          exchange.getResponseBody().write(Arrays.copyOf(honest, honest.length / 2));
          exchange.getResponseBody().flush();
          throw new IOException("gone");
        }
        case ENDLESS -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] spaces = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
          for (int i = 0; i < 1 << 12; i++) {
            exchange.getResponseBody().write(spaces);
          }
        }
        case TRICKLE -> {
          exchange.sendResponseHeaders(200, honest.length);
          trickle(exchange.getResponseBody(), honest);
        }
        case ENORMOUS_LENGTH -> {
          exchange.sendResponseHeaders(200, Long.MAX_VALUE);
          exchange.getResponseBody().write(honest);
          throw new IOException("gone");
        }
        case REDIRECT_LOOP -> {
          exchange.getResponseHeaders().set("Location", exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(307, -1);
        }
        case REDIRECT_TO_FILE -> {
          exchange.getResponseHeaders().set("Location", "file:///etc/passwd");
          exchange.sendResponseHeaders(302, -1);
        }
        case INTERNAL_ERROR -> send(exchange, 500, "oops");
        case TWO_DOCUMENTS ->
            send(exchange, 200, new String(honest, StandardCharsets.UTF_8) + "{}");
        case DEEP -> send(exchange, 200, "{\"a\":".repeat(100_000));
        case FOLDED ->
            send(
                exchange,
                200,
                new String(honest, StandardCharsets.UTF_8)
                    .replace("\"layers\"", "\"Layers\":[],\"layers\""));
      }
    }

    private static void trickle(OutputStream out, byte[] bytes) throws IOException {
      for (byte one : bytes) {
        out.write(one);
        out.flush();
        try {
          Thread.sleep(300);
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource(Instead.class)
  void whatIsNoManifestProvesNothing(Instead answer) {
    server.answer(manifests("1"), answer::to);
    int code = compare(layout, name(":1"));
    assertTrue(code == 3 || code == 4, code + ": " + streams.out);
  }

  @ParameterizedTest
  @EnumSource(
      value = Instead.class,
      names = {"HTML", "CUT_OFF", "REDIRECT_LOOP", "FOLDED"})
  void whatIsNoManifestProvesNothingOfWhatIsDeployed(Instead answer) {
    server.answer(manifests("1"), answer::to);
    int code = compare(name(":1"), layout);
    assertTrue(code == 3 || code == 4, code + ": " + streams.out);
  }

  @ParameterizedTest
  @EnumSource(
      value = Instead.class,
      names = {"HTML", "EMPTY", "CUT_OFF", "ENDLESS", "TRICKLE", "REDIRECT_LOOP"})
  void whatIsNoLayerProvesNothing(Instead answer) {
    TestImage annotated =
        TestImage.builder()
            .user("0:0")
            .layer(layer -> layer.file("/app", 0755, "other"))
            .layer(layer -> layer.file("/data", 0644, "data"))
            .build();
    String other = "oci:" + OciLayout.of(annotated).writeTo(directory.resolve("other"));
    server.answer("/v2/app/blobs/" + APPROVED.layers().get(0).descriptor().digest(), answer::to);
    int code = compare(name(":1"), other);
    assertTrue(code != 0, code + ": " + streams.out);
  }

  @ParameterizedTest
  @ValueSource(strings = {"linux/amd64", "linux/x86_64", "Linux/AMD64", "linux/amd64/v1"})
  void oneMoreImageOfThePlatformDoesNotPass(String platform) {
    TestIndex approved = TestIndex.builder().child("linux/amd64", APPROVED).build();
    TestIndex deployed =
        TestIndex.builder().child(platform, EVIL).child("linux/amd64", APPROVED).build();
    server.push("index", approved, "1").push("index", deployed, "evil");
    assertEquals(1, compare(server.address() + "/index:evil", server.address() + "/index:1"));
  }

  @Test
  void otherOrderOfTwoImagesOfOnePlatformDoesNotPass() {
    TestIndex approved =
        TestIndex.builder().child("linux/amd64", APPROVED).child("linux/amd64", EVIL).build();
    TestIndex deployed =
        TestIndex.builder().child("linux/amd64", EVIL).child("linux/amd64", APPROVED).build();
    server.push("index", approved, "1").push("index", deployed, "evil");
    assertEquals(1, compare(server.address() + "/index:evil", server.address() + "/index:1"));
  }
}
