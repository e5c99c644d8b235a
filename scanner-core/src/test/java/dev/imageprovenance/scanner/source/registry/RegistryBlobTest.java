package dev.imageprovenance.scanner.source.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blobs, and what becomes of them when connections break. */
@Timeout(60)
class RegistryBlobTest extends RegistryStoreFixture {
  RegistryBlobTest() throws IOException {}

  @Test
  void cutBlobIsResumedWhereItBroke() throws IOException {
    registry.next("blobs", cutAfter(100_000, content));
    assertArrayEquals(content, read(store()));
    assertEquals("bytes=100000-", registry.seen("GET", "blobs").get(1).header("Range"));
  }

  @Test
  void resumedBlobIsSkippedWhenTheServerKnowsNoRange() throws IOException {
    registry.next("blobs", cutAfter(100_000, content));
    registry.next("blobs", (request, wire) -> wire.answer(200, content));
    assertArrayEquals(content, read(store()));
  }

  @Test
  void breakWhileSkippingStartsAgain() throws IOException {
    registry.next("blobs", cutAfter(100_000, content));
    registry.next("blobs", cutAfter(50_000, content));
    registry.next("blobs", cutAfter(200_000, content));
    assertArrayEquals(content, read(store()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes 99999-299999/300000",
        "bytes 100001-299999/300000",
        "bytes 100000-299999/300001",
        "bytes 100000-299999/*",
        "bytes 100000-300000/300000",
        "bytes 100000-99999/300000",
        "octets 100000-299999/300000",
        "",
      })
  void wrongContentRangeIsAnError(String range) throws IOException {
    registry.next("blobs", cutAfter(100_000, content));
    byte[] rest = Arrays.copyOfRange(content, 100_000, content.length);
    registry.next(
        "blobs",
        (request, wire) -> wire.answer(206, rest, range.isEmpty() ? "X" : "Content-Range", range));
    IOException e = assertThrows(IOException.class, () -> read(store()));
    assertTrue(e.toString().contains("asked for bytes from 100000 on"), e::toString);
  }

  @Test
  void partShorterThanItsContentRangeIsResumedAgain() throws IOException {
    registry.next("blobs", cutAfter(100_000, content));
    registry.next(
        "blobs",
        (request, wire) ->
            wire.answer(
                206,
                Arrays.copyOfRange(content, 100_000, 150_000),
                "Content-Range",
                "bytes 100000-149999/300000"));
    assertArrayEquals(content, read(store()));
  }

  @Test
  void refusedRangeIsAnError() {
    registry.next("blobs", cutAfter(100_000, content));
    registry.next(
        "blobs", (request, wire) -> wire.answer(416, "", "Content-Range", "bytes */100000"));
    IOException e = assertThrows(IOException.class, () -> read(store()));
    assertTrue(e.toString().contains("answered 416"), e::toString);
  }

  @Test
  void connectionThatAlwaysBreaksEndsInAnError() {
    registry.always("blobs", cutAfter(0, content));
    assertThrows(
        IOException.class,
        () -> read(store(Optional.empty(), Duration.ofSeconds(1), Duration.ofSeconds(1))));
  }

  @Test
  void endlessBlobGivesOneByteTooMany() throws IOException {
    registry.always("blobs", FaultyRegistryFaults.endless());
    assertEquals(content.length + 1, read(store()).length);
  }

  @Test
  void blobThatEndsEarlyInAnOrderlyWayEndsEarly() throws IOException {
    registry.always(
        "blobs",
        (request, wire) -> {
          wire.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          wire.raw("3\r\nabc\r\n0\r\n\r\n");
        });
    assertEquals(3, read(store()).length);
  }

  @Test
  void lengthThatContradictsTheDescriptorNamesBoth() {
    Descriptor longer = Descriptor.of(blob.mediaType(), blob.digest(), blob.size() + 1);
    ScanException e = assertThrows(ScanException.class, () -> store().blob(longer));
    assertEquals(ProblemKind.INTEGRITY, e.kind());
    assertTrue(e.toString().contains("300001") && e.toString().contains("300000"), e::toString);
  }

  @Test
  void wrongBytesAreDeliveredForWhoeverComparesThem() throws IOException {
    byte[] wrong = content.clone();
    wrong[5]++;
    registry.always("blobs", (request, wire) -> wire.answer(200, wrong));
    assertArrayEquals(wrong, read(store()));
  }

  @Test
  void closingABigBlobEarlyIsQuick() {
    registry.always("blobs", FaultyRegistryFaults.endless());
    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> store().blob(blob).close());
  }
}
