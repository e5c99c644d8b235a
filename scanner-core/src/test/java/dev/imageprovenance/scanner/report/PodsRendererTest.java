package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.imageprovenance.scanner.check.UserClass;
import dev.imageprovenance.scanner.compare.Assurance;
import dev.imageprovenance.scanner.compare.EngineRecord.RepoDigest;
import dev.imageprovenance.scanner.compare.ImageIdentity.KnownDigest;
import dev.imageprovenance.scanner.compare.Provenance;
import dev.imageprovenance.scanner.compare.Provenance.Age;
import dev.imageprovenance.scanner.compare.Provenance.Movement;
import dev.imageprovenance.scanner.compare.Provenance.Presence;
import dev.imageprovenance.scanner.compare.Provenance.TagState;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import dev.imageprovenance.scanner.workload.ContainerSecurity;
import dev.imageprovenance.scanner.workload.ContainerSecurity.HostNamespace;
import dev.imageprovenance.scanner.workload.ContainerSecurity.HostSharing;
import dev.imageprovenance.scanner.workload.ContainerStatus.State;
import dev.imageprovenance.scanner.workload.ImageId;
import dev.imageprovenance.scanner.workload.PodContainer.Role;
import dev.imageprovenance.scanner.workload.PodImage;
import dev.imageprovenance.scanner.workload.PodsComparison;
import dev.imageprovenance.scanner.workload.RootAccess;
import dev.imageprovenance.scanner.workload.RootAccess.Answer;
import dev.imageprovenance.scanner.workload.RootAccess.Code;
import dev.imageprovenance.scanner.workload.RootAccess.Reason;
import dev.imageprovenance.scanner.workload.RootAccess.UsableFile;
import dev.imageprovenance.scanner.workload.Standing;
import dev.imageprovenance.scanner.workload.Workload;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class PodsRendererTest {
  private static final Digest INDEX = Digest.sha256(new byte[] {1});
  private static final Digest NOW = Digest.sha256(new byte[] {2});
  private static final String REFERENCE = "registry.example/app:1";
  private static final String REPOSITORY = "registry.example/app";

  private static ImageId pulled() {
    return ImageId.parse(REPOSITORY + "@" + INDEX);
  }

  private static Standing identical() {
    return new Standing(
        Fact.known(Rung.IDENTICAL),
        Assurance.ASSERTED_BY_ENGINE,
        "the kubelet records an index that the registry has",
        false,
        List.of(
            new KnownDigest(DigestKind.INDEX, INDEX, DigestOrigin.ENGINE, Optional.of(REPOSITORY))),
        Optional.of(
            new Provenance(
                REPOSITORY,
                Optional.of(INDEX),
                Fact.known(Presence.PRESENT),
                Optional.of(
                    Fact.known(new TagState("1", Movement.MOVED, Optional.of(NOW), Age.NEWER))),
                List.of(new RepoDigest("mirror.example/app", INDEX)))),
        Optional.of(Standing.Pin.ONE_OF_INDEX),
        Optional.of(new Standing.LookedAt(Platform.of("linux", "amd64"), true)),
        Optional.empty());
  }

  private static RootAccess viaSu() {
    return new RootAccess(
        new RootAccess.User(
            RootAccess.User.Origin.IMAGE,
            "app",
            Optional.of(UserClass.NON_ROOT_UNVERIFIABLE),
            Optional.of(1000L),
            Optional.of("app"),
            List.of(1000L)),
        Answer.CAN_BECOME_ROOT,
        List.of(new Reason(Code.SETUID_ROOT_FILE, "via /bin/su (setuid root)")),
        List.of(new UsableFile("/bin/su", UsableFile.Effect.SETUID_ROOT, 04755, 0, 0, List.of())),
        1,
        Severity.MEDIUM,
        Optional.empty());
  }

  private static RootAccess unknown(String reason) {
    return new RootAccess(
        new RootAccess.User(
            RootAccess.User.Origin.IMAGE,
            "",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of()),
        Answer.UNKNOWN,
        List.of(new Reason(Code.USER_UNKNOWN, "the image says who it runs as, and " + reason)),
        List.of(),
        0,
        Severity.INFO,
        Optional.of(Severity.HIGH));
  }

  private static PodImage.Use use(String container, RootAccess access) {
    return new PodImage.Use(
        "shop",
        new Workload("ReplicaSet", "web-5d9c7b8f6", Optional.of("web")),
        Role.CONTAINER,
        container,
        State.RUNNING,
        Optional.empty(),
        new ContainerSecurity(
            Optional.of(1000L),
            Optional.empty(),
            true,
            true,
            false,
            false,
            List.of("NET_ADMIN"),
            List.of("ALL"),
            List.of(7L),
            false,
            new HostSharing(Set.of(HostNamespace.USER, HostNamespace.PID), false)),
        access,
        List.of("web-5d9c7b8f6-a", "web-5d9c7b8f6-b"));
  }

  private static PodsRun run(PodImage... images) {
    return new PodsRun(
        new RunReport.Tool("scanner", "1"),
        Instant.EPOCH,
        "pods.json",
        new PodsRun.Outcome.Compared(
            new PodsComparison(
                Instant.EPOCH,
                "pods.json",
                2,
                2,
                Rung.SAME_IMAGE,
                Severity.HIGH,
                List.of(images))));
  }

  private static PodImage passing() {
    return new PodImage(REFERENCE, pulled(), identical(), List.of(use("app", viaSu())));
  }

  private static PodImage unknown() {
    String reason = "the registry did not answer";
    return new PodImage(
        "registry.example/other:1\u001b[31m",
        ImageId.parse(""),
        Standing.unknown(reason),
        List.of(use("evil\u001b[31m", unknown(reason))));
  }

  private static String text(PodsRun run, Verbosity verbosity) throws IOException {
    StringWriter out = new StringWriter();
    new TextPodsRenderer(new TextOptions(verbosity, false, 200)).render(run, out);
    return out.toString();
  }

  private static void assertValid(PodsRun run) throws IOException {
    StringWriter out = new StringWriter();
    new JsonPodsRenderer().render(run, out);
    Validator.Result result =
        new ValidatorFactory().validate(JsonPodsRenderer.schema(), out.toString());
    assertTrue(
        result.isValid(),
        () ->
            result.getErrors().stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getError())
                .collect(Collectors.joining("\n", "", "\n" + out)));
  }

  @Test
  void tellsTheImageThenWhoRunsIt() throws IOException {
    assertEquals(
        """
        PASS  registry.example/app:1 index sha256:4bf5122f3445 (engine) identical, asserted by the engine, tag MOVED
          why        the kubelet records an index that the registry has
          tag        1 MOVED to sha256:dbc1b4c900ff (registry), newer
          record     the node knows it as mirror.example/app@sha256:4bf5122f3445 (engine)
          pinned     one of the pinned index
          platform   linux/amd64 was looked into; the pods do not say which one their nodes are, see --platform
          medium    shop Deployment/web (2 pods) app: uid 1000 (app), can become root via /bin/su (setuid root)

        PASS  pods.json: 2 pods, 2 containers, 1 image: 1 passed
        """,
        text(run(passing()), Verbosity.NORMAL));
  }

  @Test
  void anUnknownImageSaysWhyOnce() throws IOException {
    String text = text(run(unknown()), Verbosity.NORMAL);
    assertEquals(
        text.indexOf("the registry did not answer"),
        text.lastIndexOf("the registry did not answer"),
        text);
  }

  @Test
  void namesOfTheListCannotSteerATerminal() throws IOException {
    assertFalse(text(run(unknown()), Verbosity.VERBOSE).contains("\u001b"));
  }

  @Test
  void quietLeavesOutWhatPasses() throws IOException {
    assertEquals("", text(run(passing()), Verbosity.QUIET));
  }

  @Test
  void anEmptyListIsUnknown() throws IOException {
    assertEquals(
        "UNKNOWN pods.json: 2 pods, 2 containers, 0 images: nothing was compared\n",
        text(run(), Verbosity.NORMAL));
  }

  @Test
  void theWorstImageDecidesTheExitCode() {
    assertEquals(3, run(passing(), unknown()).exitCode());
  }

  @Test
  void brokenIntegrityComesBeforeAll() {
    PodImage broken =
        new PodImage(REFERENCE, pulled(), identical().butUnknown("broken", true), List.of());
    assertEquals(4, run(unknown(), broken).exitCode());
  }

  @Test
  void jsonOfImagesKeepsToTheSchema() throws IOException {
    assertValid(run(passing(), unknown()));
  }

  @Test
  void jsonOfOtherIdsKeepsToTheSchema() throws IOException {
    assertValid(
        run(
            new PodImage("a", ImageId.parse(INDEX.toString()), Standing.unknown("x"), List.of()),
            new PodImage("a", ImageId.parse("?"), Standing.unknown("x"), List.of())));
  }

  @Test
  void jsonOfAProblemKeepsToTheSchema() throws IOException {
    assertValid(
        new PodsRun(
            new RunReport.Tool("scanner", "1"),
            Instant.EPOCH,
            "-",
            new PodsRun.Outcome.Failed(
                new ScanReport.Problem(ProblemKind.LIMIT, "too large", Optional.empty()))));
  }
}
