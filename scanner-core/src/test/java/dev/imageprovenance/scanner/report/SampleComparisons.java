package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.Assurance;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.ConfigDifference;
import dev.imageprovenance.scanner.compare.ConfigDifference.Effect;
import dev.imageprovenance.scanner.compare.ContainerDrift;
import dev.imageprovenance.scanner.compare.EngineRecord;
import dev.imageprovenance.scanner.compare.FileDifference;
import dev.imageprovenance.scanner.compare.FileDifference.Aspect;
import dev.imageprovenance.scanner.compare.FileDifference.Kind;
import dev.imageprovenance.scanner.compare.FileState;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.ImageIdentity;
import dev.imageprovenance.scanner.compare.ImageIdentity.KnownDigest;
import dev.imageprovenance.scanner.compare.LayerUse;
import dev.imageprovenance.scanner.compare.PackagingDifference;
import dev.imageprovenance.scanner.compare.PlatformDifference;
import dev.imageprovenance.scanner.compare.Provenance;
import dev.imageprovenance.scanner.compare.Provenance.Age;
import dev.imageprovenance.scanner.compare.Provenance.Movement;
import dev.imageprovenance.scanner.compare.Provenance.OtherDigest;
import dev.imageprovenance.scanner.compare.Provenance.Presence;
import dev.imageprovenance.scanner.compare.Provenance.TagState;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.compare.SignatureComparison;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.When;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.layer.ContentHash;
import dev.imageprovenance.scanner.layer.FileCapabilities;
import dev.imageprovenance.scanner.layer.ProgramFormat;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.report.ComparisonReport.Outcome;
import dev.imageprovenance.scanner.signature.EvidenceInventory;
import dev.imageprovenance.scanner.signature.EvidenceKind;
import dev.imageprovenance.scanner.signature.envelope.Form;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Comparisons made by hand, as the ladder gives them. */
final class SampleComparisons {
  private static final String REGISTRY = "registry.example/app:1";
  private static final Platform ARM64 = Platform.of("linux", "arm64");

  private SampleComparisons() {}

  static ComparisonRun run(ComparisonReport... reports) {
    return new ComparisonRun(
        new RunReport.Tool("image-provenance-scanner", "1.2.3"),
        SampleReports.NOW,
        List.of(reports));
  }

  /** All of them by the names of their golden texts. */
  static List<String> names() {
    return List.of(
        "identical",
        "asserted",
        "stranger",
        "same-image",
        "same-runtime",
        "same-content",
        "different",
        "many-files",
        "unknown",
        "gone",
        "broken",
        "pruned",
        "clean-container",
        "drifted",
        "drift-unknown",
        "lost-signatures",
        "required-signatures",
        "unknown-signatures",
        "problem",
        "usage");
  }

