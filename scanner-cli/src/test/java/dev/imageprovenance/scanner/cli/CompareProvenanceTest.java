package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.CompareRequest;
import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.SignatureWish;
import dev.imageprovenance.scanner.compare.Assurance;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.Provenance;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.testimages.TestImage;
import dev.imageprovenance.testimages.TestIndex;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which copy an engine's image is compared with, and what is said of digests and tags there. */
@Timeout(60)
class CompareProvenanceTest {
  private final ScriptedServer server = new ScriptedServer().engine();

  @AfterEach
  void close() {
    server.close();
  }

  private static TestImage image(String user) {
    return TestImage.builder().user(user).layer(layer -> layer.file("/app", 0755, "app")).build();
  }

  private static String digest(TestImage image) {
    return image.descriptor().digest();
  }

  private String name(String repositoryAndTag) {
    return server.address() + "/" + repositoryAndTag;
  }

  private Comparison compare(CompareRequest request) {
    RegistryOptions options =
        new RegistryOptions(
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of("DOCKER_HOST", "tcp://" + server.address()),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20));
    try (ImageScanner scanner = ImageScanner.builder().registry(options).build()) {
      return scanner.compare(request);
    }
  }

  private Comparison compare(String deployed) {
    return compare(CompareRequest.of(deployed));
  }

  private static Optional<Provenance.Movement> movement(Comparison comparison) {
    return comparison
        .provenance()
        .flatMap(Provenance::tag)
        .flatMap(Fact::asKnown)
        .map(Provenance.TagState::movement);
  }

  @Test
  void imageThatWasTaggedForAnotherRegistryIsComparedWithThatOne() {
    TestImage staged = image("1000");
    server
        .push("staging/app", staged, "1")
        .push("production/app", image("0"), "1")
        .hold(
            staged,
            List.of(name("production/app:1"), name("staging/app:1")),
            List.of(name("staging/app@") + digest(staged)));
    Comparison comparison = compare("docker-daemon:" + name("production/app:1"));
    assertEquals(name("production/app:1"), comparison.registry().address());
    assertEquals(Fact.known(Rung.DIFFERENT), comparison.rung());
  }

  @Test
  void imageThatWasTaggedAndNeverPushedIsUnknown() {
    TestImage staged = image("1000");
    server
        .push("staging/app", staged, "1")
        .hold(
            staged,
            List.of(name("production/app:1"), name("staging/app:1")),
            List.of(name("staging/app@") + digest(staged)));
    Comparison comparison = compare("docker-daemon:" + name("production/app:1"));
    assertEquals(3, comparison.exitCode(), comparison.toString());
    assertEquals(Optional.of(Provenance.Movement.GONE), movement(comparison));
  }

  @Test
  void nameWithoutAHostIsNoOtherRegistry() {
    TestImage pulled = image("1000");
    server
        .push("shop/app", pulled, "1")
        .hold(pulled, List.of("approved:7"), List.of(name("shop/app@") + digest(pulled)));
    assertEquals(Fact.known(Rung.IDENTICAL), compare("docker-daemon:approved:7").rung());
  }

  @Test
  void deletedDigestIsNoDifferenceWhateverItsTagLeadsToNow() {
    TestImage deployed = image("1000");
    server
        .push("shop/app", image("0"), "1")
        .hold(deployed, List.of(name("shop/app:1")), List.of(name("shop/app@") + digest(deployed)));
    Comparison comparison = compare("docker-daemon:" + name("shop/app:1"));
    assertEquals(3, comparison.exitCode(), comparison.toString());
    assertTrue(comparison.why().contains(digest(deployed)), comparison.why());
  }

  @Test
  void deletedDigestWhoseTagLeadsToTheSameConfigIsTheSameImage() {
    TestImage deployed = image("1000");
    TestImage annotated =
        TestImage.builder()
            .user("1000")
            .layer(layer -> layer.file("/app", 0755, "app"))
            .annotation("pushed", "again")
            .build();
    server
        .push("shop/app", annotated, "1")
        .hold(deployed, List.of(name("shop/app:1")), List.of(name("shop/app@") + digest(deployed)));
    assertEquals(
        Fact.known(Rung.SAME_IMAGE), compare("docker-daemon:" + name("shop/app:1")).rung());
  }

  @Test
  void tagOfAnIndexPointsAtTheManifestsThatItLists() {
    TestImage deployed = image("1000");
    server
        .push("shop/app", TestIndex.builder().child("linux/amd64", deployed).build(), "1")
        .hold(deployed, List.of(name("shop/app:1")), List.of(name("shop/app@") + digest(deployed)));
    Comparison comparison = compare("docker-daemon:" + name("shop/app:1"));
    assertEquals(Optional.of(Provenance.Movement.UNMOVED), movement(comparison));
  }

  @Test
  void tagOfAnIndexPointsAtTheManifestThatIsComparedWithIt() {
    TestImage deployed = image("1000");
    server.push("shop/app", TestIndex.builder().child("linux/amd64", deployed).build(), "1");
    Comparison comparison =
        compare(CompareRequest.of(name("shop/app@") + digest(deployed), name("shop/app:1")));
    assertEquals(Optional.of(Provenance.Movement.UNMOVED), movement(comparison));
  }

  @Test
  void tagNeverMovedFromWhatGoesByAnotherTag() {
    server.push("shop/app", image("1000"), "1").push("shop/app", image("0"), "2");
    Comparison comparison = compare(CompareRequest.of(name("shop/app:1"), name("shop/app:2")));
    assertEquals(Optional.empty(), movement(comparison));
  }

  @Test
  void tagNeverMovedFromWhatAnEngineHoldsByAnotherTag() {
    TestImage deployed = image("1000");
    server
        .push("shop/app", deployed, "1")
        .push("shop/app", image("0"), "2")
        .hold(deployed, List.of(name("shop/app:1")), List.of(name("shop/app@") + digest(deployed)));
    Comparison comparison =
        compare(CompareRequest.of("docker-daemon:" + name("shop/app:1"), name("shop/app:2")));
    assertEquals(Optional.empty(), movement(comparison));
  }

  /** An image with two digests in one repository, of which only the second one leads to it. */
  private Comparison withTwoDigests(TestImage deployed, TestImage other) {
    server.hold(
        deployed,
        List.of(name("shop/app:1")),
        List.of(name("shop/app@") + digest(other), name("shop/app@") + digest(deployed)));
    return compare("docker-daemon:" + name("shop/app:1"));
  }

  private static List<String> others(Comparison comparison) {
    return comparison.provenance().orElseThrow().otherDigests().stream()
        .map(
            other ->
                other.digest()
                    + " "
                    + other.presence().asKnown().map(Provenance.Presence::label).orElse("unknown"))
        .toList();
  }

  @Test
  void anyDigestOfTheRepositoryProvesTheImage() {
    TestImage deployed = image("1000");
    TestImage other = image("0");
    server.push("shop/app", deployed, "1").push("shop/app", other);
    Comparison comparison = withTwoDigests(deployed, other);
    assertEquals(Fact.known(Rung.IDENTICAL), comparison.rung());
    assertEquals(
        Optional.of(digest(deployed)),
        comparison.provenance().orElseThrow().recorded().map(Object::toString));
    assertEquals(List.of(digest(other) + " present"), others(comparison));
  }

  @Test
  void aDigestThatIsGoneTakesNoProofFromAnother() {
    TestImage deployed = image("1000");
    TestImage other = image("0");
    server.push("shop/app", deployed, "1");
    Comparison comparison = withTwoDigests(deployed, other);
    assertEquals(Fact.known(Rung.IDENTICAL), comparison.rung());
    assertEquals(List.of(digest(other) + " gone"), others(comparison));
  }

  @Test
  void aDigestThatCannotBeAskedForTakesNoProofFromAnother() {
    TestImage deployed = image("1000");
    TestImage other = image("0");
    server
        .push("shop/app", deployed, "1")
        .answer(
            "/v2/shop/app/manifests/" + digest(other),
            ScriptedServer.text(500, "text/plain", "broken"));
    Comparison comparison = withTwoDigests(deployed, other);
    assertEquals(Fact.known(Rung.IDENTICAL), comparison.rung());
    assertEquals(List.of(digest(other) + " unknown"), others(comparison));
  }

  @Test
  void digestsOfWhichTheProofCannotBeAskedForAreUnknown() {
    TestImage deployed = image("1000");
    TestImage other = image("0");
    server
        .push("shop/app", other, "1")
        .answer(
            "/v2/shop/app/manifests/" + digest(deployed),
            ScriptedServer.text(500, "text/plain", "broken"));
    ScanException problem =
        assertThrows(ScanException.class, () -> withTwoDigests(deployed, other));
    assertEquals(ProblemKind.UNREACHABLE, problem.kind());
  }

  @Test
  void digestsThatAllLeadElsewhereAreADifference() {
    TestImage deployed = image("1000");
    TestImage other = image("0");
    server.push("shop/app", other, "1");
    Comparison comparison = withTwoDigests(deployed, other);
    assertEquals(Fact.known(Rung.DIFFERENT), comparison.rung());
    assertEquals(List.of(digest(deployed) + " gone"), others(comparison));
  }

  @Test
  void digestsThatAreAllGoneAreNamed() {
    TestImage deployed = image("1000");
    TestImage other = image("0");
    Comparison comparison = withTwoDigests(deployed, other);
    assertEquals(3, comparison.exitCode());
    assertEquals(
        "the registry has neither one of the 2 recorded digests (the first is "
            + digest(other)
            + ") nor the tag 1 any more",
        comparison.why());
  }

  @Test
  void anyDigestOfTheCopyThatIsNamedProvesTheImage() {
    TestImage deployed = image("1000");
    TestImage other = image("0");
    server
        .push("shop/app", deployed, "1")
        .push("shop/app", other)
        .hold(
            deployed,
            List.of(name("shop/app:1")),
            List.of(name("shop/app@") + digest(other), name("shop/app@") + digest(deployed)));
    Comparison comparison =
        compare(CompareRequest.of("docker-daemon:" + name("shop/app:1"), name("shop/app:1")));
    assertEquals(Fact.known(Rung.IDENTICAL), comparison.rung());
    assertEquals(
        Optional.of(digest(deployed)),
        comparison.provenance().orElseThrow().recorded().map(Object::toString));
  }

  private static Optional<Provenance.Presence> presence(Comparison comparison) {
    return comparison.provenance().flatMap(provenance -> provenance.presence().asKnown());
  }

  @Test
  void containerdsIdThatTheRegistryHasIsIdentical() {
    TestImage deployed = image("1000");
    server
        .engineWithContainerdStore()
        .push("shop/app", deployed, "1")
        .holdByManifest(deployed, List.of(name("shop/app:1")));
    Comparison comparison = compare("docker-daemon:" + name("shop/app:1"));
    assertEquals(Fact.known(Rung.IDENTICAL), comparison.rung());
    assertEquals(Optional.of(Provenance.Presence.PRESENT), presence(comparison));
  }

  @Test
  void containerdsLayersAreHashedWhenAskedFor() {
    TestImage deployed = image("1000");
    server
        .engineWithContainerdStore()
        .push("shop/app", deployed, "1")
        .holdByManifest(deployed, List.of(name("shop/app:1")));
    Comparison comparison =
        compare(CompareRequest.of("docker-daemon:" + name("shop/app:1")).rehash(true));
    assertEquals(Fact.known(Rung.IDENTICAL), comparison.rung());
    assertEquals(Assurance.PROVED, comparison.assurance());
  }

  @Test
  void engineHasNoPlaceForTheSignaturesThatAreRequired() {
    TestImage deployed = image("1000");
    server
        .engineWithContainerdStore()
        .push("shop/app", deployed, "1")
        .holdByManifest(deployed, List.of(name("shop/app:1")));
    CompareRequest request = CompareRequest.of("docker-daemon:" + name("shop/app:1"));
    assertEquals(0, compare(request).exitCode());
    assertEquals(3, compare(request.signatures(SignatureWish.REQUIRE)).exitCode());
  }

  @Test
  void digestThatContainerdListsForANameIsNoRecordOfAPush() {
    TestImage built = image("1000");
    server.engineWithContainerdStore().holdByManifest(built, List.of(name("shop/app:1")));
    Comparison comparison = compare("docker-daemon:" + name("shop/app:1"));
    assertEquals(3, comparison.exitCode());
    assertEquals(Optional.of(Provenance.Presence.ABSENT), presence(comparison));
    assertTrue(comparison.why().contains("pushed or not"), comparison.why());
  }

  @Test
  void tagNeverMovedFromWhatContainerdMerelyNamesAfterIt() {
    TestImage built = image("1000");
    server
        .engineWithContainerdStore()
        .push("shop/app", image("0"), "1")
        .holdByManifest(built, List.of(name("shop/app:1")));
    Comparison comparison = compare("docker-daemon:" + name("shop/app:1"));
    assertEquals(3, comparison.exitCode(), comparison.toString());
    assertEquals(Optional.empty(), movement(comparison));
    assertEquals(Optional.of(Provenance.Presence.ABSENT), presence(comparison));
  }

  @Test
  void tagMovedFromADigestThatTheRegistryStillHas() {
    TestImage deployed = image("1000");
    server
        .engineWithContainerdStore()
        .push("shop/app", deployed)
        .push("shop/app", image("0"), "1")
        .holdByManifest(deployed, List.of(name("shop/app:1")));
    Comparison comparison = compare("docker-daemon:" + name("shop/app:1"));
    assertEquals(Fact.known(Rung.IDENTICAL), comparison.rung());
    assertEquals(Optional.of(Provenance.Movement.MOVED), movement(comparison));
  }
}
