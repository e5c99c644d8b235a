package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.check.BaseAttribution;
import dev.imageprovenance.scanner.check.CheckOutcome;
import dev.imageprovenance.scanner.check.ProvenBase;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.ClauseLocation;
import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Evidence.AccountEvidence;
import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import dev.imageprovenance.scanner.finding.Evidence.DigestEvidence;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.finding.Evidence.NamedValue;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence;
import dev.imageprovenance.scanner.finding.Evidence.UserEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.finding.Remedy.Instruction;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.When;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.lineage.BaseImage;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.Candidate;
import dev.imageprovenance.scanner.lineage.Candidate.Role;
import dev.imageprovenance.scanner.lineage.CandidateReading;
import dev.imageprovenance.scanner.lineage.Freshness;
import dev.imageprovenance.scanner.lineage.ImageDraft;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.ClauseOrigin;
import dev.imageprovenance.scanner.policy.Excuse;
import dev.imageprovenance.scanner.policy.ExcusedFinding;
import dev.imageprovenance.scanner.policy.ImagePolicy;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.policy.PolicyLoader;
import dev.imageprovenance.scanner.policy.PolicySubject;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.report.ImageReport.LayerSummary;
import dev.imageprovenance.scanner.report.ScanReport.ChildStatus;
import dev.imageprovenance.scanner.report.ScanReport.IndexChild;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reports made by hand, as scans of typical images give them. */
final class SampleReports {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  static final Platform AMD64 = Platform.of("linux", "amd64");

  private SampleReports() {}

  static RunReport run(ScanReport... scans) {
    return new RunReport(
        new RunReport.Tool("image-provenance-scanner", "1.2.3"),
        NOW,
        Policy.defaults(),
        List.of(scans));
  }

  /** One of each kind below. */
  static Stream<ScanReport> every() {
    return Stream.of(
        cleanDistro(),
        failing(),
        unknown(),
        problem(),
        twoPlatforms(),
        dockerArchive(),
        based(),
        signed());
  }

  /** The distribution's image, of which is known who signed it. */
  static ScanReport signed() {
    SignedImageReport signed = SampleSignatures.named("policy").images().get(0);
    return new ScanReport(
        "debian:12",
        NOW,
        List.of(cleanDistro().images().get(0).withSignatures(signed.signatures())),
        List.of(),
        Optional.empty());
  }

  /** The distribution's image under another address. */
  static ScanReport named(String address) {
    return new ScanReport(address, NOW, cleanDistro().images(), List.of(), Optional.empty());
  }

  /** An image in which the check of the first of them found all of {@code findings}. */
  static ScanReport with(Finding... findings) {
    ImageReport image =
        image(Verdict.FAIL, List.of(result(findings[0].check(), Verdict.FAIL, "bad", findings)));
    return new ScanReport("app:1", NOW, List.of(image), List.of(), Optional.empty());
  }

  /** An image in which somebody accepted {@code finding} for a while. */
  static ScanReport waived(Finding finding) {
    Excuse excuse =
        new Excuse(
            Excuse.Kind.WAIVED,
            "W-1",
            Optional.of(new ClauseLocation("ci/policy.yaml", 12, 5)),
            Optional.of("needed until the move"),
            Optional.of("ops"),
            Optional.of(LocalDate.of(2026, 3, 1)));
    CheckResult result =
        new CheckResult(
            finding.check(),
            Verdict.PASS,
            "1 waived",
            Optional.empty(),
            false,
            List.of(),
            List.of(new ExcusedFinding(finding, excuse)));
    ImageReport image = image(Verdict.PASS, List.of(result));
    return new ScanReport("app:1", NOW, List.of(image), List.of(), Optional.empty());
  }

