package dev.imageprovenance.scanner.report;

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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Comparisons of pods made by hand, as typical clusters give them. */
final class SamplePods {
  static final Digest INDEX = Digest.sha256(new byte[] {1});
  static final Digest NOW = Digest.sha256(new byte[] {2});
  static final String REFERENCE = "registry.example/app:1";
  static final String REPOSITORY = "registry.example/app";

  static ImageId pulled() {
    return ImageId.parse(REPOSITORY + "@" + INDEX);
  }

  static Standing identical() {
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

  static RootAccess viaSu() {
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

  static RootAccess unknown(String reason) {
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

  static PodImage.Use use(String container, RootAccess access) {
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

  static PodsRun run(PodImage... images) {
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

  static PodImage passing() {
    return new PodImage(REFERENCE, pulled(), identical(), List.of(use("app", viaSu())));
  }

  static PodImage unknown() {
    String reason = "the registry did not answer";
    return new PodImage(
        "registry.example/other:1\u001b[31m",
        ImageId.parse(""),
        Standing.unknown(reason),
        List.of(use("evil\u001b[31m", unknown(reason))));
  }

  private SamplePods() {}
}
