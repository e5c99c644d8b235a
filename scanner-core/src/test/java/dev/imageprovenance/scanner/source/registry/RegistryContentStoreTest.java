package dev.imageprovenance.scanner.source.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.image.ContentStore.StoredManifest;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Manifests and tags. */
@Timeout(60)
class RegistryContentStoreTest extends RegistryStoreFixture {
  RegistryContentStoreTest() throws IOException {}

  @Test
  void isNamedAfterHostAndRepository() {
    assertEquals(registry.host() + "/app", store().name());
  }

  @Test
  void readsManifestByTag() {
    StoredManifest stored = store().manifestByTag("1");
    assertArrayEquals(MANIFEST, stored.raw().bytes());
    assertEquals(Optional.of(MediaType.OCI_MANIFEST), stored.mediaType());
    assertEquals(Optional.of(manifest), stored.claimedDigest());
  }

  @Test
  void readsManifestByDigest() {
    assertArrayEquals(MANIFEST, store().manifestByDigest(manifest).raw().bytes());
  }

  @Test
  void acceptsIndexesAndManifestsOfBothKindsButNoSchema1() {
    store().manifestByTag("1");
    assertEquals(
        "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json,"
            + " application/vnd.docker.distribution.manifest.list.v2+json,"
            + " application/vnd.docker.distribution.manifest.v2+json",
        registry.seen().get(0).header("Accept"));
  }

  @Test
  void findsPlainHttpOnLoopbackWithoutAFurtherRequest() {
    store().manifestByTag("1");
    assertEquals(1, registry.seen().size());
  }

  @Test
  void headTellsDigestWithoutBytes() {
    assertEquals(
        Optional.of(manifest), store().head("1").flatMap(RegistryContentStore.Head::digest));
  }

  @Test
  void headOfUnknownTagIsEmpty() {
    assertEquals(Optional.empty(), store().head("none"));
  }

  @Test
  void readsBlob() throws IOException {
    assertArrayEquals(content, read(store()));
  }

  @Test
  void reusesItsConnection() throws IOException {
    RegistryContentStore store = store();
    for (int i = 0; i < 5; i++) {
      store.manifestByTag("1");
      read(store);
      assertThrows(ScanException.class, () -> store.manifestByTag("none"));
    }
    assertEquals(1, registry.connections());
  }

  @Test
  void goesOnWhenTheServerHasClosedAnIdleConnection() {
    RegistryContentStore store = store();
    registry.next(
        "manifests/1",
        (request, wire) -> {
          wire.answer(200, MANIFEST, "Content-Type", MediaType.OCI_MANIFEST.value());
          wire.cut();
        });
    store.manifestByTag("1");
    store.manifestByTag("1");
    assertEquals(List.of(), notes.all());
  }

  @Test
  void unknownTagIsNotFound() {
    ScanException e = assertThrows(ScanException.class, () -> store().manifestByTag("none"));
    assertEquals(ProblemKind.NOT_FOUND, e.kind());
    assertTrue(e.toString().contains("does not have the tag \"none\""), e::toString);
  }

  @Test
  void tagThatCouldLeaveItsPathIsRefused() {
    ScanException e = assertThrows(ScanException.class, () -> store().manifestByTag("../../x"));
    assertEquals(ProblemKind.USAGE, e.kind());
  }

  @Test
  void announcedSizeBeyondTheLimitIsRefusedUnread() {
    registry.always(
        "manifests/1",
        (request, wire) -> wire.raw("HTTP/1.1 200 OK\r\nContent-Length: 4194305\r\n\r\n"));
    assertEquals(ProblemKind.LIMIT, problem(store()).kind());
  }

  @Test
  void endlessManifestIsCutAtTheLimit() {
    registry.always("manifests/1", FaultyRegistryFaults.endless());
    assertEquals(ProblemKind.LIMIT, problem(store()).kind());
  }

  @Test
  void loginPageIsNoManifest() {
    registry.always(
        "manifests/1",
        (request, wire) -> wire.answer(200, "<html>", "Content-Type", "text/html; charset=utf-8"));
    ScanException e = problem(store());
    assertEquals(ProblemKind.UNREACHABLE, e.kind());
    assertTrue(e.toString().contains("text/html"), e::toString);
  }

  @Test
  void encodedManifestIsRefused() {
    registry.always(
        "manifests/1", (request, wire) -> wire.answer(200, "x", "Content-Encoding", "gzip"));
    assertEquals(ProblemKind.UNREACHABLE, problem(store()).kind());
  }

  @Test
  void brokenManifestIsAskedForAgain() {
    registry.next("manifests/1", cutAfter(5, MANIFEST));
    assertArrayEquals(MANIFEST, store().manifestByTag("1").raw().bytes());
  }

  @Test
  void malformedClaimOfADigestIsMalformed() {
    registry.always(
        "manifests/1",
        (request, wire) -> wire.answer(200, "{}", "Docker-Content-Digest", "sha256:xyz"));
    assertEquals(ProblemKind.MALFORMED, problem(store()).kind());
  }

  @Test
  void retriesAfterTooManyRequests() {
    registry.next("manifests/1", (request, wire) -> wire.answer(429, "", "Retry-After", "0"));
    registry.next("manifests/1", (request, wire) -> wire.answer(503, "", "Retry-After", "0"));
    assertArrayEquals(MANIFEST, store().manifestByTag("1").raw().bytes());
  }

  @Test
  void silentRegistryIsUnreachableAtTheDeadline() {
    registry.always("manifests/1", (request, wire) -> wire.hang());
    RegistryContentStore store =
        store(Optional.empty(), Duration.ofMillis(300), Duration.ofSeconds(1));
    assertEquals(ProblemKind.UNREACHABLE, problem(store).kind());
  }

  @Test
  void tagsAreReadOverAllPages() {
    registry.next(
        "tags/list",
        (request, wire) ->
            wire.answer(
                200,
                "{\"tags\":[\"a\",\"b\"]}",
                "Link",
                "</v2/app/tags/list?last=b&n=2>; rel=\"next\""));
    registry.next("tags/list", (request, wire) -> wire.answer(200, "{\"tags\":[\"c\"]}"));
    assertEquals(List.of("a", "b", "c"), store().tags());
  }

  @Test
  void tagsThatAreNullAreNone() {
    registry.next("tags/list", (request, wire) -> wire.answer(200, "{\"tags\":null}"));
    assertEquals(List.of(), store().tags());
  }

  @Test
  void tagPagesInACircleAreMalformed() {
    registry.always(
        "tags/list",
        (request, wire) ->
            wire.answer(200, "{\"tags\":[\"a\"]}", "Link", "</v2/app/tags/list?n=1>; rel=next"));
    ScanException e = assertThrows(ScanException.class, () -> store().tags());
    assertEquals(ProblemKind.MALFORMED, e.kind());
  }

  @Test
  void tagPagesOnAnotherHostAreNotFollowed() {
    registry.always(
        "tags/list",
        (request, wire) ->
            wire.answer(200, "{\"tags\":[]}", "Link", "<https://evil.example/v2/tags>; rel=next"));
    ScanException e = assertThrows(ScanException.class, () -> store().tags());
    assertEquals(ProblemKind.MALFORMED, e.kind());
  }
}
