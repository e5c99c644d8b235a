package dev.imageprovenance.scanner.source.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of referrers, and what registries answer instead. */
@Timeout(60)
class RegistryReferrersTest extends RegistryStoreFixture {
  private static final Duration SHORT = Duration.ofMillis(1500);

  RegistryReferrersTest() throws IOException {}

  private static Digest digest(int number) {
    return Digest.sha256(Integer.toString(number).getBytes(StandardCharsets.UTF_8));
  }

  private void list(ReferrersApi api, int number, String artifactType) {
    api.list(
        manifest,
        artifactType,
        "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\""
            + digest(number)
            + "\",\"size\":9,\"artifactType\":\""
            + artifactType
            + "\"}");
  }

  private ContentStore.Referrers referrers() {
    return store(Optional.empty(), SHORT, SHORT).referrers(manifest, Optional.empty());
  }

  private ProblemKind problemOfReferrers() {
    return assertThrows(ScanException.class, this::referrers).kind();
  }

  @Test
  void emptyListIsATrueAnswer() {
    new ReferrersApi(10, true).in(registry);
    assertEquals(ContentStore.Referrers.of(List.of()), referrers());
  }

  @Test
  void readsAllPages() {
    ReferrersApi api = new ReferrersApi(2, true).in(registry);
    for (int i = 0; i < 5; i++) {
      list(api, i, "t");
    }
    assertEquals(
        List.of(digest(0), digest(1), digest(2), digest(3), digest(4)),
        referrers().manifests().stream().map(Descriptor::digest).toList());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void filtersWhetherTheRegistryDoesOrNot(boolean registryFilters) {
    ReferrersApi api = new ReferrersApi(10, registryFilters).in(registry);
    list(api, 1, "application/a+json");
    list(api, 2, "application/b+json");
    assertEquals(
        List.of(digest(2)),
        store().referrers(manifest, Optional.of("application/b+json")).manifests().stream()
            .map(Descriptor::digest)
            .toList());
  }

  @Test
  void asksForTheTypeAsItIs() {
    new ReferrersApi(10, true).in(registry);
    store().referrers(manifest, Optional.of("application/b+json"));
    assertTrue(
        registry.seen().get(0).path().endsWith("?artifactType=application%2Fb%2Bjson"),
        () -> registry.seen().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"404 page not found", ""})
  void registryWithoutTheListSaysSoWith404(String body) {
    registry.always("/referrers/", (request, wire) -> wire.answer(404, body));
    assertFalse(referrers().isListed());
  }

  @Test
  void listThatIsNullIsEmpty() {
    registry.always(
        "/referrers/",
        (request, wire) ->
            wire.answer(
                200,
                "{\"schemaVersion\":2,\"manifests\":null}",
                "Content-Type",
                "application/vnd.oci.image.index.v1+json"));
    assertEquals(ContentStore.Referrers.of(List.of()), referrers());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 405, 406, 500, 502, 503})
  void anyOtherStatusIsNoAnswer(int status) {
    registry.always("/referrers/", (request, wire) -> wire.answer(status, ""));
    assertEquals(ProblemKind.UNREACHABLE, problemOfReferrers());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void refusalIsNoAnswer(int status) {
    registry.always("/referrers/", (request, wire) -> wire.answer(status, ""));
    assertEquals(ProblemKind.UNAUTHORIZED, problemOfReferrers());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 404})
  void pageForABrowserIsNoAnswer(int status) {
    registry.always(
        "/referrers/",
        (request, wire) ->
            wire.answer(status, "<html>Sign in</html>", "Content-Type", "text/html"));
    assertEquals(ProblemKind.UNREACHABLE, problemOfReferrers());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\":\"ok\"}",
        "{\"schemaVersion\":2,\"config\":{},\"layers\":[]}",
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
            + "\"manifests\":[]}",
        "[]",
        ""
      })
  void documentThatIsNoIndexIsNoAnswer(String body) {
    registry.always(
        "/referrers/",
        (request, wire) -> wire.answer(200, body, "Content-Type", "application/json"));
    assertEquals(ProblemKind.MALFORMED, problemOfReferrers());
  }

  @Test
  void silenceIsNoAnswer() {
    // Known first, so that it is not asked in vain how it wants to be spoken to.
    RegistryContentStore store = store(Optional.empty(), SHORT, SHORT);
    store.manifestByTag("1");
    registry.always("/referrers/", (request, wire) -> wire.hang());
    ScanException problem =
        assertThrows(ScanException.class, () -> store.referrers(manifest, Optional.empty()));
    assertEquals(ProblemKind.UNREACHABLE, problem.kind());
  }

  @Test
  void pageThatIsMissingIsNoAnswer() {
    ReferrersApi api = new ReferrersApi(1, true).in(registry);
    list(api, 1, "t");
    list(api, 2, "t");
    registry.always(
        "/referrers/",
        (request, wire) -> {
          if (request.path().contains("from=")) {
            wire.answer(404, "");
          } else {
            api.answer(request, wire);
          }
        });
    assertEquals(ProblemKind.NOT_FOUND, problemOfReferrers());
  }

  @Test
  void pageOfAnotherHostIsNotFollowed() {
    registry.always(
        "/referrers/",
        (request, wire) ->
            wire.answer(
                200,
                "{\"schemaVersion\":2,\"manifests\":[]}",
                "Content-Type",
                "application/vnd.oci.image.index.v1+json",
                "Link",
                "<http://other.example/v2/app/referrers/x>; rel=\"next\""));
    assertEquals(ProblemKind.MALFORMED, problemOfReferrers());
  }

  /** Some registries hide behind 404 what they do not show to everybody. */
  @ParameterizedTest
  @ValueSource(strings = {"DENIED", "UNAUTHORIZED", "TOOMANYREQUESTS"})
  void refusalBehind404IsNotAbsent(String code) {
    registry.always(
        "/manifests/none",
        (request, wire) ->
            wire.answer(
                404,
                "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"no\"}]}",
                "Content-Type",
                "application/json"));
    ScanException problem = assertThrows(ScanException.class, () -> store().manifestByTag("none"));
    assertEquals(ProblemKind.UNREACHABLE, problem.kind());
  }

  @Test
  void tagThatLeadsToAPageForABrowserIsNotAbsent() {
    registry.always(
        "/manifests/none",
        (request, wire) -> wire.answer(404, "<!doctype html>", "Content-Type", "text/html"));
    ScanException problem = assertThrows(ScanException.class, () -> store().manifestByTag("none"));
    assertEquals(ProblemKind.UNREACHABLE, problem.kind());
  }
}