  /** The distribution's image under a policy that allows and waives what it does not have. */
  static RunReport unusedClauses() {
    String text =
        """
        version: 1
        setuid:
          allow:
            - path: /no/*such*
        waivers:
          - {id: W-1, check: accounts, reason: gone, expires: 2026-03-01}
        """;
    Policy policy =
        PolicyLoader.ofFiles()
            .parse("ci/policy.yaml", text.getBytes(StandardCharsets.UTF_8))
            .allowSetuid("/left/over");
    ImageReport judged = cleanDistro().images().get(0);
    ImageReport image =
        new ImageReport(
            judged.resolution(),
            judged.platform(),
            judged.manifestDigest(),
            judged.configDigest(),
            judged.layers(),
            judged.verifications(),
            policy.forImage(PolicySubject.of(judged.resolution())),
            judged.results(),
            judged.verdict());
    ScanReport scan = new ScanReport("debian:12", NOW, List.of(image), List.of(), Optional.empty());
    return new RunReport(run(scan).tool(), NOW, policy, List.of(scan));
  }

  /** A distribution's image as it comes: twelve setuid and three setgid files, user 1000. */
  static ScanReport cleanDistro() {
    List<Finding> files = new ArrayList<>();
    String[] names = {
      "chfn", "chsh", "gpasswd", "mount", "newgrp", "passwd", "su", "umount", "sudo", "ping", "at",
      "pkexec"
    };
    for (String name : names) {
      files.add(setuid("/usr/bin/" + name, 04755, "root", 0));
    }
    files.add(setuid("/usr/bin/chage", 02755, "shadow", 42));
    files.add(setuid("/usr/bin/expiry", 02755, "shadow", 42));
    files.add(setuid("/usr/bin/wall", 02755, "tty", 5));
    ImageReport image =
        image(
            Verdict.PASS,
            List.of(
                result(CheckId.INTEGRITY, Verdict.PASS, "5 digests hold"),
                result(CheckId.DEFAULT_USER, Verdict.PASS, "uid 1000, gid 1000"),
                new CheckResult(
                    CheckId.SETUID_FILES,
                    Verdict.PASS,
                    "15 files raise privileges",
                    Optional.empty(),
                    false,
                    files,
                    List.of(
                        new ExcusedFinding(
                            setuid("/usr/bin/fusermount", 04755, "root", 0),
                            Excuse.allowed(
                                new ClauseOrigin(
                                    "--allow-setuid /usr/bin/fusermount", Optional.empty()))))),
                result(CheckId.FILE_CAPABILITIES, Verdict.PASS, "no file has capabilities"),
                result(CheckId.ACCOUNTS, Verdict.PASS, "root is the only account with uid 0")));
    return new ScanReport("debian:12", NOW, List.of(image), children(), Optional.empty());
  }

  /** Runs as root, has a layer whose digest is wrong, and hostile names. */
  static ScanReport failing() {
    Finding root =
        new Finding(
            CheckId.DEFAULT_USER,
            "ROOT",
            Severity.HIGH,
            "",
            "The config sets no user, so that every engine runs the image as root.",
            Optional.of(
                Remedy.of("Set a numeric user")
                    .withDockerfile(Instruction.of("USER 65532:65532"))
                    .withJib("<container><user>65532:65532</user></container>")),
            Optional.empty(),
            List.of(
                new UserEvidence("", "ROOT", Optional.of(0L), Optional.of(0L), List.of(0L, 4L))));
    Finding mismatch =
        new Finding(
            CheckId.INTEGRITY,
            "DIGEST_MISMATCH",
            Severity.CRITICAL,
            digest('d').toString(),
            "The stored bytes of layer 1 do not have the digest that the manifest promises.",
            Optional.of(Remedy.of("Push the image again from its build")),
            Optional.of(new LayerLocation(1, digest('d').toString(), Optional.of("COPY app /app"))),
            List.of(
                new DigestEvidence(
                    "layer",
                    digest('d').toString(),
                    "descriptor",
                    Optional.of(digest('e').toString()))));
    Finding hostileName = setuid("/tmp/\u202egnp\u001b[2J\udc80名", 06777, "root", 0);
    ImageReport image =
        image(
            Verdict.FAIL,
            List.of(
                result(CheckId.INTEGRITY, Verdict.FAIL, "1 of 5 digests is wrong", mismatch),
                result(CheckId.DEFAULT_USER, Verdict.FAIL, "runs as root", root),
                result(CheckId.SETUID_FILES, Verdict.FAIL, "1 file", hostileName)));
    return new ScanReport(
        "registry.example/app:1", NOW, List.of(image), List.of(), Optional.empty());
  }

