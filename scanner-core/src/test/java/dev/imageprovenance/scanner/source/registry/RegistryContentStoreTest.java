package dev.imageprovenance.scanner.source.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore.StoredManifest;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.http.Notes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RegistryContentStoreTest {
  private static final byte[] MANIFEST = "{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8);
  private static final String CANARY = "canary-p4ssword";

  private final Notes notes = new Notes();
  private final Cancellation cancellation = new Cancellation();
  private final List<RegistryContentStore> stores = new ArrayList<>();
  private final byte[] content = new byte[300_000];
  private FaultyRegistry registry;
  private Descriptor blob;
  private Digest manifest;

  RegistryContentStoreTest() throws IOException {
    registry = FaultyRegistry.start();
    new Random(7).nextBytes(content);
    blob = registry.putBlob(content);
    manifest = registry.putManifest("1", MediaType.OCI_MANIFEST, MANIFEST);
  }

  @BeforeEach
  void seenIsEmpty() {
    assertEquals(List.of(), registry.seen());
  }

  @AfterEach
  void close() throws IOException {
    for (RegistryContentStore store : stores) {
      store.close();
    }
    registry.close();
  }

  private RegistryContentStore store() {
    return store(Optional.empty());
  }

  private RegistryContentStore store(Optional<RegistryOptions.Credentials> credentials) {
    return store(credentials, Duration.ofSeconds(10), Duration.ofSeconds(20));
  }

  private RegistryContentStore store(
      Optional<RegistryOptions.Credentials> credentials, Duration readTimeout, Duration deadline) {
    RegistryOptions options =
        new RegistryOptions(
            credentials,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Duration.ofSeconds(5),
            readTimeout,
            deadline);
    ScanContext context =
        new ScanContext(Clock.systemUTC(), Limits.defaults(), notes, cancellation);
    RegistryContentStore store =
        RegistryContentStore.connect(Reference.parse(registry.host() + "/app:1"), options, context);
    stores.add(store);
    return store;
  }

  private static Optional<RegistryOptions.Credentials> bob() {
    return Optional.of(new RegistryOptions.Credentials("bob", CANARY));
  }

  private byte[] read(RegistryContentStore store) throws IOException {
    try (InputStream in = store.blob(blob)) {
      return in.readAllBytes();
    }
  }

  private ScanException problem(RegistryContentStore store) {
    return assertThrows(ScanException.class, () -> store.manifestByTag("1"));
  }

  private static FaultyRegistry.Fault cutAfter(int bytes, byte[] content) {
    return (request, wire) -> {
      wire.raw("HTTP/1.1 200 OK\r\nContent-Length: " + content.length + "\r\n\r\n");
      wire.raw(Arrays.copyOf(content, bytes));
      wire.cut();
    };
  }

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

  @Test
  void basicAuthenticationWorks() {
    registry.requireBasic("bob", CANARY);
    assertArrayEquals(MANIFEST, store(bob()).manifestByTag("1").raw().bytes());
  }

  @Test
  void wrongPasswordNamesUserAndSourceButNoPassword() {
    registry.requireBasic("bob", "another");
    ScanException e = problem(store(bob()));
    assertEquals(ProblemKind.UNAUTHORIZED, e.kind());
    assertTrue(e.toString().contains("user \"bob\" from the options"), e::toString);
  }

  @Test
  void missingLoginSaysSo() {
    registry.requireBasic("bob", CANARY);
    assertTrue(problem(store()).remedy().orElse("").contains("docker login"));
  }

  @Test
  void anonymousTokenWorks() {
    registry.requireBearer();
    assertArrayEquals(MANIFEST, store().manifestByTag("1").raw().bytes());
  }

  @Test
  void tokenRequestCarriesServiceScopeAndUser() {
    registry.requireBearer("bob", CANARY);
    store(bob()).manifestByTag("1");
    assertEquals(
        "/token?account=bob&service=faulty&scope=repository%3Aapp%3Apull",
        registry.seen("GET", "/token").get(0).path());
  }

  @Test
  void eightThreadsShareOneToken() throws Exception {
    registry.requireBearer();
    RegistryContentStore store = store();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<byte[]> task = () -> read(store);
      for (Future<byte[]> bytes : threads.invokeAll(java.util.Collections.nCopies(8, task))) {
        assertArrayEquals(content, bytes.get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, registry.tokensGiven());
  }

  @Test
  void tokenThatIsRefusedInMidScanIsReplaced() {
    registry.requireBearer();
    RegistryContentStore store = store();
    store.manifestByTag("1");
    registry.revokeTokens();
    store.manifestByTag("1");
    assertEquals(2, registry.tokensGiven());
  }

  @Test
  void tokenThatIsAlwaysRefusedIsReplacedOnce() {
    registry.requireBearer();
    RegistryContentStore store = store();
    store.manifestByTag("1");
    registry.always(
        "manifests",
        (request, wire) ->
            wire.answer(
                401,
                "",
                "WWW-Authenticate",
                "Bearer realm=\""
                    + registry.url()
                    + "/token\",service=\"faulty\",scope=\"repository:app:pull\""));
    assertEquals(ProblemKind.UNAUTHORIZED, problem(store).kind());
    assertEquals(2, registry.tokensGiven());
  }

  @Test
  void expiredTokenIsReplacedWithoutBeingRefused() throws Exception {
    registry.requireBearer();
    registry.tokenLifetime("0.2");
    RegistryContentStore store = store();
    store.manifestByTag("1");
    Thread.sleep(300);
    store.manifestByTag("1");
    assertEquals(
        1,
        registry.seen().stream()
            .filter(r -> r.header("Authorization").isEmpty() && r.path().contains("manifests"))
            .count());
    assertEquals(2, registry.tokensGiven());
  }

  @Test
  void blobIsResumedWithANewToken() throws IOException {
    registry.requireBearer();
    RegistryContentStore store = store();
    store.manifestByTag("1");
    registry.next(
        "blobs",
        (request, wire) -> {
          registry.revokeTokens();
          cutAfter(100_000, content).answer(request, wire);
        });
    assertArrayEquals(content, read(store));
  }

  @Test
  void redirectToAnotherHostReceivesNoCredentials() throws IOException {
    try (FaultyRegistry cdn = FaultyRegistry.start()) {
      cdn.putBlob(content);
      registry.requireBearer("bob", CANARY);
      RegistryContentStore store = store(bob());
      store.manifestByTag("1");
      registry.next(
          "blobs",
          (request, wire) ->
              wire.answer(307, "", "Location", cdn.url() + request.path() + "?sig=1"));
      cdn.always("?sig=1", (request, wire) -> wire.answer(200, content));
      assertArrayEquals(content, read(store));
      assertEquals("", cdn.seen().get(0).header("Authorization"));
    }
  }

  @Test
  void otherHostThatAsksForALoginGetsNone() throws IOException {
    try (FaultyRegistry thief = FaultyRegistry.start()) {
      thief.requireBasic("bob", CANARY);
      registry.requireBasic("bob", CANARY);
      registry.always(
          "blobs", (request, wire) -> wire.answer(307, "", "Location", thief.url() + "/x"));
      assertThrows(ScanException.class, () -> store(bob()).blob(blob));
      assertTrue(thief.seen().stream().allMatch(seen -> seen.header("Authorization").isEmpty()));
    }
  }

  @Test
  void passwordIsNotSentToARealmOverPlainHttpElsewhere() {
    registry.requireBearer("bob", CANARY);
    registry.realm("http://token.example/token");
    assertEquals(ProblemKind.CONFIGURATION, problem(store(bob())).kind());
  }

  @Test
  void passwordAppearsNowhereEvenWhenTheServerRepeatsIt() {
    registry.requireBasic("bob", "another");
    registry.always(
        "manifests",
        (request, wire) ->
            wire.answer(
                request.header("Authorization").isEmpty() ? 401 : 403,
                "{\"errors\":[{\"code\":\"DENIED\",\"message\":\""
                    + CANARY
                    + " "
                    + request.header("Authorization")
                    + "\"}]}",
                "WWW-Authenticate",
                "Basic realm=x"));
    RegistryContentStore store = store(bob());
    ScanException e = problem(store);
    String everything = e + " " + e.remedy() + notes.all() + store + bob();
    assertTrue(everything.contains("DENIED"), everything);
    assertFalse(
        everything.contains("canary-p4ssword") || everything.contains("Ym9iOmNhbmFyeS"),
        everything);
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
