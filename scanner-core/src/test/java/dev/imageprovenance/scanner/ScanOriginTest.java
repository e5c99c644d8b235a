package dev.imageprovenance.scanner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.check.ProvenBase;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.lineage.BaseClaims;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.policy.PolicyLoader;
import dev.imageprovenance.scanner.report.ImageOrigin;
import dev.imageprovenance.scanner.report.ImageReport;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.registry.FaultyRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scan finds out about what an image is built on, and whom it asks for that. */
class ScanOriginTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  @TempDir Path directory;
  private FaultyRegistry registry;
  private FaultyRegistry other;

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

  private ScanRequest request() {
    return ScanRequest.of(name("app:app"))
        .platforms(new PlatformSelection.One(Platform.of("linux", "amd64"), false));
  }

  private ScanRequest asking(String base) {
    return request().question(BaseQuestion.none().bases(List.of(base)));
  }

  private ImageReport scan(ScanRequest request) {
    RegistryOptions defaults = RegistryOptions.defaults();
    RegistryOptions options =
        new RegistryOptions(
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of("HOME", "/nonexistent"),
            defaults.connectTimeout(),
            defaults.readTimeout(),
            Duration.ofSeconds(5));
    try (ImageScanner scanner =
        ImageScanner.builder()
            .registry(options)
            .clock(Clock.fixed(NOW, ZoneOffset.UTC))
            .cache(directory.resolve("cache"), 1 << 20)
            .build()) {
      return scanner.scan(request).images().get(0);
    }
  }

  private static Optional<CheckResult> baseCheck(ImageReport report) {
    return report.results().stream()
        .filter(result -> result.check().equals(CheckId.BASE_IMAGE))
        .findFirst();
  }

  private static Optional<String> base(ImageReport report) {
    return report.origin().flatMap(ImageOrigin::base).map(ProvenBase::name);
  }

  private int requests(Runnable work) {
    int before = registry.seen().size();
    work.run();
    return registry.seen().size() - before;
  }

  @Test
  void anImageWithoutClaimsIsAskedForNothingElse() {
    new PushedImage(1, 2).push(registry, "app");
    assertEquals(4, requests(() -> scan(request())), registry.seen().toString());
    assertEquals(2, requests(() -> scan(request())), registry.seen().toString());
  }

  @Test
  void statementsBesideAnImageAreNotReadUnasked() {
    new PushedImage(1, 2).pushWithProvenance(registry, "app", "{\"uri\":\"pkg:docker/a@1\"}");
    // The index, the manifests that it lists, the config and two layers.
    assertEquals(6, requests(() -> scan(request())), registry.seen().toString());
  }

  @Test
  void whatIsClaimedOfTheOwnRegistryIsLookedAtOnce() {
    Digest base = new PushedImage(1).push(registry, "base");
    new PushedImage(1, 2)
        .annotation(BaseClaims.NAME, name("base:base"))
        .annotation(BaseClaims.DIGEST, base.toString())
        .push(registry, "app");
    assertEquals(Optional.of(name("base:base")), base(scan(request())));
    assertEquals(2, requests(() -> scan(request())), registry.seen().toString());
  }

  @Test
  void whatIsClaimedOfAnotherRegistryIsNeitherAskedForNorUnknown() {
    Digest base = new PushedImage(1).push(other, "base");
    new PushedImage(1, 2)
        .annotation(BaseClaims.NAME, other.host() + "/base:base")
        .annotation(BaseClaims.DIGEST, base.toString())
        .push(registry, "app");
    ImageReport report = scan(request());
    assertEquals(List.of(), other.seen());
    assertEquals(Optional.empty(), baseCheck(report));
    assertEquals(Optional.empty(), base(report));
  }

  @Test
  void whatIsRememberedOfAnotherRegistryIsNotAskedForAgain() {
    Digest base = new PushedImage(1).push(other, "base");
    String name = other.host() + "/base:base";
    new PushedImage(1, 2)
        .annotation(BaseClaims.NAME, name)
        .annotation(BaseClaims.DIGEST, base.toString())
        .push(registry, "app");
    scan(asking(name));
    int asked = other.seen().size();
    assertEquals(Optional.of(name), base(scan(request())));
    assertEquals(asked, other.seen().size());
  }

  @Test
  void theBaseThatWasAskedForIsProvenByTheLayersOfTheScan() {
    new PushedImage(1).push(other, "base");
    new PushedImage(1, 2).push(registry, "app");
    ImageReport report = scan(asking(other.host() + "/base:base"));
    assertEquals(Verdict.PASS, baseCheck(report).orElseThrow().verdict());
    String layer = "/blobs/" + Digest.sha256(PushedImage.layer(1));
    assertEquals(1, registry.seen("GET", layer).size());
    assertEquals(0, other.seen("GET", layer).size());
  }

  @Test
  void aFalseClaimIsToldUnasked() {
    Digest base = new PushedImage(9).push(registry, "base");
    new PushedImage(1, 2)
        .annotation(BaseClaims.NAME, name("base:base"))
        .annotation(BaseClaims.DIGEST, base.toString())
        .push(registry, "app");
    assertEquals(Verdict.FAIL, baseCheck(scan(request())).orElseThrow().verdict());
  }

  @Test
  void aFalseClaimIsNotToldToWhoWantsOtherChecksOnly() {
    Digest base = new PushedImage(9).push(registry, "base");
    new PushedImage(1, 2)
        .annotation(BaseClaims.NAME, name("base:base"))
        .annotation(BaseClaims.DIGEST, base.toString())
        .push(registry, "app");
    assertEquals(Optional.empty(), baseCheck(scan(request().checks(Set.of(CheckId.SETUID_FILES)))));
  }

  @Test
  void aBaseThatIsGoneIsUnknown() {
    new PushedImage(1, 2).push(registry, "app");
    ImageReport report = scan(asking(other.host() + "/base:none"));
    assertEquals(Verdict.UNKNOWN, baseCheck(report).orElseThrow().verdict());
  }

  private static Policy policy(String clause) {
    return PolicyLoader.ofFiles()
        .parse("p.yaml", ("version: 1\n" + clause + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aReferenceOfThePolicyIsLookedAt() {
    new PushedImage(1).push(other, "17");
    new PushedImage(1, 2).push(registry, "app");
    String java = other.host() + "/java:17";
    ImageReport report =
        scan(request().policy(policy("base: {groups: [{name: a, references: ['" + java + "']}]}")));
    assertEquals(
        "built on " + java + ", layer 1, in group a (reference " + java + ")",
        baseCheck(report).orElseThrow().summary());
  }

  @Test
  void aRegistryOfThePolicyIsAskedForWhatTheImageClaims() {
    Digest base = new PushedImage(1).push(other, "17");
    new PushedImage(1, 2)
        .annotation(BaseClaims.NAME, other.host() + "/java:17")
        .annotation(BaseClaims.DIGEST, base.toString())
        .push(registry, "app");
    ImageReport report =
        scan(
            request()
                .policy(
                    policy("base: {groups: [{name: a, registries: ['" + other.host() + "']}]}")));
    assertEquals(Verdict.PASS, baseCheck(report).orElseThrow().verdict());
  }

  @Test
  void aMaterialOfTheBuildLeadsToTheBaseOfThePolicy() {
    Digest base = new PushedImage(1).push(other, "17");
    new PushedImage(1, 2)
        .pushWithProvenance(
            registry,
            "app",
            "{\"uri\":\"pkg:docker/"
                + other.host()
                + "/java@17\",\"digest\":{\"sha256\":\""
                + base.encoded()
                + "\"}}");
    ImageReport report =
        scan(
            request()
                .policy(
                    policy(
                        "base: {groups: [{name: a, repositories: ['"
                            + other.host()
                            + "/java']}]}")));
    assertEquals(Verdict.PASS, baseCheck(report).orElseThrow().verdict());
  }

  /** Whoever built the image can put any number of statements beside it. */
  @Test
  void materialsOfAllStatementsTogetherHaveABound() {
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      List<String> materials = new ArrayList<>();
      for (int j = 0; j < 10; j++) {
        materials.add("{\"uri\":\"pkg:docker/" + name("material@" + i + "-" + j) + "\"}");
      }
      statements.add(String.join(",", materials));
    }
    new PushedImage(1, 2).pushWithStatements(registry, "app", statements);
    scan(asking(name("java:17")));
    long asked =
        registry.seen().stream().filter(request -> request.path().contains("/material/")).count();
    assertTrue(asked <= 100, () -> asked + " requests");
  }

  @Test
  void statementsBesideAnImageHaveABound() {
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      statements.add("{\"uri\":\"pkg:docker/" + name("material@" + i) + "\"}");
    }
    new PushedImage(1, 2).pushWithStatements(registry, "app", statements);
    scan(asking(name("java:17")));
    long asked =
        registry.seen().stream().filter(request -> request.path().contains("/material/")).count();
    assertEquals(32, asked);
  }

  /** An old image of the repository, claimed to be what the tag leads to. */
  @Test
  void aTagThatDoesNotLeadToTheClaimedDigestPutsNothingIntoAGroup() {
    Digest old = new PushedImage(1).push(other, "8");
    new PushedImage(3).push(other, "17");
    new PushedImage(1, 2)
        .annotation(BaseClaims.NAME, other.host() + "/java:17")
        .annotation(BaseClaims.DIGEST, old.toString())
        .push(registry, "app");
    ImageReport report =
        scan(
            request()
                .policy(
                    policy(
                        "base: {groups: [{name: a, references: ['"
                            + other.host()
                            + "/java:17']}]}")));
    assertEquals(Verdict.FAIL, baseCheck(report).orElseThrow().verdict());
  }

  @Test
  void offlineNoRegistryIsAskedForABase() {
    new PushedImage(1).push(other, "base");
    new PushedImage(1, 2).push(registry, "app");
    ScanRequest request = asking(other.host() + "/base:base");
    ImageReport report = scan(request.question(request.question().offline(true)));
    assertEquals(Verdict.UNKNOWN, baseCheck(report).orElseThrow().verdict());
    assertEquals(List.of(), other.seen());
  }

  @Test
  void jibsBaseIsAClaim() {
    Digest base = new PushedImage(9).push(registry, "base");
    new PushedImage(1, 2).push(registry, "app");
    ImageReport report =
        scan(request().question(BaseQuestion.none().jibBase(name("base:base") + "@" + base)));
    CheckResult result = baseCheck(report).orElseThrow();
    assertTrue(
        result.findings().get(0).message().contains("jib's configuration names"),
        result.toString());
  }
}