  /** One check could not look, another may be unknown. */
  static ScanReport unknown() {
    ImageReport image =
        image(
            Verdict.UNKNOWN,
            List.of(
                result(CheckId.INTEGRITY, Verdict.PASS, "5 digests hold"),
                new CheckResult(
                    CheckId.SETUID_FILES,
                    Verdict.UNKNOWN,
                    "not every layer was read",
                    Optional.of("layer 1 is foreign and was not fetched"),
                    false,
                    List.of(),
                    List.of()),
                new CheckResult(
                    CheckId.ACCOUNTS,
                    Verdict.PASS,
                    "not every layer was read",
                    Optional.of("layer 1 is foreign and was not fetched"),
                    true,
                    List.of(),
                    List.of())));
    return new ScanReport("oci:build/image", NOW, List.of(image), List.of(), Optional.empty());
  }

  /** The registry refused. */
  static ScanReport problem() {
    return new ScanReport(
        "registry.example/secret:1",
        NOW,
        List.of(),
        List.of(),
        Optional.of(
            new ScanReport.Problem(
                ProblemKind.UNAUTHORIZED,
                "registry.example refused to show secret:1 (HTTP 401)",
                Optional.of("Log in with docker login registry.example, or pass --username."))));
  }

  /** Two platforms of one index. */
  static ScanReport twoPlatforms() {
    ImageReport good =
        image(Verdict.PASS, List.of(result(CheckId.INTEGRITY, Verdict.PASS, "5 digests hold")));
    ImageReport arm =
        new ImageReport(
            good.resolution(),
            Platform.parse("linux/arm/v7"),
            good.manifestDigest(),
            good.configDigest(),
            good.layers(),
            good.verifications(),
            good.policy(),
            List.of(result(CheckId.DEFAULT_USER, Verdict.FAIL, "runs as root")),
            Verdict.FAIL);
    List<IndexChild> children =
        List.of(
            new IndexChild(digest('b'), Optional.of(AMD64), ChildStatus.SCANNED, ""),
            new IndexChild(
                digest('f'), Optional.of(arm.platform()), ChildStatus.SCANNED, "all platforms"));
    return new ScanReport("app:2", NOW, List.of(good, arm), children, Optional.empty());
  }

  /** A docker-archive has neither manifest nor layer digests. */
  static ScanReport dockerArchive() {
    Resolution resolution =
        new Resolution(
            "docker-archive:app.tar",
            SourceKind.DOCKER_ARCHIVE,
            "app.tar",
            List.of(
                new Resolution.Step(
                    "the only image", DigestKind.CONFIG, digest('c'), DigestOrigin.COMPUTED)));
    LayerSummary layer =
        new LayerSummary(
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.of(digest('1')),
            2048,
            -1,
            "",
            -1,
            Optional.empty(),
            "no",
            Optional.of("its bytes are xz, which this version does not read"));
    Finding located =
        finding(
            CheckId.SETUID_FILES,
            "/bin/x",
            new LayerLocation(0, digest('1').toString(), Optional.empty()));
    Finding byPath =
        finding(
            CheckId.SETUID_FILES,
            "/bin/y",
            new LayerLocation(0, "abc/layer.tar", Optional.empty()));
    ImageReport image =
        new ImageReport(
            resolution,
            new Platform(
                "windows", "amd64", Optional.of("v1"), Optional.of("10.0.1"), List.of("win32k")),
            Optional.empty(),
            digest('c'),
            List.of(layer),
            List.of(
                DigestVerification.unverifiable(
                    DigestKind.DIFF_ID,
                    Optional.of(0),
                    digest('1'),
                    DigestOrigin.CONFIG,
                    "unsupported compression xz")),
            ImagePolicy.defaults(),
            List.of(result(CheckId.SETUID_FILES, Verdict.UNKNOWN, "2 files", located, byPath)),
            Verdict.UNKNOWN);
    return new ScanReport(
        "docker-archive:app.tar", NOW, List.of(image), List.of(), Optional.empty());
  }

