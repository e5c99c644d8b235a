package dev.imageprovenance.scanner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.image.DigestVerification.When;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.lineage.AssessedClaim;
import dev.imageprovenance.scanner.lineage.AssessedClaim.Assessment;
import dev.imageprovenance.scanner.lineage.BaseClaims;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.Freshness;
import dev.imageprovenance.scanner.lineage.Freshness.Movement;
import dev.imageprovenance.scanner.lineage.Freshness.Rebuild;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.lineage.LineageState;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.registry.FaultyRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageTracerTest {
  private static final String DAY_1 = "2026-01-01T00:00:00Z";
  private static final String DAY_31 = "2026-01-31T00:00:00Z";

  @TempDir Path directory;
  private FaultyRegistry registry;
  private FaultyRegistry other;
  private Instant now = Instant.parse("2026-03-01T00:00:00Z");

  @BeforeEach
  void start() throws IOException {
    registry = FaultyRegistry.start();
    other = FaultyRegistry.start();
  }

  @AfterEach
  void close() throws IOException {
    registry.close();
    other.close();
  }

  private String name(String repositoryAndTag) {
    return registry.host() + "/" + repositoryAndTag;
  }

  private LineageRequest request() {
    return LineageRequest.of(name("app:app"))
        .platforms(new PlatformSelection.One(Platform.of("linux", "amd64"), false));
  }

  private static RegistryOptions options(Optional<RegistryOptions.Credentials> credentials) {
    RegistryOptions defaults = RegistryOptions.defaults();
    return new RegistryOptions(
        credentials,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of("HOME", "/nonexistent"),
        defaults.connectTimeout(),
        defaults.readTimeout(),
        Duration.ofSeconds(5));
  }

  private Lineage lineage(LineageRequest request) {
    return lineage(request, options(Optional.empty()));
  }

  private Lineage lineage(LineageRequest request, RegistryOptions options) {
    try (ImageScanner scanner =
        ImageScanner.builder()
            .registry(options)
            .clock(Clock.fixed(now, ZoneOffset.UTC))
            .cache(directory.resolve("cache"), 1 << 20)
            .build()) {
      return scanner.lineage(request).get(0);
    }
  }

  private static Freshness freshness(BaseLevel base) {
    return base.freshness()
        .flatMap(Fact::asKnown)
        .orElseThrow(() -> new AssertionError(base.toString()));
  }

  private static Assessment assessment(Lineage lineage) {
    assertEquals(1, lineage.claims().size(), lineage.claims().toString());
    AssessedClaim claim = lineage.claims().get(0);
    return claim.assessment();
  }

  @Test
  void requestedBaseIsProvenByLayersThatWereRead() {
    new PushedImage(1).push(registry, "base");
    new PushedImage(1, 2).push(registry, "app");
    Lineage lineage = lineage(request().base(name("base:base")));
    assertEquals(LineageState.PROVEN, lineage.state());
    assertTrue(lineage.layers().stream().allMatch(layer -> layer.isComputed()));
    assertEquals(Movement.CURRENT, freshness(lineage.bases().get(0)).movement());
  }

  @Test
  void withoutReadingLayersTheBaseIsDeclared() {
    new PushedImage(1).push(registry, "base");
    new PushedImage(1, 2).push(registry, "app");
    Lineage lineage = lineage(request().base(name("base:base")).readLayers(false));
    assertEquals(LineageState.DECLARED, lineage.state());
    assertEquals(List.of(), layerRequests());
  }

  private List<FaultyRegistry.Seen> layerRequests() {
    return registry.seen("GET", "/blobs/" + Digest.sha256(PushedImage.layer(1)));
  }

  @Test
  void annotationLeadsToTheBaseAndThatToItsOwnBase() {
    Digest debian = new PushedImage(1).push(registry, "debian");
    Digest java =
        new PushedImage(1, 2)
            .annotation(BaseClaims.NAME, name("debian:debian"))
            .annotation(BaseClaims.DIGEST, debian.toString())
            .push(registry, "java");
    new PushedImage(1, 2, 3)
        .annotation(BaseClaims.NAME, name("java:java"))
        .annotation(BaseClaims.DIGEST, java.toString())
        .push(registry, "app");
    Lineage lineage = lineage(request());
    assertEquals(LineageState.PROVEN, lineage.state());
    assertEquals(
        List.of(name("java:java"), name("debian:debian")),
        lineage.bases().stream().map(base -> base.image().name()).toList());
  }

  @Test
  void annotationMayNameTheIndexOfTheBase() {
    Digest index = new PushedImage(1).pushInIndex(registry, "base");
    new PushedImage(1, 2)
        .annotation(BaseClaims.NAME, name("base:base"))
        .annotation(BaseClaims.DIGEST, index.toString())
        .push(registry, "app");
    Lineage lineage = lineage(request());
    assertEquals(Assessment.PROVEN, assessment(lineage));
    assertEquals(Optional.of(index), lineage.bases().get(0).image().index());
  }

  @Test
  void annotationMayNameTheManifestOfTheBase() {
    new PushedImage(1).pushInIndex(registry, "base");
    Digest manifest = new PushedImage(1).push(registry, "unused");
    new PushedImage(1, 2)
        .annotation(BaseClaims.NAME, name("base:base"))
        .annotation(BaseClaims.DIGEST, manifest.toString())
        .push(registry, "app");
    Lineage lineage = lineage(request());
    assertEquals(Assessment.PROVEN, assessment(lineage));
    assertEquals(Movement.CURRENT, freshness(lineage.bases().get(0)).movement());
  }

  @Test
  void falseAnnotationIsContradicted() {
    Digest trusted = new PushedImage(1).push(registry, "trusted");
    new PushedImage(7, 8)
        .annotation(BaseClaims.NAME, name("trusted:trusted"))
        .annotation(BaseClaims.DIGEST, trusted.toString())
        .push(registry, "app");
    Lineage lineage = lineage(request());
    assertEquals(LineageState.CONTRADICTED, lineage.state());
  }

  @Test
  void baseThatIsGoneIsUnknown() {
    new PushedImage(1, 2)
        .annotation(BaseClaims.NAME, name("base:base"))
        .annotation(BaseClaims.DIGEST, Digest.sha256(new byte[1]).toString())
        .push(registry, "app");
    Lineage lineage = lineage(request());
    assertEquals(LineageState.UNKNOWN, lineage.state());
    assertTrue(lineage.why().endsWith(" any more"), lineage.why());
  }

  @Test
  void refusedBaseIsUnknown() {
    new PushedImage(1, 2).push(registry, "app");
    registry.always("/base/", (request, wire) -> wire.answer(403, "{}"));
    Lineage lineage = lineage(request().base(name("base:1")));
    assertEquals(LineageState.UNKNOWN, lineage.state());
  }

  @Test
  void refusedBaseSaysHowToLogIn() {
    new PushedImage(1, 2).push(registry, "app");
    registry.always("/base/", (request, wire) -> wire.answer(403, "{}"));
    Lineage lineage = lineage(request().base(name("base:1")));
    assertTrue(lineage.remedy().orElse("").contains("docker login"), lineage.toString());
  }

  @Test
  void claimedBaseThatIsGoneSaysWhatElseMayBeDone() {
    new PushedImage(1, 2)
        .annotation(BaseClaims.NAME, name("base:base"))
        .annotation(BaseClaims.DIGEST, Digest.sha256(new byte[1]).toString())
        .push(registry, "app");
    Lineage lineage = lineage(request());
    assertTrue(lineage.remedy().orElse("").contains("--base"), lineage.toString());
  }

  @Test
  void baseForAnotherPlatformIsNone() {
    new PushedImage(1).architecture("arm64").push(registry, "base");
    new PushedImage(1, 2).push(registry, "app");
    Lineage lineage = lineage(request().base(name("base:base")));
    assertEquals(LineageState.OTHER_BASE, lineage.state());
  }

  @Test
  void movedTagTellsHowFarBehindAndThatARebuildIsEnough() {
    Digest before = new PushedImage(1).created(DAY_1).push(registry, "base");
    Digest after = new PushedImage(9).created(DAY_31).push(registry, "base");
    new PushedImage(1, 2)
        .annotation(BaseClaims.NAME, name("base:base"))
        .annotation(BaseClaims.DIGEST, before.toString())
        .push(registry, "app");
    Freshness freshness = freshness(lineage(request()).bases().get(0));
    assertEquals(
        new Freshness(
            name("base:base"),
            Movement.MOVED,
            Optional.of(after),
            Optional.of(Duration.ofDays(30)),
            Optional.of(new Rebuild(Rebuild.Kind.LAYERS, List.of()))),
        freshness);
  }

  @Test
  void tagThatWasNotAskedForNowTellsHowLongAgoItWasSeen() {
    new PushedImage(1).push(registry, "base");
    new PushedImage(1, 2).push(registry, "app");
    lineage(request().base(name("base:base")));
    now = now.plus(Duration.ofMinutes(40));
    Freshness freshness = freshness(lineage(request().base(name("base:base"))).bases().get(0));
    assertEquals(Optional.of(Duration.ofMinutes(40)), freshness.seenAgo());
  }

  @Test
  void tagThatWasAskedForNowWasNotSeenEarlier() {
    new PushedImage(1).push(registry, "base");
    new PushedImage(1, 2).push(registry, "app");
    LineageRequest request = request().base(name("base:base")).tagsMaxAge(Duration.ofSeconds(1));
    lineage(request);
    now = now.plus(Duration.ofMinutes(40));
    assertEquals(Optional.empty(), freshness(lineage(request).bases().get(0)).seenAgo());
  }

  @Test
  void movedTagThatRunsDifferentlyNamesTheSettings() {
    Digest before = new PushedImage(1).push(registry, "base");
    new PushedImage(9).user("1000").push(registry, "base");
    new PushedImage(1, 2)
        .annotation(BaseClaims.NAME, name("base:base"))
        .annotation(BaseClaims.DIGEST, before.toString())
        .push(registry, "app");
    Freshness freshness = freshness(lineage(request()).bases().get(0));
    assertEquals(
        Optional.of(new Rebuild(Rebuild.Kind.SETTINGS, List.of("config.User"))),
        freshness.rebuild());
  }

  @Test
  void requestedTagThatHasMovedSinceItWasSeenIsStillProven() {
    Digest before = new PushedImage(1).push(registry, "base");
    new PushedImage(1, 2).push(registry, "app");
    assertEquals(LineageState.PROVEN, lineage(request().base(name("base:base"))).state());
    new PushedImage(9).push(registry, "base");
    now = now.plus(Duration.ofDays(1));
    Lineage lineage = lineage(request().base(name("base:base")));
    assertEquals(LineageState.PROVEN, lineage.state());
    assertEquals(Optional.of(before), lineage.bases().get(0).image().manifest());
    assertEquals(Movement.MOVED, freshness(lineage.bases().get(0)).movement());
  }

  @Test
  void longestOfARepositorysImagesIsTheBase() {
    new PushedImage(1).push(registry, "debian");
    new PushedImage(1, 2).push(registry, "java");
    new PushedImage(5).push(registry, "golang");
    new PushedImage(1, 2, 3).push(other, "app");
    Lineage lineage =
        lineage(
            LineageRequest.of(other.host() + "/app:app")
                .platforms(request().platforms())
                .approved(name("bases")));
    assertEquals(LineageState.PROVEN, lineage.state());
    assertEquals(name("bases:java"), lineage.bases().get(0).image().name());
    assertEquals(3, lineage.candidateCount());
  }

  @Test
  void secondLookUpCostsNoRequest() {
    new PushedImage(1).push(registry, "debian");
    new PushedImage(5).push(registry, "golang");
    new PushedImage(1, 2).push(other, "app");
    LineageRequest request =
        LineageRequest.of(other.host() + "/app:app")
            .platforms(request().platforms())
            .approved(name("bases"));
    Lineage first = lineage(request);
    int asked = registry.seen().size();
    assertTrue(asked >= 5, registry.seen().toString());
    Lineage second = lineage(request);
    assertEquals(asked, registry.seen().size(), registry.seen().toString());
    assertEquals(LineageState.PROVEN, second.state());
    assertEquals(When.NOW, first.bases().get(0).image().verified());
    assertEquals(When.EARLIER, second.bases().get(0).image().verified());
  }

  @Test
  void tagsAreAskedForAgainWhenTheyAreOldAndDocumentsAreNot() {
    new PushedImage(1).push(registry, "debian");
    new PushedImage(1, 2).push(other, "app");
    LineageRequest request =
        LineageRequest.of(other.host() + "/app:app")
            .platforms(request().platforms())
            .approved(name("bases"));
    lineage(request);
    int asked = registry.seen().size();
    now = now.plus(Duration.ofHours(2));
    lineage(request);
    List<FaultyRegistry.Seen> again = registry.seen().subList(asked, registry.seen().size());
    assertEquals(
        List.of("GET /v2/bases/tags/list?n=1000", "HEAD /v2/bases/manifests/debian"),
        again.stream().map(seen -> seen.method() + " " + seen.path()).toList());
  }

  @Test
  void corruptIndexIsBuiltAnew() throws IOException {
    new PushedImage(1).push(registry, "base");
    new PushedImage(1, 2).push(registry, "app");
    LineageRequest request = request().base(name("base:base"));
    lineage(request);
    try (var files = Files.list(directory.resolve("cache"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".bases")).toList()) {
        Files.write(file, new byte[100]);
      }
    }
    int asked = registry.seen("GET", "/v2/base/").size();
    assertEquals(LineageState.PROVEN, lineage(request).state());
    assertTrue(registry.seen("GET", "/v2/base/").size() > asked);
  }

  @Test
  void repositoryWithMoreTagsThanAreLookedAtLeavesTheBaseUnknown() {
    new PushedImage(5).push(registry, "golang");
    new PushedImage(6).push(registry, "node");
    new PushedImage(1, 2).push(other, "app");
    LineageRequest request =
        LineageRequest.of(other.host() + "/app:app")
            .platforms(request().platforms())
            .approved(name("bases"))
            .mostTags(1);
    Lineage lineage = lineage(request);
    assertEquals(LineageState.UNKNOWN, lineage.state());
    assertTrue(lineage.why().contains("2 tags"), lineage.why());
  }

  @Test
  void listOfApprovedBasesIsReadFromAFile() throws IOException {
    Digest debian = new PushedImage(1).push(registry, "debian");
    new PushedImage(1, 2).push(registry, "app");
    Path list = directory.resolve("approved.txt");
    Files.writeString(
        list, "# approved\n\n" + name("golang:none") + "\n" + name("debian@" + debian) + "\n");
    Lineage lineage = lineage(request().approved(list.toString()));
    assertEquals(LineageState.PROVEN, lineage.state());
    assertEquals(2, lineage.candidateCount());
  }

  @Test
  void lineThatIsNoImageIsNamed() throws IOException {
    Path list = directory.resolve("approved.txt");
    Files.writeString(list, "debian:12\nhttp://debian\n");
    ScanException problem =
        assertThrows(ScanException.class, () -> lineage(request().approved(list.toString())));
    assertEquals(ProblemKind.CONFIGURATION, problem.kind());
    assertTrue(String.valueOf(problem.getMessage()).contains("line 2"), problem::toString);
  }

  @Test
  void oneImageIsNoRepositoryOfBases() {
    ScanException problem =
        assertThrows(ScanException.class, () -> lineage(request().approved("debian:12")));
    assertEquals(ProblemKind.USAGE, problem.kind());
  }

  @Test
  void imageCannotMakeThisMachinesPortsBeAsked() {
    new PushedImage(1).push(other, "base");
    new PushedImage(1, 2)
        .annotation(BaseClaims.NAME, other.host() + "/base:base")
        .push(registry, "app");
    Lineage lineage = lineage(request());
    assertEquals(LineageState.UNKNOWN, lineage.state());
    assertEquals(List.of(), other.seen());
  }

  @Test
  void requestMayNameWhatTheImageMayNot() {
    new PushedImage(1).push(other, "base");
    new PushedImage(1, 2)
        .annotation(BaseClaims.NAME, other.host() + "/base:base")
        .push(registry, "app");
    Lineage lineage = lineage(request().base(other.host() + "/base:base"));
    assertEquals(LineageState.PROVEN, lineage.state());
  }

  @Test
  void copyOfWhatTheImageNamesIsNotAskedForTwice() {
    Digest base = new PushedImage(1).push(other, "base");
    new PushedImage(1, 2)
        .annotation(BaseClaims.NAME, "registry.invalid/base:1")
        .annotation(BaseClaims.DIGEST, base.toString())
        .push(registry, "app");
    Lineage lineage = lineage(request().base(other.host() + "/mirror:base"));
    assertEquals(LineageState.PROVEN, lineage.state());
    assertEquals(1, lineage.candidateCount());
    assertEquals(Assessment.PROVEN, lineage.claims().get(1).assessment());
  }

  @Test
  void copyOfWhatTheImageFalselyNamesContradictsIt() {
    Digest base = new PushedImage(1).push(other, "base");
    new PushedImage(7, 8)
        .annotation(BaseClaims.NAME, "registry.invalid/base:1")
        .annotation(BaseClaims.DIGEST, base.toString())
        .push(registry, "app");
    Lineage lineage = lineage(request().base(other.host() + "/mirror:base"));
    assertEquals(LineageState.CONTRADICTED, lineage.state());
  }

  private String material(String nameAndVersion, Digest digest) {
    return "{\"uri\":\"pkg:docker/"
        + name(nameAndVersion)
        + "?platform=linux%2Famd64\",\"digest\":{\"sha256\":\""
        + digest.encoded()
        + "\"}}";
  }

  @Test
  void materialThatOnlyBuiltIsNotTakenForTheBaseWhateverTheOrder() {
    Digest golang = new PushedImage(5).push(registry, "golang");
    Digest debian = new PushedImage(1).push(registry, "debian");
    new PushedImage(1, 2)
        .pushWithProvenance(
            registry,
            "app",
            material("golang@golang", golang),
            material("debian@debian", debian),
            "{\"uri\":\"https://git.example/app.git\",\"digest\":{\"sha1\":\"00\"}}");
    Lineage lineage = lineage(request());
    assertEquals(LineageState.PROVEN, lineage.state());
    assertEquals(name("debian:debian"), lineage.bases().get(0).image().name());
    assertEquals(
        List.of(Assessment.NOT_A_BASE, Assessment.PROVEN),
        lineage.claims().stream().map(AssessedClaim::assessment).toList());
  }

  @Test
  void provenanceThatCannotBeReadIsToldAndDecidesNothing() {
    new PushedImage(1).push(registry, "base");
    new PushedImage(1, 2).pushWithProvenance(registry, "app", "{\"uri\":7}");
    Lineage lineage = lineage(request().base(name("base:base")));
    assertEquals(LineageState.PROVEN, lineage.state());
    assertEquals(Assessment.UNPROVEN, lineage.claims().get(1).assessment());
  }

  @Test
  void passwordGoesToTheImagesRegistryOnly() {
    new PushedImage(1).push(other, "base");
    new PushedImage(1, 2).push(registry, "app");
    registry.requireBasic("bob", "canary");
    other.requireBasic("bob", "canary");
    Lineage lineage =
        lineage(
            request().base(other.host() + "/base:base"),
            options(Optional.of(new RegistryOptions.Credentials("bob", "canary"))));
    assertEquals(LineageState.UNKNOWN, lineage.state());
    assertFalse(
        other.seen().stream().anyMatch(seen -> !seen.header("Authorization").isEmpty()),
        other.seen().toString());
  }

  @Test
  void brokenLayerBreaksTheLineage() {
    new PushedImage(1).push(registry, "base");
    new PushedImage(1, 2).push(registry, "app");
    byte[] tampered = PushedImage.layer(2);
    tampered[tampered.length - 1] = 1;
    registry.always(
        "/blobs/" + Digest.sha256(PushedImage.layer(2)),
        (request, wire) -> wire.answer(200, tampered));
    Lineage lineage = lineage(request().base(name("base:base")));
    assertEquals(LineageState.BROKEN, lineage.state());
    assertEquals(4, lineage.exitCode());
  }
}
