package dev.imageprovenance.scanner.source.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries that stall or do not speak HTTP. */
@Timeout(60)
class HostileRegistryTest extends RegistryStoreFixture {
  HostileRegistryTest() throws IOException {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
      })
  void cancellationEndsAStalledReadAtOnce(String start) throws Exception {
    registry.always(
        "blobs",
        (request, wire) -> {
          wire.raw(start);
          wire.hang();
        });
    RegistryContentStore store = store();
    store.manifestByTag("1");
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<byte[]> bytes = thread.submit(() -> read(store));
      while (registry.seen("GET", "blobs").isEmpty()) {
        Thread.sleep(10);
      }
      Thread.sleep(100);
      cancellation.cancel();
      Throwable end =
          assertTimeoutPreemptively(
              Duration.ofSeconds(1),
              () -> assertThrows(java.util.concurrent.ExecutionException.class, bytes::get));
      assertEquals(
          ProblemKind.CANCELLED,
          end.getCause() instanceof ScanException e ? e.kind() : ProblemKind.INTERNAL);
    } finally {
      thread.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "2\r\n{}\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: x\r\n\r\n",
        "HTTP/1.1 101 Switching\r\n\r\n",
      })
  void answersThatAreNotHttpAreRefused(String answer) {
    RegistryContentStore store = store();
    store.manifestByTag("1");
    registry.always(
        "manifests",
        (request, wire) -> {
          wire.raw(answer);
          wire.cut();
        });
    assertEquals(ProblemKind.UNREACHABLE, problem(store).kind());
  }

  @Test
  void endlessHeaderIsRefused() {
    RegistryContentStore store = store();
    store.manifestByTag("1");
    registry.always(
        "manifests",
        (request, wire) -> {
          wire.raw("HTTP/1.1 200 OK\r\nX: ");
          while (true) {
            wire.raw("a".repeat(10_000));
          }
        });
    assertEquals(ProblemKind.UNREACHABLE, problem(store).kind());
  }
}