  /** Built on a base that was asked for and whose tag has moved, with a setuid file of its own. */
  static ScanReport based() {
    Lineage lineage = lineageOn("docker.io/library/debian:12", Role.REQUESTED);
    BaseLevel level = lineage.bases().get(0);
    ProvenBase base = ProvenBase.of(level, level.image(), true);
    BaseAttribution attribution = new BaseAttribution(lineage, base);
    List<Finding> files = new ArrayList<>();
    files.add(setuid("/usr/bin/mount", 04755, "root", 0));
    files.add(setuid("/usr/bin/su", 04755, "root", 0));
    files.add(setuid("/usr/bin/world", 06777, "root", 0));
    files.add(inLayer(1, setuid("/app/helper", 04755, "root", 0)));
    CheckOutcome outcome =
        attribution.apply(
            new CheckOutcome(CheckId.SETUID_FILES, files, Optional.empty(), "4 setuid files"));
    ImageReport image =
        image(
            Verdict.FAIL,
            List.of(
                result(CheckId.INTEGRITY, Verdict.PASS, "5 digests hold"),
                result(
                    CheckId.SETUID_FILES,
                    Verdict.FAIL,
                    outcome.summary(),
                    outcome.findings().toArray(new Finding[0])),
                result(CheckId.BASE_IMAGE, Verdict.PASS, "built on debian:12, asked for")));
    return new ScanReport(
        "app:1",
        NOW,
        List.of(builtOn(image, new ImageOrigin(lineage, Optional.of(base)))),
        List.of(),
        Optional.empty());
  }

  /** Names a base that is proven, of which nobody asked. */
  static ScanReport merelyNaming() {
    Lineage lineage = lineageOn("evil.example/debian:12", Role.CLAIMED);
    ProvenBase base = ProvenBase.merelyNamed(lineage).orElseThrow();
    Finding file =
        new BaseAttribution(lineage, base)
            .apply(
                new CheckOutcome(
                    CheckId.SETUID_FILES,
                    List.of(setuid("/usr/bin/su", 04755, "root", 0)),
                    Optional.empty(),
                    "1 setuid file"))
            .findings()
            .get(0);
    ImageReport image =
        image(
            Verdict.PASS,
            List.of(result(CheckId.SETUID_FILES, Verdict.PASS, "1 setuid file", file)));
    return new ScanReport(
        "app:1",
        NOW,
        List.of(builtOn(image, new ImageOrigin(lineage, Optional.of(base)))),
        List.of(),
        Optional.empty());
  }

  /** An image of two layers of which the lower is that of {@code base}. */
  private static Lineage lineageOn(String base, Role role) {
    BaseImage image = new ImageDraft("os").asBase(base);
    Lineage lineage =
        new ImageDraft("os", "app")
            .read()
            .lineage(
                List.of(), List.of(new Candidate(base, role, new CandidateReading.Read(image))));
    if (role == Role.CLAIMED) {
      return lineage;
    }
    Freshness moved =
        new Freshness(
            base,
            Freshness.Movement.MOVED,
            Optional.of(digest('6')),
            Optional.of(Duration.ofDays(12)),
            Optional.of(new Freshness.Rebuild(Freshness.Rebuild.Kind.LAYERS, List.of())));
    BaseLevel level = lineage.bases().get(0);
    return lineage.withBases(List.of(level.withFreshness(level.image(), Fact.known(moved))));
  }

