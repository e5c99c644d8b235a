package dev.imageprovenance.scanner.source.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.http.Notes;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SlowRegistryTest {
  private static final Duration DEADLINE = Duration.ofMillis(1500);

  private final FaultyRegistry registry;
  private final RegistryContentStore store;
  private final byte[] content = new byte[150_000];
  private final Descriptor blob;

  SlowRegistryTest() throws IOException {
    registry = FaultyRegistry.start();
    blob = registry.putBlob(content);
    registry.putManifest("1", MediaType.OCI_MANIFEST, new byte[] {'{', '}'});
    RegistryOptions options =
        new RegistryOptions(
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            DEADLINE);
    store =
        RegistryContentStore.connect(
            Reference.parse(registry.host() + "/app:1"), options, new Notes().context());
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    registry.close();
  }

  /** {@code start}, and then a piece of some bytes after each pause, for ever. */
  private static FaultyRegistry.Fault trickle(String start, String piece, int millis) {
    return (request, wire) -> {
      wire.raw(start);
      while (true) {
        pause(millis);
        wire.raw(piece);
      }
    };
  }

  private static void pause(int millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void assertTooSlow(ScanException e, String what) {
    assertEquals(ProblemKind.UNREACHABLE, e.kind());
    assertTrue(
        String.valueOf(e.getMessage())
            .matches("(?s).*only \\d+ bytes of " + what + " came in 1\\.\\d s.*"),
        e.getMessage());
    assertTrue(e.toString().contains("--timeout"), e.toString());
  }

  @Test
  void headThatTricklesIsGivenUp() {
    registry.always("/manifests/", trickle("HTTP/1.1 200 OK\r\n", "X-A: b\r\n", 300));
    ScanException e = assertThrows(ScanException.class, () -> store.manifestByTag("1"));
    assertTooSlow(e, "the response's head");
  }

  @Test
  void manifestThatTricklesIsGivenUp() {
    registry.always(
        "/manifests/", trickle("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", " ", 300));
    ScanException e = assertThrows(ScanException.class, () -> store.manifestByTag("1"));
    assertTooSlow(e, "the body");
  }

  @Test
  void tokenThatTricklesIsGivenUp() {
    registry.requireBearer();
    registry.always("/token", trickle("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", " ", 300));
    ScanException e = assertThrows(ScanException.class, () -> store.manifestByTag("1"));
    assertTooSlow(e, "the body");
  }

  @Test
  void tagPageThatTricklesIsGivenUp() {
    registry.always("/tags/", trickle("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", " ", 300));
    assertTooSlow(assertThrows(ScanException.class, store::tags), "the body");
  }

  @Test
  void errorThatTricklesStillTellsItsStatus() {
    registry.always(
        "/manifests/", trickle("HTTP/1.1 404 x\r\nContent-Length: 900\r\n\r\n", " ", 300));
    ScanException e = assertThrows(ScanException.class, () -> store.manifestByTag("1"));
    assertEquals(ProblemKind.NOT_FOUND, e.kind());
  }

  @Test
  void blobThatTricklesIsGivenUp() {
    registry.always(
        "/blobs/", trickle("HTTP/1.1 200 OK\r\nContent-Length: 150000\r\n\r\n", "x", 300));
    IOException e = assertThrows(IOException.class, () -> read(blob));
    assertTrue(
        String.valueOf(e.getMessage()).matches(".*only \\d bytes came in .*--timeout.*"),
        e.getMessage());
  }

  @Test
  void configThatIsNotCompleteInTimeIsGivenUp() {
    registry.always("/blobs/", slowly(3000, 100));
    Descriptor config = Descriptor.of(MediaType.OCI_CONFIG, blob.digest(), blob.size());
    assertThrows(IOException.class, () -> read(config));
  }

  @Test
  void blobOverASlowButHonestLinkIsRead() throws IOException {
    registry.always("/blobs/", slowly(5000, 100));
    assertArrayEquals(content, read(blob));
  }

  private FaultyRegistry.Fault slowly(int bytes, int millis) {
    return (request, wire) -> {
      wire.raw("HTTP/1.1 200 OK\r\nContent-Length: " + content.length + "\r\n\r\n");
      for (int at = 0; at < content.length; at += bytes) {
        wire.raw(Arrays.copyOfRange(content, at, Math.min(content.length, at + bytes)));
        pause(millis);
      }
    };
  }

  private byte[] read(Descriptor descriptor) throws IOException {
    try (InputStream in = store.blob(descriptor)) {
      return in.readAllBytes();
    }
  }
}
