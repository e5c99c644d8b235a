package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.BaseQuestion;
import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.ScanRequest;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence.Origin;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.policy.PolicyLoader;
import dev.imageprovenance.scanner.report.ImageReport;
import dev.imageprovenance.scanner.report.ScanReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What scans make of the bases of images that Docker, skopeo and umoci made. */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class ScanOnBaseTest {
  private static final String OWN = "/usr/local/bin/own";
  private static final String ADDS_SETUID =
      "RUN cp /bin/sleep " + OWN + " && chmod 4755 " + OWN + "\n";
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final RealParts parts;

  ScanOnBaseTest(RealParts parts) {
    this.parts = parts;
  }

  private static String repository() {
    return "based/test" + NAMES.incrementAndGet();
  }

  private String debian() {
    return parts.images().reference(OracleImages.DEBIAN);
  }

  private String onDebian(String instructions) {
    return parts
        .images()
        .build(repository() + ":1", "FROM " + OracleImages.DEBIAN + "\nUSER 0\n" + instructions);
  }

  private static ScanRequest on(String image, String base) {
    return ScanRequest.of(image).question(BaseQuestion.none().bases(List.of(base)));
  }

  private static ImageReport scan(ScanRequest request) {
    return scan(request, ImageScanner.builder());
  }

  private static ImageReport scan(ScanRequest request, ImageScanner.Builder builder) {
    try (ImageScanner scanner = builder.registry(Inspection.options(Map.of())).build()) {
      ScanReport report = scanner.scan(request);
      assertEquals(1, report.images().size());
      return report.images().get(0);
    }
  }

  private static CheckResult result(ImageReport report, CheckId check) {
    return report.results().stream()
        .filter(each -> each.check().equals(check))
        .findFirst()
        .orElseThrow(() -> new AssertionError(report.results().toString()));
  }

  private static Finding finding(ImageReport report, CheckId check, String subject) {
    return result(report, check).findings().stream()
        .filter(each -> each.subject().equals(subject))
        .findFirst()
        .orElseThrow(() -> new AssertionError(result(report, check).toString()));
  }

  /** {@code base low}. */
  private static String told(ImageReport report, CheckId check, String subject) {
    Finding finding = finding(report, check, subject);
    return finding
            .evidence(OriginEvidence.class)
            .map(OriginEvidence::origin)
            .map(Origin::label)
            .orElse("nobody's")
        + " "
        + finding.severity().label();
  }

  private static Policy policy(String... lines) {
    return PolicyLoader.ofFiles()
        .parse(
            "p.yaml",
            ("version: 1\n" + String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatTheBaseBroughtWeighsLessAndWhatIsOwnWeighsMore() {
    ImageReport report = scan(on(onDebian(ADDS_SETUID), debian()));
    assertEquals("own high", told(report, CheckId.SETUID_FILES, OWN));
    assertEquals("base low", told(report, CheckId.SETUID_FILES, "/usr/local/bin/setuid-root"));
    assertEquals("base low", told(report, CheckId.FILE_CAPABILITIES, "/usr/local/bin/caps-net"));
    assertEquals(Verdict.PASS, result(report, CheckId.BASE_IMAGE).verdict());
  }

  @Test
  void aFileOfTheBaseThatTheImageTouchesIsItsOwn() {
    ImageReport report = scan(on(onDebian("RUN touch /usr/local/bin/setuid-root\n"), debian()));
    assertEquals("own high", told(report, CheckId.SETUID_FILES, "/usr/local/bin/setuid-root"));
  }

  @Test
  void recompressionAndConversionMakeNoDifference() {
    String layout = "oci:" + parts.workspace().directory("layout") + ":1";
    Skopeo.copy("docker://" + onDebian(ADDS_SETUID), layout, "--format=oci", "--dest-decompress");
    String zstd = "oci:" + parts.workspace().directory("layout") + ":1";
    Skopeo.copy(layout, zstd, "--dest-compress-format=zstd");
    ImageReport report = scan(on(zstd, debian()));
    assertEquals("base low", told(report, CheckId.SETUID_FILES, "/usr/local/bin/setuid-root"));
  }

  @Test
  void goingFromANumberToANameIsSaid() {
    String base = parts.images().build(repository() + ":1", "FROM small:1\nUSER 1000\n");
    String app = parts.images().build(repository() + ":1", "FROM small:1\nUSER app\nLABEL a=b\n");
    Finding finding = finding(scan(on(app, base)), CheckId.DEFAULT_USER, "User \"app\"");
    assertTrue(
        finding.message().contains("from a number, which can be verified, to a name"),
        finding.message());
  }

  @Test
  void goingBackToRootIsSaid() {
    String app = parts.images().build(repository() + ":1", "FROM small:1\nUSER root\n");
    String base = parts.images().reference(OracleImages.SMALL);
    Finding finding = finding(scan(on(app, base)), CheckId.DEFAULT_USER, "User \"root\"");
    assertTrue(finding.message().endsWith("back to root"), finding.message());
  }

  /** The image with an annotation that names another as its base, pushed again. */
  private String annotated(String image, String base, String tag) {
    String layout = "oci:" + parts.workspace().directory("layout") + ":1";
    Skopeo.copy("docker://" + image, layout, "--format=oci");
    String digest =
        Digest.sha256(Skopeo.rawManifest("docker://" + base).getBytes(StandardCharsets.UTF_8))
            .toString();
    Command.of("umoci", "config", "--image", layout.substring("oci:".length()))
        .and("--manifest.annotation", "org.opencontainers.image.base.name=" + base)
        .and("--manifest.annotation", "org.opencontainers.image.base.digest=" + digest)
        .output();
    String reference = parts.registry().reference(repository() + ":" + tag);
    Skopeo.copy(layout, "docker://" + reference);
    return reference;
  }

  /** Both images are of one author, in one registry, and the annotation is true. */
  @Test
  void aBackDoorInABaseThatOnlyTheImageNamesWeighsTheSame() {
    String name = repository() + ":base";
    String base =
        parts.images().build(name, "FROM " + OracleImages.DEBIAN + "\nUSER 0\n" + ADDS_SETUID);
    String app =
        parts.images().build(repository() + ":app", "FROM " + name + "\nRUN echo app > /app\n");
    ImageReport report = scan(ScanRequest.of(annotated(app, base, "evil")));
    assertEquals("base medium", told(report, CheckId.SETUID_FILES, OWN));
    assertTrue(!report.origin().orElseThrow().base().orElseThrow().accepted());
    ImageReport asked = scan(on(annotated(app, base, "evil"), debian()));
    assertEquals("own high", told(asked, CheckId.SETUID_FILES, OWN));
  }

  @Test
  void aFalseAnnotationFailsUnasked() {
    String small = parts.images().reference(OracleImages.SMALL);
    CheckResult result =
        result(scan(ScanRequest.of(annotated(small, debian(), "false"))), CheckId.BASE_IMAGE);
    assertEquals("CONTRADICTED", result.findings().get(0).code());
    assertEquals(Verdict.FAIL, result.verdict());
  }

  @Test
  void aPolicysBaseIsFoundByTheNameThatItsRegistryServes() {
    ScanRequest request =
        ScanRequest.of(onDebian(ADDS_SETUID))
            .policy(
                policy(
                    "base: {groups: [{name: approved, references: ['" + debian() + "']}]}",
                    "setuid: {onlyFromBase: true}"));
    ImageReport report = scan(request);
    assertEquals(Verdict.PASS, result(report, CheckId.BASE_IMAGE).verdict());
    assertEquals("own high", told(report, CheckId.SETUID_FILES, OWN));
    assertEquals(Verdict.FAIL, result(report, CheckId.SETUID_FILES).verdict());
  }

  @Test
  void withoutFilesOfItsOwnTheImagePassesOnlyFromBase() {
    ScanRequest request =
        ScanRequest.of(onDebian("RUN echo harmless > /app\n"))
            .policy(
                policy(
                    "failOn: critical",
                    "base: {groups: [{name: approved, references: ['" + debian() + "']}]}",
                    "setuid: {onlyFromBase: true}"));
    assertEquals(Verdict.PASS, result(scan(request), CheckId.SETUID_FILES).verdict());
  }

  @Test
  void anImageOnAnotherBaseFailsThePolicy() {
    String small = parts.images().reference(OracleImages.SMALL);
    ScanRequest request =
        ScanRequest.of(onDebian(ADDS_SETUID))
            .policy(policy("base: {groups: [{name: a, references: ['" + small + "']}]}"));
    CheckResult result = result(scan(request), CheckId.BASE_IMAGE);
    assertEquals("NOT_IN_GROUP", result.findings().get(0).code());
  }

  @Test
  void aPolicysBaseThatIsGoneIsUnknown() {
    String gone = parts.registry().reference("based/gone:1");
    ScanRequest request =
        ScanRequest.of(onDebian(ADDS_SETUID))
            .policy(
                policy(
                    "base: {groups: [{name: a, references: ['" + gone + "']}]}",
                    "setuid: {onlyFromBase: true}"));
    ImageReport report = scan(request);
    assertEquals(Verdict.UNKNOWN, result(report, CheckId.BASE_IMAGE).verdict());
    assertEquals(Verdict.UNKNOWN, result(report, CheckId.SETUID_FILES).verdict());
  }

  /** Docker has just built it. */
  @Test
  void aBaseOfTodayIsYoungEnough() {
    ScanRequest request =
        ScanRequest.of(onDebian("RUN echo young > /app\n"))
            .policy(
                policy(
                    "base: {groups: [{name: a, references: ['"
                        + debian()
                        + "']}], maxAgeDays: 2}"));
    assertEquals(Verdict.PASS, result(scan(request), CheckId.BASE_IMAGE).verdict());
  }

  @Test
  void aTagThatHasMovedIsTold() {
    String base = repository() + ":1";
    String debian = parts.images().plainDebian(base);
    Path cache = parts.workspace().directory("cache");
    String app = parts.images().build(repository() + ":1", "FROM " + base + "\nRUN echo a > /a\n");
    scan(on(app, debian), ImageScanner.builder().cache(cache, 1L << 30));
    parts.images().build(base, "FROM " + base + "\nRUN echo patch > /patched\n");
    ImageReport report =
        scan(
            ScanRequest.of(app)
                .question(
                    BaseQuestion.none().bases(List.of(debian)).tagsMaxAge(java.time.Duration.ZERO)),
            ImageScanner.builder().cache(cache, 1L << 30));
    Finding moved = result(report, CheckId.BASE_IMAGE).findings().get(0);
    assertEquals("MOVED", moved.code());
    assertEquals(Severity.INFO, moved.severity());
    assertTrue(moved.message().endsWith("building again is all that is needed"), moved.message());
  }
}