  private static Finding inLayer(int index, Finding finding) {
    return new Finding(
        finding.check(),
        finding.code(),
        finding.severity(),
        finding.subject(),
        finding.message(),
        finding.remedy(),
        Optional.of(new LayerLocation(index, digest('d').toString(), Optional.of("COPY / /"))),
        finding.evidence());
  }

  private static ImageReport builtOn(ImageReport image, ImageOrigin origin) {
    return new ImageReport(
        image.resolution(),
        image.platform(),
        image.manifestDigest(),
        image.configDigest(),
        image.layers(),
        image.verifications(),
        image.policy(),
        image.results(),
        image.verdict(),
        Optional.of(origin),
        Optional.empty());
  }

  /** A finding with that evidence. */
  static ScanReport withEvidence(Evidence evidence) {
    Finding finding =
        new Finding(
            CheckId.ACCOUNTS,
            "SOMETHING",
            Severity.LOW,
            "/etc/passwd",
            "Something is odd.",
            Optional.empty(),
            Optional.empty(),
            List.of(evidence));
    ImageReport image =
        image(Verdict.PASS, List.of(result(CheckId.ACCOUNTS, Verdict.PASS, "odd", finding)));
    return new ScanReport("app:1", NOW, List.of(image), List.of(), Optional.empty());
  }

  /** One of each kind of evidence, and its variants. */
  static List<Evidence> everyEvidence() {
    return List.of(
        file("/usr/bin/su", 04755, "root", 0),
        new FileEvidence(
            "/dev/x",
            "char",
            0,
            4294967295L,
            Optional.empty(),
            7,
            Optional.empty(),
            0,
            Optional.empty(),
            List.of("/dev/y"),
            true),
        new CapabilityEvidence(
            3, true, List.of("cap_net_raw", "cap_41"), List.of("cap_chown"), Optional.of(1000L)),
        new CapabilityEvidence(2, false, List.of(), List.of(), Optional.empty()),
        new UserEvidence(
            "app", "NON_ROOT_UNVERIFIABLE", Optional.of(1000L), Optional.of(1000L), List.of(42L)),
        new UserEvidence("ghost", "UNRESOLVABLE", Optional.empty(), Optional.empty(), List.of()),
        new AccountEvidence("/etc/passwd", 3, "toor", Optional.of(0L)),
        new AccountEvidence("/etc/shadow", 4, "guest", Optional.empty()),
        new DigestEvidence("size", "10", "descriptor", Optional.of("11")),
        new DigestEvidence("layer", "blake3:00", "descriptor", Optional.empty()),
        new ClauseEvidence("setuid.allow /usr/bin/su", Optional.empty()),
        new ClauseEvidence(
            "waiver W-1", Optional.of(new ClauseLocation("scanner-policy.yaml", 12, 5))),
        new OriginEvidence(
            OriginEvidence.Origin.BASE,
            "debian:12",
            Severity.MEDIUM,
            "brought by the proven base debian:12, unchanged: low instead of medium"),
        new NamedValue("mediaType", "text/\u0000html"));
  }

  static Finding setuid(String path, int mode, String group, long gid) {
    FileEvidence file = file(path, mode, group, gid);
    String escaped = dev.imageprovenance.scanner.oci.Text.escape(path);
    return new Finding(
        CheckId.SETUID_FILES,
        mode == 06777 ? "WRITABLE_BY_OTHERS" : "PRIVILEGED_EXECUTABLE",
        mode == 06777 ? Severity.HIGH : Severity.MEDIUM,
        path,
        escaped + " runs with the privileges of " + ((mode & 04000) != 0 ? "root" : group) + ".",
        Optional.of(remedy(path)),
        Optional.of(
            new LayerLocation(0, digest('2').toString(), Optional.of("ADD rootfs.tar.xz /"))),
        List.of(file));
  }