  static ComparisonReport named(String name) {
    return switch (name) {
      case "identical" -> identical();
      case "asserted" -> asserted();
      case "stranger" -> stranger();
      case "same-image" -> sameImage();
      case "same-runtime" -> sameRuntime();
      case "same-content" -> sameContent();
      case "different" -> different();
      case "many-files" -> manyFiles();
      case "unknown" -> unknown();
      case "gone" -> gone();
      case "broken" -> broken();
      case "pruned" -> pruned();
      case "clean-container" -> cleanContainer();
      case "drifted" -> drifted();
      case "drift-unknown" -> driftUnknown();
      case "lost-signatures" -> lostSignatures(false);
      case "required-signatures" -> lostSignatures(true);
      case "unknown-signatures" -> unknownSignatures();
      case "problem" ->
          problem(ProblemKind.UNREACHABLE, "registry.example does not answer", "Try again.");
      case "usage" -> problem(ProblemKind.USAGE, "app names no registry copy", "Name it.");
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Both sides have one manifest, and the tag points at it. */
  static ComparisonReport identical() {
    return new Draft()
        .why("both sides have the same manifest, byte for byte")
        .provenance(present(Optional.of(unmoved())))
        .report();
  }

  /** Docker's own record, whose tag moved since. */
  static ComparisonReport asserted() {
    Draft draft =
        new Draft()
            .deployed("docker-daemon:app:1", SourceKind.DOCKER_DAEMON)
            .assurance(Assurance.ASSERTED_BY_ENGINE)
            .why("the engine records the manifest, which leads to its image ID");
    draft.deployedIdentity =
        identity(
            new KnownDigest(
                DigestKind.MANIFEST,
                SampleReports.digest('b'),
                DigestOrigin.ENGINE,
                Optional.of("registry.example/app")),
            new KnownDigest(
                DigestKind.MANIFEST,
                SampleReports.digest('b'),
                DigestOrigin.ENGINE,
                Optional.of("cache.example/app")),
            known(DigestKind.CONFIG, 'c', DigestOrigin.ENGINE));
    draft.image(draft.imageDraft());
    return draft
        .provenance(
            new Provenance(
                "registry.example/app",
                Optional.of(SampleReports.digest('b')),
                Fact.known(Presence.PRESENT),
                Optional.of(
                    Fact.known(
                        new TagState(
                            "1",
                            Movement.MOVED,
                            Optional.of(SampleReports.digest('9')),
                            Age.NEWER))),
                List.of(
                    new OtherDigest(SampleReports.digest('6'), Fact.known(Presence.PRESENT)),
                    new OtherDigest(SampleReports.digest('7'), Fact.known(Presence.GONE)),
                    new OtherDigest(SampleReports.digest('5'), Fact.unknown("not asked"))),
                List.of(
                    new EngineRecord.RepoDigest("cache.example/app", SampleReports.digest('b')),
                    new EngineRecord.RepoDigest("mirror.example/app", SampleReports.digest('8')))))
        .report();
  }

  /** What Docker holds of another repository, whose record may be of an index or of a manifest. */
  static ComparisonReport stranger() {
    Draft draft =
        new Draft()
            .deployed("docker-daemon:other:1", SourceKind.DOCKER_DAEMON)
            .rung(Rung.DIFFERENT)
            .why("the configuration differs: User; the layers are the same");
    draft.deployedIdentity =
        identity(
            new KnownDigest(
                DigestKind.MANIFEST,
                SampleReports.digest('8'),
                DigestOrigin.ENGINE,
                Optional.of("mirror.example/other")),
            known(DigestKind.CONFIG, '7', DigestOrigin.ENGINE));
    draft.config = List.of(config("config.User", Effect.RUNTIME, Severity.HIGH, "0", "1000"));
    draft.packaging =
        List.of(
            new PackagingDifference(
                PackagingDifference.Aspect.MANIFEST_FORMAT, "none", "application/x"));
    draft.image(draft.imageDraft());
    return draft
        .provenance(
            new Provenance(
                "registry.example/app",
                Optional.empty(),
                Fact.unknown("nothing records a manifest digest of the deployed image"),
                Optional.of(
                    Fact.unknown("nothing records a manifest digest of the deployed image")),
                List.of(
                    new EngineRecord.RepoDigest(
                        "mirror.example/other", SampleReports.digest('8')))))
        .report();
  }

  /** Recompressed. */
  static ComparisonReport sameImage() {
    Draft draft =
        new Draft()
            .rung(Rung.SAME_IMAGE)
            .why("the config digest is the same, and 2 layers were read to the same diffIDs");
    draft.packaging =
        List.of(
            new PackagingDifference(PackagingDifference.Aspect.COMPRESSION, "2 zstd", "2 gzip"),
            new PackagingDifference(
                PackagingDifference.Aspect.ANNOTATIONS,
                "none",
                "org.opencontainers.image.description=" + "long ".repeat(60)));
    draft.deployedVerifications = List.of(verified());
    return draft.image(draft.imageDraft()).report();
  }

  /** Converted to another format and back. */
  static ComparisonReport sameRuntime() {
    Draft draft =
        new Draft()
            .rung(Rung.SAME_RUNTIME)
            .why(
                "the diffIDs are the same and so are the layer blobs, and the configs differ in"
                    + " nothing that a runtime uses");
    draft.config =
        List.of(
            config("config.Healthcheck", Effect.DROPPED, Severity.LOW, null, "{\"Test\":[]}"),
            config("config.Labels.version", Effect.DROPPED, Severity.LOW, null, "1.4"),
            config("created", Effect.HARMLESS, Severity.INFO, "2026-01-02", "2026-01-01"));
    return draft.image(draft.imageDraft()).report();
  }

  /** Rebuilt; less was required. */
  static ComparisonReport sameContent() {
    Draft draft =
        new Draft()
            .rung(Rung.SAME_CONTENT)
            .required(Rung.SAME_CONTENT)
            .why(
                "the file trees and the runtime configuration are the same; the image was rebuilt");
    draft.layers = Optional.of(new LayerUse(2, 0));
    draft.files = Optional.of(Fact.known(List.of()));
    return draft.image(draft.imageDraft()).report();
  }

  /** Everything at once, from a hostile image. */
  static ComparisonReport different() {
    Draft draft =
        new Draft()
            .rung(Rung.DIFFERENT)
            .why("the configuration differs: User, Env.PATH; 8 paths differ, 7 of them severe");
    String path = "/usr/local/sbin:".repeat(10);
    draft.config =
        List.of(
            config("config.User", Effect.RUNTIME, Severity.HIGH, "0", "65532:65532"),
            config("config.Env.PATH", Effect.RUNTIME, Severity.HIGH, path + "/evil", path + "/bin"),
            config("config.Env.API_TOKEN", Effect.RUNTIME, Severity.HIGH, "canary-1", "canary-2"),
            config("config.Env.db_password", Effect.RUNTIME, Severity.HIGH, "canary-3", null),
            config(
                "config.Env.URL",
                Effect.RUNTIME,
                Severity.HIGH,
                "postgres://app:canary-4@db/app",
                "postgres://db/app"),
            config("config.Env.A\u001b[2J", Effect.RUNTIME, Severity.HIGH, "a  b", " "),
            config("history", Effect.HARMLESS, Severity.INFO, "6 steps", "5 steps"));
    draft.layers = Optional.of(new LayerUse(3, 1));
    draft.files =
        Optional.of(
            Fact.known(
                List.of(
                    changed(
                        "usr/bin/su",
                        Severity.CRITICAL,
                        EnumSet.of(Aspect.MODE),
                        file(04755, 'a'),
                        file(0755, 'a')),
                    changed(
                        "usr/bin/ping",
                        Severity.CRITICAL,
                        EnumSet.of(Aspect.CAPABILITIES, Aspect.OWNER),
                        capable(),
                        file(0755, 'a')),
                    added("usr/bin/\u202egnp", Severity.CRITICAL, file(06755, 'b')),
                    changed(
                        "usr/bin/app",
                        Severity.HIGH,
                        EnumSet.of(Aspect.CONTENT),
                        file(0755, 'c'),
                        file(0755, 'd')),
                    changed(
                        "etc/passwd",
                        Severity.HIGH,
                        EnumSet.of(Aspect.TYPE, Aspect.TARGET, Aspect.CONTENT),
                        link("/tmp/passwd"),
                        file(0644, 'e')),
                    changed(
                        "usr/bin/python",
                        Severity.HIGH,
                        EnumSet.of(Aspect.TARGET),
                        link("python3.12"),
                        link("python3.11")),
                    added("dev/kmem", Severity.HIGH, device()),
                    removed("var/lib/app/data", Severity.LOW, file(0644, 'f')))));
    return draft.image(draft.imageDraft()).report();
  }

  /** So many files that only the worst are told. */
  static ComparisonReport manyFiles() {
    Draft draft = new Draft().rung(Rung.DIFFERENT).why("1,214 paths differ, 14 of them severe");
    List<FileDifference> files = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      files.add(
          changed(
              "usr/bin/tool" + i,
              Severity.HIGH,
              EnumSet.of(Aspect.CONTENT),
              file(0755, 'c'),
              file(0755, 'd')));
    }
    for (int i = 0; i < 1000; i++) {
      files.add(
          added("usr/share/doc/package" + i + "/copyright", Severity.MEDIUM, file(0644, 'a')));
    }
    for (int i = 0; i < 200; i++) {
      files.add(removed("d" + i % 20 + "/data/file" + i, Severity.LOW, file(0644, 'b')));
    }
    draft.files = Optional.of(Fact.known(files));
    return draft.image(draft.imageDraft()).report();
  }

  /** The registry stopped answering on the way. */
  static ComparisonReport unknown() {
    String reason = "layer 2 could not be read: registry.example answered 503";
    Draft draft = new Draft().unknown(reason);
    draft.files = Optional.of(Fact.unknown(reason));
    return draft
        .image(draft.imageDraft())
        .provenance(
            new Provenance(
                "registry.example/app",
                Optional.of(SampleReports.digest('b')),
                Fact.unknown("registry.example answered 503"),
                Optional.of(Fact.unknown("registry.example answered 503")),
                List.of()))
        .report();
  }

  /** The registry has it no more. */
  static ComparisonReport gone() {
    return new Draft()
        .deployed("podman:app:1", SourceKind.PODMAN)
        .unknown("the registry has neither the recorded digest nor the tag 1 any more")
        .provenance(
            new Provenance(
                "registry.example/app",
                Optional.of(SampleReports.digest('b')),
                Fact.known(Presence.GONE),
                Optional.of(
                    Fact.known(new TagState("1", Movement.GONE, Optional.empty(), Age.UNKNOWN))),
                List.of()))
        .report();
  }

  /** Equal configs over a layer that does not match its diffID. */
  static ComparisonReport broken() {
    Draft draft =
        new Draft()
            .unknown(
                "integrity is broken on the deployed side: layer 1 should have the diffID digest "
                    + SampleReports.digest('d')
                    + ", but its bytes have "
                    + SampleReports.digest('e'));
    draft.config =
        List.of(config("config.User", Effect.RUNTIME, Severity.HIGH, "0", "65532:65532"));
    draft.deployedVerifications =
        List.of(
            verified(),
            DigestVerification.compared(
                DigestKind.DIFF_ID,
                Optional.of(0),
                SampleReports.digest('d'),
                DigestOrigin.CONFIG,
                SampleReports.digest('e'),
                When.NOW));
    return draft.image(draft.imageDraft()).report();
  }

  /** An index that lost a platform, got another, and has one replaced. */
  static ComparisonReport pruned() {
    Draft draft =
        new Draft()
            .deployed("staging.example:5000/app:1", SourceKind.REGISTRY)
            .rung(Rung.DIFFERENT)
            .why("linux/arm64: the configuration differs: User; the layers are the same");
    draft.image(draft.imageDraft());
    draft.platform = ARM64;
    draft.config = List.of(config("config.User", Effect.RUNTIME, Severity.HIGH, "0", "1000"));
    draft.image(draft.imageDraft());
    draft.imageRung(0, Rung.IDENTICAL, "both sides name the same manifest");
    draft.imageRung(1, Rung.DIFFERENT, "the configuration differs: User; the layers are the same");
    draft.platforms =
        List.of(
            new PlatformDifference(
                Platform.of("linux", "s390x"),
                PlatformDifference.Kind.PRUNED,
                SampleReports.digest('7')),
            new PlatformDifference(
                Platform.of("linux", "386"),
                PlatformDifference.Kind.EXTRA,
                SampleReports.digest('6')));
    return draft.report();
  }

  /** A clean container of a clean image, with mounts. */
  static ComparisonReport cleanContainer() {
    return container()
        .drift(
            Fact.known(
                new ContainerDrift(
                    List.of(),
                    List.of("etc/hostname", "etc/hosts", "etc/resolv.conf"),
                    List.of(added("var/cache/app/x", Severity.LOW, file(0644, 'a'))),
                    List.of(),
                    List.of(),
                    List.of(
                        new ContainerDrift.Mount("/data", "volume", "app-data"),
                        new ContainerDrift.Mount("/tmp", "tmpfs", "")))))
        .report();
  }

  /** A container in which somebody was. */
  static ComparisonReport drifted() {
    return container()
        .drift(
            Fact.known(
                new ContainerDrift(
                    List.of(
                        added("run/\u001b[31mx", Severity.CRITICAL, file(04755, 'a')),
                        changed(
                            "etc/passwd",
                            Severity.HIGH,
                            EnumSet.of(Aspect.CONTENT),
                            file(0644, 'c'),
                            file(0644, 'd'))),
                    List.of(),
                    List.of(added("var/cache/x", Severity.CRITICAL, file(04755, 'b'))),
                    List.of("usr/bin/app"),
                    List.of("srv/.wh.data"),
                    List.of())))
        .report();
  }

  /** A container whose files could not be had. */
  static ComparisonReport driftUnknown() {
    return container().drift(Fact.unknown("the engine refused the export")).report();
  }

  /** The same image, which lost its signature, one of two provenances, and its SBOM. */
  static ComparisonReport lostSignatures(boolean required) {
    EvidenceKind provenance =
        new EvidenceKind(
            Purpose.PROVENANCE, Form.DSSE, Optional.of("https://slsa.dev/provenance/v1"));
    EvidenceKind bundle =
        new EvidenceKind(
            Purpose.IMAGE, Form.BUNDLE, Optional.of("https://sigstore.dev/cosign/sign/v1"));
    return new Draft()
        .why("both sides have the same manifest, byte for byte")
        .signatures(
            required,
            new EvidenceInventory(Map.of(provenance, 1, bundle, 1), List.of()),
            new EvidenceInventory(
                Map.of(
                    provenance,
                    2,
                    new EvidenceKind(Purpose.IMAGE, Form.SIMPLE_SIGNING, Optional.empty()),
                    1,
                    new EvidenceKind(Purpose.SBOM, Form.SBOM, Optional.empty()),
                    1),
                List.of()))
        .report();
  }

  /** A registry that would not tell which signatures it has, where they are required. */
  static ComparisonReport unknownSignatures() {
    EvidenceKind signature = new EvidenceKind(Purpose.IMAGE, Form.SIMPLE_SIGNING, Optional.empty());
    return new Draft()
        .why("both sides have the same manifest, byte for byte")
        .signatures(
            true,
            new EvidenceInventory(
                Map.of(), List.of("cosign .sig tag: mirror.example answered 403")),
            new EvidenceInventory(Map.of(signature, 1), List.of()))
        .report();
  }

  private static Draft container() {
    Draft draft =
        new Draft()
            .deployed("container:web", SourceKind.DOCKER_DAEMON)
            .why("the engine records the manifest, which leads to its image ID")
            .assurance(Assurance.ASSERTED_BY_ENGINE);
    draft.container = Optional.of("0123456789ab".repeat(5) + "0123");
    return draft.image(draft.imageDraft());
  }

  static ComparisonReport problem(ProblemKind kind, String message, String remedy) {
    return new ComparisonReport(
        "docker-daemon:app:1",
        Optional.of(REGISTRY),
        SampleReports.NOW,
        new Outcome.Failed(new ScanReport.Problem(kind, message, Optional.of(remedy))));
  }

  private static Provenance present(Optional<Fact<TagState>> tag) {
    return new Provenance(
        "registry.example/app",
        Optional.of(SampleReports.digest('b')),
        Fact.known(Presence.PRESENT),
        tag,
        List.of());
  }

  private static Fact<TagState> unmoved() {
    return Fact.known(
        new TagState("1", Movement.UNMOVED, Optional.of(SampleReports.digest('b')), Age.SAME));
  }

  private static DigestVerification verified() {
    return DigestVerification.compared(
        DigestKind.LAYER,
        Optional.of(0),
        SampleReports.digest('5'),
        DigestOrigin.DESCRIPTOR,
        SampleReports.digest('5'),
        When.EARLIER);
  }

  private static KnownDigest known(DigestKind kind, char digit, DigestOrigin origin) {
    return new KnownDigest(kind, SampleReports.digest(digit), origin, Optional.empty());
  }

  private static ImageIdentity identity(KnownDigest... digests) {
    return new ImageIdentity(List.of(digests), Optional.of("2026-01-01T00:00:00Z"));
  }

  private static ConfigDifference config(
      String field,
      Effect effect,
      Severity severity,
      @org.jspecify.annotations.Nullable String deployed,
      @org.jspecify.annotations.Nullable String registry) {
    return ConfigDifference.of(
        field, effect, severity, Optional.ofNullable(deployed), Optional.ofNullable(registry));
  }

  private static FileDifference changed(
      String path, Severity severity, Set<Aspect> aspects, FileState now, FileState before) {
    return new FileDifference(
        path, Kind.CHANGED, aspects, severity, Optional.of(now), Optional.of(before));
  }

  private static FileDifference added(String path, Severity severity, FileState now) {
    return new FileDifference(
        path, Kind.ADDED, Set.of(), severity, Optional.of(now), Optional.empty());
  }

  private static FileDifference removed(String path, Severity severity, FileState before) {
    return new FileDifference(
        path, Kind.REMOVED, Set.of(), severity, Optional.empty(), Optional.of(before));
  }

  private static FileState file(int mode, char digit) {
    return state(FileState.Type.FILE, mode, Optional.of(hash(digit)), Optional.empty());
  }

  private static FileState link(String target) {
    return state(FileState.Type.SYMBOLIC_LINK, 0777, Optional.empty(), Optional.of(target));
  }

  private static FileState device() {
    return state(FileState.Type.CHARACTER_DEVICE, 0666, Optional.empty(), Optional.of("1:2"));
  }

  private static FileState state(
      FileState.Type type, int mode, Optional<ContentHash> content, Optional<String> target) {
    return new FileState(
        type,
        mode,
        0,
        0,
        content.isPresent() ? 1234 : 0,
        content,
        target,
        Optional.empty(),
        List.of(),
        ProgramFormat.NONE,
        1);
  }

  private static FileState capable() {
    return new FileState(
        FileState.Type.FILE,
        0755,
        1000,
        4294967294L,
        1234,
        Optional.of(hash('a')),
        Optional.empty(),
        Optional.of(new FileCapabilities(3, true, 1L << 13, 0, Optional.of(1000L))),
        List.of(),
        ProgramFormat.NONE,
        1);
  }

  private static ContentHash hash(char digit) {
    long word = Long.parseUnsignedLong(String.valueOf(digit).repeat(16), 16);
    return new ContentHash(word, word, word, word);
  }

  /** Collects what differs from two identical images. */
  private static final class Draft {
    private String address = "oci:build/image";
    private SourceKind kind = SourceKind.OCI_LAYOUT;
    private Optional<String> container = Optional.empty();
    private Rung required = Rung.SAME_IMAGE;
    private Fact<Rung> rung = Fact.known(Rung.IDENTICAL);
    private Assurance assurance = Assurance.PROVED;
    private String why = "";
    private Platform platform = SampleReports.AMD64;
    private ImageIdentity deployedIdentity =
        identity(
            known(DigestKind.MANIFEST, 'b', DigestOrigin.COMPUTED),
            known(DigestKind.CONFIG, 'c', DigestOrigin.COMPUTED));
    private List<PackagingDifference> packaging = List.of();
    private List<ConfigDifference> config = List.of();
    private Optional<Fact<List<FileDifference>>> files = Optional.empty();
    private Optional<LayerUse> layers = Optional.empty();
    private List<DigestVerification> deployedVerifications = List.of();
    private List<PlatformDifference> platforms = List.of();
    private final List<ImageComparison> images = new ArrayList<>();
    private Optional<Provenance> provenance = Optional.empty();
    private SignatureComparison signatures =
        SignatureComparison.notCompared(false, "a sample that nobody looked into");
    private Optional<Fact<ContainerDrift>> drift = Optional.empty();

    Draft deployed(String newAddress, SourceKind newKind) {
      address = newAddress;
      kind = newKind;
      return this;
    }

    Draft required(Rung weakest) {
      required = weakest;
      return this;
    }

    Draft rung(Rung reached) {
      rung = Fact.known(reached);
      return this;
    }

    Draft unknown(String reason) {
      rung = Fact.unknown(reason);
      return why(reason);
    }

    Draft assurance(Assurance weaker) {
      assurance = weaker;
      return this;
    }

    Draft why(String sentence) {
      why = sentence;
      return this;
    }

    Draft provenance(Provenance found) {
      provenance = Optional.of(found);
      return this;
    }

    Draft signatures(boolean wanted, EvidenceInventory now, EvidenceInventory before) {
      signatures =
          new SignatureComparison(wanted, new SignatureComparison.Outcome.Compared(now, before));
      return this;
    }

    Draft drift(Fact<ContainerDrift> found) {
      drift = Optional.of(found);
      return this;
    }

    Draft image(ImageComparison image) {
      images.add(image);
      return this;
    }

    void imageRung(int index, Rung reached, String sentence) {
      ImageComparison old = images.get(index);
      images.set(
          index,
          new ImageComparison(
              old.platform(),
              old.deployed(),
              old.registry(),
              Fact.known(reached),
              old.assurance(),
              sentence,
              old.packaging(),
              old.config(),
              old.files(),
              old.layers(),
              old.deployedVerifications(),
              old.registryVerifications()));
    }

    ImageComparison imageDraft() {
      return new ImageComparison(
          platform,
          deployedIdentity,
          identity(
              known(DigestKind.MANIFEST, 'b', DigestOrigin.COMPUTED),
              known(DigestKind.CONFIG, 'c', DigestOrigin.COMPUTED)),
          rung,
          assurance,
          why,
          packaging,
          config,
          files,
          layers,
          deployedVerifications,
          List.of());
    }

    ComparisonReport report() {
      return ComparisonReport.of(
          new Comparison(
              SampleReports.NOW,
              new Comparison.Side(address, kind, "somewhere", container, deployedIdentity),
              new Comparison.Side(
                  REGISTRY,
                  SourceKind.REGISTRY,
                  "registry.example/app",
                  Optional.empty(),
                  identity(known(DigestKind.MANIFEST, 'b', DigestOrigin.COMPUTED))),
              required,
              Severity.HIGH,
              rung,
              assurance,
              why,
              images,
              platforms,
              List.of(),
              provenance,
              signatures,
              drift));
    }
  }
}
