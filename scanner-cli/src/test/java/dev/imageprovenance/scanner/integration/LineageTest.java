package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.LineageRequest;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.lineage.AssessedClaim;
import dev.imageprovenance.scanner.lineage.AssessedClaim.Assessment;
import dev.imageprovenance.scanner.lineage.BaseClaim.Origin;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.Freshness;
import dev.imageprovenance.scanner.lineage.Freshness.Movement;
import dev.imageprovenance.scanner.lineage.Freshness.Rebuild;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.lineage.LineageState;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.testimages.Attestations;
import dev.imageprovenance.testimages.RegistryPush;
import dev.imageprovenance.testimages.TestDocument;
import dev.imageprovenance.testimages.TestIndex;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What images that Docker, podman, skopeo and umoci made are built on. */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class LineageTest {
  private static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final RealParts parts;

  LineageTest(RealParts parts) {
    this.parts = parts;
  }

  /** A repository that no other test uses. */
  private static String repository() {
    return "lineage/test" + NAMES.incrementAndGet();
  }

  private static Lineage lineage(LineageRequest request) {
    try (ImageScanner scanner =
        ImageScanner.builder().registry(Inspection.options(Map.of())).build()) {
      List<Lineage> lineages = scanner.lineage(request);
      assertEquals(1, lineages.size());
      return lineages.get(0);
    }
  }

  /** {@code proven: 1 of 3}. */
  private static String told(Lineage lineage) {
    return lineage.state()
        + ": "
        + lineage.bases().stream().findFirst().map(BaseLevel::depth).orElse(0)
        + " of "
        + lineage.layers().size();
  }

  private static Freshness freshness(Lineage lineage) {
    return lineage.bases().get(0).freshness().flatMap(Fact::asKnown).orElseThrow();
  }

  private String onDebian(String name, String instructions) {
    return parts.images().build(name, "FROM " + OracleImages.DEBIAN + "\nUSER 0\n" + instructions);
  }

  private String layout(String from, String... options) {
    String layout = "oci:" + parts.workspace().directory("layout") + ":1";
    Skopeo.copy(from, layout, options);
    return layout;
  }

  private String debian() {
    return parts.images().reference(OracleImages.DEBIAN);
  }

  @Test
  void imageThatDockerBuiltIsProven() {
    String app = onDebian(repository() + ":1", "RUN echo app > /app\n");
    assertEquals("PROVEN: 4 of 5", told(lineage(LineageRequest.of(app).base(debian()))));
  }

  @Test
  void baseIsProvenAfterRecompressionWithZstd() {
    String app = onDebian(repository() + ":1", "RUN echo zstd > /app\n");
    String plain = layout("docker://" + app, "--format=oci", "--dest-decompress");
    String zstd = layout(plain, "--dest-compress-format=zstd");
    Lineage lineage = lineage(LineageRequest.of(zstd).base(debian()));
    assertEquals("PROVEN: 4 of 5", told(lineage));
    assertTrue(
        lineage.layers().stream()
            .allMatch(
                layer ->
                    layer.layer().descriptor().orElseThrow().mediaType().value().endsWith("zstd")),
        lineage.layers().toString());
  }

  @Test
  void baseIsProvenAfterConversionToOci() {
    String app = onDebian(repository() + ":1", "RUN echo converted > /app\n");
    String oci = layout("docker://" + app, "--format=oci");
    assertEquals("PROVEN: 4 of 5", told(lineage(LineageRequest.of(oci).base(debian()))));
  }

  @Test
  void imageThatUmociBuiltOnTopIsProven() throws IOException {
    String app = onDebian(repository() + ":1", "RUN echo umoci > /app\n");
    String layout = layout("docker://" + app, "--format=oci");
    String image = layout.substring("oci:".length());
    Path bundle = parts.workspace().directory("bundle").resolve("image");
    Command.of("umoci", "unpack", "--image", image, bundle.toString()).output();
    Files.writeString(bundle.resolve("rootfs/added-by-umoci"), "here\n");
    Command.of("umoci", "repack", "--image", image.replace(":1", ":2"), bundle.toString()).output();
    Lineage lineage =
        lineage(
            LineageRequest.of(layout.replace(":1", ":2")).bases(List.of(debian(), "oci:" + image)));
    assertEquals("PROVEN: 5 of 6", told(lineage));
    assertEquals(List.of(5, 4), lineage.bases().stream().map(BaseLevel::depth).toList());
  }

  @Test
  void longerOfTwoBasesInARepositoryWins() {
    String bases = repository();
    String app = repository() + ":1";
    parts.images().plainDebian(bases + ":debian");
    parts.images().build(bases + ":tools", "FROM " + bases + ":debian\nRUN echo t > /tools\n");
    parts.images().build(bases + ":other", "FROM " + OracleImages.SMALL + "\nUSER 7\n");
    String image = parts.images().build(app, "FROM " + bases + ":tools\nRUN echo app > /app\n");
    Lineage lineage = lineage(LineageRequest.of(image).approved(parts.registry().reference(bases)));
    assertEquals("PROVEN: 2 of 3", told(lineage));
    assertEquals(
        parts.registry().reference(bases + ":tools"), lineage.bases().get(0).image().name());
    assertEquals(3, lineage.candidateCount());
  }

  @Test
  void imageOnAnotherBaseIsToldSo() {
    String app =
        parts.images().build(repository() + ":1", "FROM " + OracleImages.SMALL + "\nUSER 9\n");
    assertEquals(LineageState.OTHER_BASE, lineage(LineageRequest.of(app).base(debian())).state());
  }

  /** The image with annotations that name Debian as its base, pushed again. */
  private String annotated(String image, String name) {
    String layout = layout("docker://" + image, "--format=oci");
    String digest = Digest.sha256(manifest(debian())).toString();
    Command.of(
            "umoci",
            "config",
            "--image",
            layout.substring("oci:".length()),
            "--manifest.annotation",
            "org.opencontainers.image.base.name=" + debian(),
            "--manifest.annotation",
            "org.opencontainers.image.base.digest=" + digest)
        .output();
    String reference = parts.registry().reference(name);
    Skopeo.copy(layout, "docker://" + reference);
    return reference;
  }

  private static byte[] manifest(String reference) {
    return Skopeo.rawManifest("docker://" + reference).getBytes(StandardCharsets.UTF_8);
  }

  private static Assessment annotation(Lineage lineage) {
    return claim(lineage, Origin.MANIFEST_ANNOTATION);
  }

  private static Assessment claim(Lineage lineage, Origin origin) {
    return lineage.claims().stream()
        .filter(claim -> claim.claim().origin() == origin)
        .findFirst()
        .map(AssessedClaim::assessment)
        .orElseThrow(() -> new AssertionError(lineage.claims().toString()));
  }

  @Test
  void trueAnnotationIsProven() {
    String repository = repository();
    String app = onDebian(repository + ":1", "RUN echo true > /app\n");
    Lineage lineage = lineage(LineageRequest.of(annotated(app, repository + ":annotated")));
    assertEquals("PROVEN: 4 of 5", told(lineage));
    assertEquals(Assessment.PROVEN, annotation(lineage));
  }

  @Test
  void falseAnnotationIsCaught() {
    String small = parts.images().reference(OracleImages.SMALL);
    Lineage lineage = lineage(LineageRequest.of(annotated(small, repository() + ":1")));
    assertEquals(LineageState.CONTRADICTED, lineage.state());
    assertEquals(1, lineage.exitCode());
  }

  @Test
  void squashedImageIsToldApart() {
    String repository = repository();
    String app = onDebian(repository + ":1", "RUN echo flat > /app\n");
    Path tar = parts.workspace().directory("flat").resolve("flat.tar");
    parts.docker().export(repository + ":1", tar);
    parts.docker().cli("import", tar.toString(), repository + ":flat").output();
    String flat = parts.registry().reference(repository + ":flat");
    parts.docker().push(repository + ":flat", flat);
    Lineage lineage = lineage(LineageRequest.of(annotated(flat, repository + ":annotated")));
    assertEquals("FLATTENED: 0 of 1", told(lineage), app);
    assertEquals(3, lineage.exitCode());
  }

  @Test
  void imageThatPodmanSquashedIsToldApart() throws IOException {
    String app = built(repository() + ":1", "RUN echo squashed > /app\n", "--squash-all");
    assertEquals("FLATTENED: 0 of 1", told(lineage(LineageRequest.of(app))));
  }

  private String built(String name, String instructions, String... options) throws IOException {
    RealPodman podman = parts.podman("vfs");
    Path context = parts.workspace().directory("context");
    Files.writeString(
        context.resolve("Containerfile"), "FROM " + debian() + "\nUSER 0\n" + instructions);
    String reference = parts.registry().reference(name);
    podman
        .cli("build", "--quiet", "--tls-verify=false", "--network=none", "--format=oci")
        .and("--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024")
        .and(options)
        .and("--tag", reference, context.toString())
        .output();
    podman.cli("push", "--quiet", "--tls-verify=false", reference).output();
    return reference;
  }

  @Test
  void staleBaseIsToldWithWhatARebuildWouldChange() {
    String base = repository() + ":1";
    String debian = parts.images().plainDebian(base);
    String before = Digest.sha256(manifest(debian)).toString();
    String app = parts.images().build(repository() + ":1", "FROM " + base + "\nRUN echo a > /a\n");
    parts.images().build(base, "FROM " + base + "\nRUN echo patch > /patched\n");
    String byDigest = debian.substring(0, debian.lastIndexOf(':')) + ":1@" + before;
    Lineage lineage = lineage(LineageRequest.of(app).base(byDigest));
    assertEquals("PROVEN: 1 of 2", told(lineage));
    Freshness freshness = freshness(lineage);
    assertEquals(Movement.MOVED, freshness.movement());
    assertTrue(!freshness.behind().orElseThrow().isNegative(), freshness.toString());
    assertEquals(Rebuild.Kind.LAYERS, freshness.rebuild().orElseThrow().kind());
  }

  @Test
  void imageThatOnlyBuiltIsNotTakenForTheBase() throws IOException {
    String repository = repository();
    String app = onDebian(repository + ":image", "RUN echo provenance > /app\n");
    TestDocument image = TestDocument.of(DOCKER_MANIFEST, manifest(app), Map.of());
    String small = parts.images().reference(OracleImages.SMALL);
    TestIndex index =
        TestIndex.builder()
            .child("linux/amd64", image)
            .child(
                Attestations.provenanceOf(
                    image.descriptor().digest(), List.of(material(small), material(debian()))),
                Attestations.about(image.descriptor().digest()))
            .build();
    RegistryPush.to(URI.create("http://" + parts.registry().address() + "/"))
        .push(repository, "index", index);
    Lineage lineage = lineage(LineageRequest.of(parts.registry().reference(repository + ":index")));
    assertEquals("PROVEN: 4 of 5", told(lineage));
    assertEquals(
        List.of(Assessment.NOT_A_BASE, Assessment.PROVEN),
        lineage.claims().stream()
            .filter(claim -> claim.claim().origin() == Origin.PROVENANCE)
            .map(AssessedClaim::assessment)
            .toList());
  }

  private static Attestations.Material material(String reference) {
    int colon = reference.lastIndexOf(':');
    return new Attestations.Material(
        "pkg:docker/"
            + reference.substring(0, colon)
            + "@"
            + reference.substring(colon + 1)
            + "?platform=linux%2Famd64",
        Digest.sha256(manifest(reference)).toString());
  }

  @Test
  void imageThatDockerHoldsIsProvenToo() {
    String name = repository() + ":1";
    onDebian(name, "RUN echo daemon > /app\n");
    try (ImageScanner scanner =
        ImageScanner.builder()
            .registry(Inspection.options(Map.of("DOCKER_HOST", parts.docker().host())))
            .build()) {
      Lineage lineage =
          scanner.lineage(LineageRequest.of("docker-daemon:" + name).base(debian())).get(0);
      assertEquals("PROVEN: 4 of 5", told(lineage));
    }
  }
}