  /** A name that is not ASCII can be put into no command. */
  private static Remedy remedy(String path) {
    Remedy remedy =
        Remedy.of("Take the bit away where the layer is made")
            .withJib("use a base image without the bit");
    return path.chars().allMatch(c -> c > ' ' && c <= '~')
        ? remedy
            .withDockerfile(new Instruction("RUN chmod a-s", List.of(path), ""))
            .withAccept(List.of("--allow-setuid " + path))
        : remedy;
  }

  static Digest digest(char hex) {
    return Digest.parse("sha256:" + String.valueOf(hex).repeat(64));
  }

  private static FileEvidence file(String path, int mode, String group, long gid) {
    return new FileEvidence(
        path,
        "file",
        mode,
        0,
        Optional.of("root"),
        gid,
        Optional.of(group),
        59704,
        Optional.of(digest('9').toString()),
        List.of(),
        false);
  }

  private static Finding finding(CheckId check, String subject, LayerLocation location) {
    return new Finding(
        check,
        "CODE",
        Severity.LOW,
        subject,
        subject + " is odd",
        Optional.empty(),
        Optional.of(location),
        List.of());
  }

  private static CheckResult result(
      CheckId check, Verdict verdict, String summary, Finding... findings) {
    return new CheckResult(
        check, verdict, summary, Optional.empty(), false, List.of(findings), List.of());
  }

  private static List<IndexChild> children() {
    return List.of(
        new IndexChild(digest('b'), Optional.of(AMD64), ChildStatus.SCANNED, ""),
        new IndexChild(
            digest('3'),
            Optional.of(Platform.parse("linux/arm64/v8")),
            ChildStatus.NOT_SELECTED,
            "another platform"),
        new IndexChild(digest('4'), Optional.empty(), ChildStatus.NOT_SELECTED, ""),
        new IndexChild(
            digest('5'),
            Optional.of(Platform.of("unknown", "unknown")),
            ChildStatus.ATTESTATION,
            "of linux/amd64"),
        new IndexChild(digest('6'), Optional.empty(), ChildStatus.ARTIFACT, "a Helm chart"));
  }

  private static ImageReport image(Verdict verdict, List<CheckResult> results) {
    Resolution resolution =
        new Resolution(
            "debian:12",
            SourceKind.REGISTRY,
            "docker.io/library/debian",
            List.of(
                new Resolution.Step("tag 12", DigestKind.INDEX, digest('a'), DigestOrigin.COMPUTED),
                new Resolution.Step(
                    "linux/amd64", DigestKind.MANIFEST, digest('b'), DigestOrigin.COMPUTED)));
    List<LayerSummary> layers = List.of(layer(0, '2', '7', "now"), layer(1, 'd', '8', "earlier"));
    return new ImageReport(
        resolution,
        AMD64,
        Optional.of(digest('b')),
        digest('c'),
        layers,
        List.of(
            verified(DigestKind.MANIFEST, Optional.empty(), digest('b'), When.NOW),
            verified(DigestKind.LAYER, Optional.of(0), digest('2'), When.EARLIER),
            DigestVerification.compared(
                DigestKind.LAYER,
                Optional.of(1),
                digest('d'),
                DigestOrigin.DESCRIPTOR,
                digest('e'),
                When.NOW)),
        ImagePolicy.defaults(),
        results,
        verdict);
  }

  private static DigestVerification verified(
      DigestKind kind, Optional<Integer> layer, Digest digest, When when) {
    return DigestVerification.compared(kind, layer, digest, DigestOrigin.DESCRIPTOR, digest, when);
  }

  private static LayerSummary layer(int index, char stored, char diffId, String read) {
    return new LayerSummary(
        index,
        Optional.of("application/vnd.oci.image.layer.v1.tar+gzip"),
        Optional.of(digest(stored)),
        Optional.of(digest(diffId)),
        24_100_000,
        70_000_000,
        "gzip",
        6000,
        Optional.of("/bin/sh -c #(nop) ADD file:0123 in / "),
        read,
        Optional.empty());
  }
}
