package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.PodsRequest;
import dev.imageprovenance.scanner.compare.Provenance;
import dev.imageprovenance.scanner.compare.Provenance.TagState;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.workload.PodImage;
import dev.imageprovenance.scanner.workload.PodListLimits;
import dev.imageprovenance.scanner.workload.PodListReader;
import dev.imageprovenance.scanner.workload.PodsComparison;
import dev.imageprovenance.scanner.workload.RootAccess;
import dev.imageprovenance.scanner.workload.Standing;
import dev.imageprovenance.testimages.LayerBuilder;
import dev.imageprovenance.testimages.OciLayout;
import dev.imageprovenance.testimages.TestContent;
import dev.imageprovenance.testimages.TestImage;
import dev.imageprovenance.testimages.TestIndex;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pods of docker, containerd and CRI-O against a real registry that skopeo filled. */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class PodsTest {
  private static final Platform AMD64 = Platform.of("linux", "amd64");

  private final RealParts parts;
  private final RealRegistry registry;

  PodsTest(RealParts parts) {
    this.parts = parts;
    this.registry = RealRegistry.open(parts.workspace());
  }

  @AfterEach
  void stopRegistry() {
    registry.close();
  }

  private static TestImage image(String month, String architecture) {
    return builder(month, architecture).build();
  }

  private static TestImage.Builder builder(String month, String architecture) {
    return TestImage.builder()
        .platform("linux", architecture)
        .user("1000")
        .entrypoint("/app")
        .layer(PodsTest::base)
        .layer(layer -> layer.file("/app", 0755, "app of month " + month + " " + architecture))
        .changeConfig(config -> config.put("created", "2026-" + month + "-01T00:00:00Z"));
  }

  private static void base(LayerBuilder layer) {
    layer
        .directory("/etc", 0755)
        .file("/etc/passwd", 0644, "root:x:0:0::/:/bin/sh\napp:x:1000:1000::/:/bin/sh\n")
        .file("/etc/group", 0644, "root:x:0:\napp:x:1000:\n")
        .directory("/bin", 0755)
        .file("/bin/su", 04755, "su");
  }

  private static TestImage january() {
    return image("01", "amd64");
  }

  private static TestImage february() {
    return image("02", "amd64");
  }

  private static TestIndex index() {
    return TestIndex.builder()
        .child("linux/amd64", january())
        .child("linux/arm64", image("01", "arm64"))
        .build();
  }

  private static String digest(TestContent content) {
    return content.descriptor().digest();
  }

  private static String config(TestImage image) {
    return image.configDescriptor().digest();
  }

  /** Pushes with skopeo; returns the reference. */
  private String push(TestContent content, String name, String... options) {
    Path layout = OciLayout.of(content).writeTo(parts.workspace().directory("layout"));
    String reference = registry.reference(name);
    Skopeo.copy("oci:" + layout, "docker://" + reference, options);
    return reference;
  }

  private String pushAll(TestContent content, String name) {
    return push(content, name, "--all", "--preserve-digests");
  }

  private String repository(String name) {
    return registry.reference(name);
  }

  private static PodsComparison compare(PodJson pods) {
    return compare(pods, Inspection.options(Map.of()));
  }

  private static PodsComparison compare(PodJson pods, RegistryOptions options) {
    byte[] json = pods.toString().getBytes(StandardCharsets.UTF_8);
    PodsRequest request =
        PodsRequest.of(
                new PodListReader(PodListLimits.defaults())
                    .read(new ByteArrayInputStream(json), "pods.json"))
            .platform(AMD64);
    try (ImageScanner scanner = ImageScanner.builder().registry(options).build()) {
      return scanner.comparePods(request);
    }
  }

  private static Standing only(PodsComparison comparison) {
    assertEquals(1, comparison.images().size(), comparison::toString);
    return comparison.images().get(0).standing();
  }

  private static String told(PodsComparison comparison) {
    Standing standing = only(comparison);
    return comparison.verdict()
        + " "
        + standing.rung().asKnown().map(Rung::label).orElse("unknown")
        + " "
        + comparison.exitCode();
  }

  private static String tag(Standing standing) {
    TagState state =
        standing.provenance().flatMap(Provenance::tag).flatMap(Fact::asKnown).orElseThrow();
    return state.movement() + " " + state.age();
  }

  @Test
  void dockersDigestThatTheTagStillHasIsIdentical() {
    String app = push(january(), "app:1");
    PodsComparison compared =
        compare(
            new PodJson()
                .running(
                    "web",
                    app,
                    "docker-pullable://" + repository("app") + "@" + digest(january())));
    assertEquals("PASS identical 0 UNMOVED SAME", told(compared) + " " + tag(only(compared)));
  }

  @Test
  void containerdsIndexDigestIsIdentical() {
    String app = pushAll(index(), "app:1");
    PodsComparison compared =
        compare(new PodJson().running("web", app, repository("app") + "@" + digest(index())));
    assertEquals("PASS identical 0 UNMOVED SAME", told(compared) + " " + tag(only(compared)));
  }

  @Test
  void aManifestOfTheTagsIndexIsWhereTheTagPoints() {
    String app = pushAll(index(), "app:1");
    PodsComparison compared =
        compare(new PodJson().running("web", app, repository("app") + "@" + digest(january())));
    assertEquals("PASS identical 0 UNMOVED SAME", told(compared) + " " + tag(only(compared)));
  }

  @Test
  void aTagThatMovedIsTold() {
    push(january(), "app:1");
    String app = push(february(), "app:1");
    PodsComparison compared =
        compare(new PodJson().running("web", app, repository("app") + "@" + digest(january())));
    assertEquals("PASS identical 0 MOVED NEWER", told(compared) + " " + tag(only(compared)));
  }

  @Test
  void aTagThatWasRolledBackIsTold() {
    push(february(), "app:1");
    String app = push(january(), "app:1");
    PodsComparison compared =
        compare(new PodJson().running("web", app, repository("app") + "@" + digest(february())));
    assertEquals("MOVED OLDER", tag(only(compared)));
  }

  @Test
  void aDeletedDigestIsUnknownAndGone() {
    push(january(), "app:1");
    String app = push(february(), "app:1");
    registry.forget("app", digest(january()));
    PodsComparison compared =
        compare(new PodJson().running("web", app, repository("app") + "@" + digest(january())));
    assertEquals(
        "UNKNOWN unknown 3 Optional[GONE]",
        told(compared)
            + " "
            + only(compared).provenance().flatMap(state -> state.presence().asKnown()));
  }

  @Test
  void aPinThatRunsIsIdentical() {
    push(january(), "app:1");
    String pinned = repository("app") + "@" + digest(january());
    PodsComparison compared = compare(new PodJson().running("web", pinned, pinned));
    assertEquals("PASS identical 0", told(compared));
  }

  @Test
  void aManifestOfThePinnedIndexIsIdentical() {
    pushAll(index(), "app:1");
    PodsComparison compared =
        compare(
            new PodJson()
                .running(
                    "web",
                    repository("app") + "@" + digest(index()),
                    "docker-pullable://" + repository("app") + "@" + digest(january())));
    assertEquals(
        "PASS identical 0 Optional[ONE_OF_INDEX]", told(compared) + " " + only(compared).pin());
  }

  @Test
  void anotherDigestThanThePinnedIsDifferent() {
    push(january(), "app:1");
    push(february(), "app:2");
    PodsComparison compared =
        compare(
            new PodJson()
                .running(
                    "web",
                    repository("app") + "@" + digest(january()),
                    repository("app") + "@" + digest(february())));
    assertEquals("FAIL different 1 Optional[OTHER]", told(compared) + " " + only(compared).pin());
  }

  @Test
  void aDigestThatTwoRepositoriesHaveIsIdentical() {
    push(january(), "mirror/app:1");
    String app = push(january(), "app:1");
    PodsComparison compared =
        compare(
            new PodJson().running("web", app, repository("mirror/app") + "@" + digest(january())));
    assertEquals(
        "PASS identical 0 1",
        told(compared)
            + " "
            + only(compared).provenance().orElseThrow().otherRepositories().size());
  }

  @Test
  void anotherRepositorysPackagingOfTheSameImageIsTheSameImage() {
    TestImage annotated = builder("01", "amd64").annotation("approved-by", "release").build();
    String app = push(annotated, "app:1");
    push(january(), "mirror/app:1");
    PodsComparison compared =
        compare(
            new PodJson().running("web", app, repository("mirror/app") + "@" + digest(january())));
    assertEquals("PASS same-image 0", told(compared));
  }

  @Test
  void anotherRepositorysOtherImageIsDifferent() {
    String app = push(january(), "app:1");
    push(february(), "mirror/app:1");
    PodsComparison compared =
        compare(
            new PodJson().running("web", app, repository("mirror/app") + "@" + digest(february())));
    assertEquals("FAIL different 1", told(compared));
  }

  @Test
  void dockersLoadedImageIsFoundByItsConfig() {
    String app = push(january(), "app:1");
    PodsComparison compared =
        compare(new PodJson().running("web", app, "docker://" + config(january())));
    assertEquals("PASS same-image 0", told(compared));
  }

  @Test
  void criOsStorageIdIsFoundAmongTheIndexsImages() {
    String app = pushAll(index(), "app:1");
    TestImage arm = image("01", "arm64");
    PodsComparison compared =
        compare(new PodJson().running("web", app, config(arm).substring("sha256:".length())));
    assertEquals(
        "PASS same-image 0 linux/arm64",
        told(compared) + " " + only(compared).platform().orElseThrow().platform());
  }

  @Test
  void aLocalImageThatTheTagDoesNotLeadToIsInconclusive() {
    String app = push(february(), "app:1");
    PodsComparison compared = compare(new PodJson().running("web", app, config(january())));
    assertEquals("UNKNOWN unknown 3", told(compared));
  }

  @Test
  void anImageThatIsNotPulledYetIsUnknown() {
    String app = push(january(), "app:1");
    assertEquals("UNKNOWN unknown 3", told(compare(new PodJson().waiting("web", app))));
  }

  @Test
  void aStoppedRegistryIsUnknown() {
    String app = push(january(), "app:1");
    registry.close();
    PodsComparison compared =
        compare(
            new PodJson().running("web", app, repository("app") + "@" + digest(january())),
            impatient());
    assertEquals("UNKNOWN unknown 3", told(compared));
  }

  private static RegistryOptions impatient() {
    RegistryOptions options = Inspection.options(Map.of());
    return new RegistryOptions(
        options.credentials(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        options.environment(),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2));
  }

  @Test
  void wrongCredentialsAreUnknown() throws IOException {
    try (RealRegistry closed = RealRegistry.withPassword(parts.workspace(), "reader", "secret")) {
      Path docker = parts.workspace().directory("wrong-login");
      String login =
          Base64.getEncoder()
              .encodeToString("reader:wrong-password".getBytes(StandardCharsets.UTF_8));
      Files.writeString(
          docker.resolve("config.json"),
          "{\"auths\":{\"" + closed.address() + "\":{\"auth\":\"" + login + "\"}}}");
      String app = closed.reference("app");
      PodsComparison compared =
          compare(
              new PodJson().running("web", app + ":1", app + "@" + digest(january())),
              Inspection.options(Map.of("DOCKER_CONFIG", docker.toString())));
      assertEquals("UNKNOWN unknown 3", told(compared));
      assertFalse(compared.toString().contains("wrong-password"), "a secret was told");
    }
  }

  @Test
  void everyDigestIsLookedAtOnceHoweverManyPodsRunIt() {
    String app = push(january(), "app:1");
    push(february(), "app:2");
    PodJson pods = new PodJson();
    for (int i = 0; i < 50; i++) {
      pods.running("web" + i % 5, app, repository("app") + "@" + digest(january()));
      pods.running(
          "api", registry.reference("app:2"), repository("app") + "@" + digest(february()));
    }
    int before = registry.accesses().size();

    PodsComparison compared = compare(pods);

    List<RealRegistry.Access> asked =
        registry.accesses().subList(before, registry.accesses().size());
    assertEquals(2, compared.images().size());
    // For each image: a HEAD of its tag, its manifest, its config and its own layer; the base once.
    assertEquals(
        "9 9",
        asked.size() + " " + asked.stream().map(RealRegistry.Access::path).distinct().count(),
        asked::toString);
  }

  @Test
  void whatAContainerCanBecomeComesFromItsImage() {
    String app = push(january(), "app:1");
    String id = repository("app") + "@" + digest(january());
    PodsComparison compared =
        compare(
            new PodJson()
                .running("su", app, id, "{}")
                .running("root", app, id, "{\"runAsUser\":0}")
                .running("safe", app, id, PodJson.HARMLESS));
    List<String> told =
        compared.images().get(0).uses().stream()
            .map(
                use ->
                    use.workload()
                        + " "
                        + use.access().answer()
                        + " "
                        + use.access().severity()
                        + use.access().files().stream().map(RootAccess.UsableFile::path).toList())
            .toList();
    assertEquals(
        List.of(
            "Deployment/root IS_ROOT HIGH[]",
            "Deployment/su CAN_BECOME_ROOT MEDIUM[/bin/su]",
            "Deployment/safe CANNOT_BECOME_ROOT INFO[]"),
        told);
  }

  @Test
  void podsOfOneWorkloadAreToldTogether() {
    String app = push(january(), "app:1");
    String id = repository("app") + "@" + digest(january());
    PodImage image =
        compare(new PodJson().running("web", app, id).running("web", app, id)).images().get(0);
    assertEquals(2, image.uses().get(0).pods().size());
  }

  @Test
  void layersWithoutTheirDigestsBreakTheIntegrity() throws IOException {
    String app = push(january(), "app:1");
    Path blob = registry.blob(january().layers().get(1).descriptor().digest());
    byte[] bytes = Files.readAllBytes(blob);
    bytes[bytes.length - 1] ^= 1;
    Files.write(blob, bytes);
    PodsComparison compared =
        compare(new PodJson().running("web", app, repository("app") + "@" + digest(january())));
    assertEquals("FAIL unknown 4", told(compared));
  }

  @Test
  void theCommandReadsStandardInputAndExitsWithTheVerdict() {
    String app = push(january(), "app:1");
    String pods =
        new PodJson()
            .running("web", app, repository("app") + "@" + digest(january()), "{\"runAsUser\":0}")
            .toString();
    ScannerCommand scanner = ScannerCommand.in(parts.workspace());

    Command.Outcome outcome = scanner.with("compare", "--pods", "-").input(pods).run();

    assertEquals(1, outcome.exitCode(), outcome::toString);
    assertTrue(outcome.stdout().contains("Deployment/web"), outcome::toString);
  }
}
