package dev.imageprovenance.scanner.source.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Passwords and tokens, and to whom they are not sent. */
@Timeout(60)
class RegistryLoginTest extends RegistryStoreFixture {
  RegistryLoginTest() throws IOException {}

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
}
