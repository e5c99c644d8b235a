package dev.imageprovenance.scanner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.SignedRegistry.Kind;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.policy.PolicyLoader;
import dev.imageprovenance.scanner.report.ImageReport;
import dev.imageprovenance.scanner.report.RunReport;
import dev.imageprovenance.scanner.report.ScanReport;
import dev.imageprovenance.scanner.signature.CosignFormat;
import dev.imageprovenance.scanner.signature.TestAuthority;
import dev.imageprovenance.scanner.signature.TestSigner;
import dev.imageprovenance.scanner.signature.TestSigstore;
import dev.imageprovenance.scanner.signature.statement.PredicateTypes;
import dev.imageprovenance.scanner.source.PlatformSelection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scans of an image in a registry under policies that require signatures, over http. */
@Timeout(120)
class SignaturePolicyScanTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final String PROVENANCE =
      "{\"buildDefinition\":{\"buildType\":\"t\",\"externalParameters\":{\"source\":"
          + "\"https://git.example/team/app\"}},\"runDetails\":{\"builder\":{\"id\":\"ci\"}}}";

  private final TestSigner alice = TestSigner.p256();
  private final TestSigner mallory = TestSigner.p256();
  private final SignedRegistry app;

  SignaturePolicyScanTest() throws IOException {
    app = SignedRegistry.start();
  }

  @AfterEach
  void stop() throws IOException {
    app.close();
  }

  private String signer(String purposes, String repositories) {
    return "{name: alice, pem: '"
        + alice.pem().replace("\n", " ")
        + "', ids: [ci, verifier], purposes: ["
        + purposes
        + "], repositories: ['"
        + repositories
        + "']}";
  }

  private String everything() {
    return signer("image, provenance, vsa", app.registry.host() + "/**");
  }

  private static Policy requiring(String signer, String require) {
    String text =
        "version: 1\nsignatures: {signers: [" + signer + "], require: {" + require + "}}\n";
    return PolicyLoader.ofFiles().parse("p.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  private Policy signedByAlice() {
    return requiring(everything(), "signers: [alice]");
  }

  private ScanReport scan(Policy policy) {
    try (ImageScanner scanner =
        ImageScanner.builder()
            .registry(SignedRegistry.options())
            .clock(Clock.fixed(NOW, ZoneOffset.UTC))
            .build()) {
      return scanner.scan(
          new ScanRequest(
              app.reference(),
              new PlatformSelection.All(),
              policy,
              Set.of(CheckId.INTEGRITY),
              false,
              Optional.empty(),
              BaseQuestion.none()));
    }
  }

  private static CheckResult result(ScanReport report, CheckId check) {
    ImageReport image = report.images().get(0);
    return image.results().stream()
        .filter(result -> result.check().equals(check))
        .findFirst()
        .orElseThrow(() -> new AssertionError(image.results().toString()));
  }

  /** The exit code, the check's verdict and its codes. */
  private String told(Policy policy, CheckId check) {
    ScanReport report = scan(policy);
    CheckResult result = result(report, check);
    return report.exitCode()
        + " "
        + result.verdict()
        + " "
        + result.findings().stream().map(Finding::code).toList();
  }

  @ParameterizedTest
  @EnumSource
  void aGoodSignaturePasses(Kind kind) {
    app.listing(kind);
    app.sign(alice);
    assertEquals("0 PASS []", told(signedByAlice(), CheckId.SIGNATURE));
  }

  @ParameterizedTest
  @EnumSource
  void aBundlePasses(Kind kind) {
    app.bundle(kind, alice);
    assertEquals("0 PASS []", told(signedByAlice(), CheckId.SIGNATURE));
  }

  @ParameterizedTest
  @EnumSource
  void anUnsignedImageFails(Kind kind) {
    app.listing(kind);
    assertEquals("1 FAIL [UNSIGNED]", told(signedByAlice(), CheckId.SIGNATURE));
  }

  @Test
  void anotherSignerFails() {
    app.sign(mallory);
    assertEquals("1 FAIL [REFUSED]", told(signedByAlice(), CheckId.SIGNATURE));
  }

  @Test
  void aBadSignatureBesideAGoodOneIsTold() {
    app.sign(mallory, alice);
    assertEquals("0 PASS [ALSO_REFUSED]", told(signedByAlice(), CheckId.SIGNATURE));
  }

  private String reason(Policy policy) {
    return result(scan(policy), CheckId.SIGNATURE).findings().get(0).message();
  }

  @Test
  void aSignatureOfAnotherRepositoryFails() {
    app.sign(CosignFormat.payload(app.repository() + "-other", app.image), alice);
    assertTrue(reason(signedByAlice()).contains("WRONG_REPOSITORY"), reason(signedByAlice()));
  }

  @Test
  void aSignerOfOtherRepositoriesFails() {
    app.sign(alice);
    Policy policy = requiring(signer("image", "registry.example/**"), "signers: [alice]");
    assertTrue(reason(policy).contains("OUT_OF_SCOPE"), reason(policy));
  }

  @Test
  void aPayloadThatWasChangedFails() {
    String payload = CosignFormat.payload(app.repository(), app.image);
    app.sign(payload, alice);
    app.registry.always(
        "/blobs/" + Digest.sha256(payload.getBytes(StandardCharsets.UTF_8)),
        (request, wire) -> wire.answer(200, payload.replace("cosign", "kosign")));
    assertTrue(reason(signedByAlice()).contains("TAMPERED_PAYLOAD"), reason(signedByAlice()));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 500, 503})
  void aRegistryThatRefusesMakesItUnknown(int status) {
    app.sign(mallory);
    app.registry.always(".att", (request, wire) -> wire.answer(status, ""));
    assertEquals("3 UNKNOWN [ALSO_REFUSED]", told(signedByAlice(), CheckId.SIGNATURE));
  }

  @Test
  void aPageForABrowserMakesItUnknown() {
    app.registry.always(
        "/referrers/",
        (request, wire) -> wire.answer(200, "<html>Sign in</html>", "Content-Type", "text/html"));
    assertEquals("3 UNKNOWN []", told(signedByAlice(), CheckId.SIGNATURE));
  }

  @Test
  void signedProvenanceOfAnAllowedBuilderPasses() {
    app.attest(Map.of(PredicateTypes.SLSA_PROVENANCE_1, PROVENANCE), alice);
    Policy policy =
        requiring(everything(), "builder: [ci], source: ['https://git.example/team/*']");
    assertEquals("0 PASS []", told(policy, CheckId.PROVENANCE));
  }

  @Test
  void anotherBuilderFails() {
    app.attest(Map.of(PredicateTypes.SLSA_PROVENANCE_1, PROVENANCE), alice);
    assertEquals(
        "1 FAIL [BUILDER_NOT_ALLOWED]",
        told(requiring(everything(), "builder: [other]"), CheckId.PROVENANCE));
  }

  @ParameterizedTest
  @EnumSource
  void anUnsignedAttestationFails(Kind kind) {
    app.claim(kind, PredicateTypes.SLSA_PROVENANCE_1, PROVENANCE);
    assertEquals(
        "1 FAIL [UNSIGNED_PROVENANCE]",
        told(requiring(everything(), "builder: [ci]"), CheckId.PROVENANCE));
  }

  @Test
  void aKeyOfAnotherPurposeFails() {
    app.sign(alice);
    app.attest(Map.of(PredicateTypes.SLSA_PROVENANCE_1, PROVENANCE), alice);
    String other = everything().replace("name: alice", "name: other");
    String forImages = signer("image", app.registry.host() + "/**");
    Policy policy =
        requiring(
            forImages + ", " + other.replace(alice.pem().replace("\n", " "), mallory.pem()),
            "builder: [ci]");
    CheckResult result = result(scan(policy), CheckId.PROVENANCE);
    assertTrue(result.findings().get(0).message().contains("WRONG_PURPOSE"), result.toString());
  }

  private static String summary(String result) {
    return "{\"verifier\":{\"id\":\"verifier\"},\"timeVerified\":\"2026-06-01T10:00:00Z\","
        + "\"resourceUri\":\"prod\",\"policy\":{\"uri\":\"p\"},\"verificationResult\":\""
        + result
        + "\",\"verifiedLevels\":[\"SLSA_BUILD_LEVEL_2\"]}";
  }

  @Test
  void aSummaryThatPassedPasses() {
    app.attest(Map.of(PredicateTypes.VSA, summary("PASSED")), alice);
    Policy policy =
        requiring(
            everything(),
            "vsa: {levels: [SLSA_BUILD_LEVEL_2], resourceUris: [prod], maxAgeDays: 1}");
    assertEquals("0 PASS []", told(policy, CheckId.VSA));
  }

  @Test
  void aSummaryThatFailedFails() {
    app.attest(Map.of(PredicateTypes.VSA, summary("FAILED")), alice);
    assertEquals(
        "1 FAIL [VSA_FAILED]",
        told(requiring(everything(), "vsa: {resourceUris: [prod]}"), CheckId.VSA));
  }

  @Test
  void anIdentityIsProvedByTheTrustedRootOfThePolicy(@TempDir Path directory) throws IOException {
    TestSigstore sigstore = new TestSigstore();
    TestAuthority.Subject subject =
        new TestAuthority.Subject("https://ci.example/app", "https://issuer.example", NOW);
    app.bundle(
        Kind.WITHOUT_LIST,
        sigstore.signed(
            CosignFormat.statement(app.image, PredicateTypes.COSIGN_SIGN, "{}"),
            alice,
            subject,
            NOW));
    Files.write(directory.resolve("root.json"), sigstore.root().json().bytes());
    Path policy =
        Files.writeString(
            directory.resolve("p.yaml"),
            "version: 1\nsignatures: {trustedRoot: root.json, signers: [{name: ci, identity:"
                + " 'https://ci.example/*', issuer: 'https://issuer.example', purposes: [image],"
                + " repositories: ['**']}], require: {signers: [ci]}}\n");
    assertEquals("0 PASS []", told(Policy.load(policy), CheckId.SIGNATURE));
  }

  @Test
  void aPolicyThatDoesNotAskCostsNoRequest() {
    app.sign(alice);
    scan(Policy.defaults());
    List<String> without = app.asked();
    assertFalse(without.toString().contains("sha256-"), without.toString());
    assertFalse(without.toString().contains("referrers"), without.toString());
  }

  @Test
  void aSectionAboutOtherImagesCostsNoRequest() {
    String text =
        "version: 1\nsignatures: {signers: ["
            + everything()
            + "]}\nimages: [{match: 'other.example/**', signatures: {require: {signers:"
            + " [alice]}}}]\n";
    scan(PolicyLoader.ofFiles().parse("p.yaml", text.getBytes(StandardCharsets.UTF_8)));
    int asking = app.asked().size();
    scan(Policy.defaults());
    assertEquals(asking, app.asked().size() - asking);
  }

  @Test
  void lookingForSignaturesTakesOneRequestForEachRoute() {
    scan(Policy.defaults());
    int plain = app.asked().size();
    scan(signedByAlice());
    List<String> further = app.asked().subList(2 * plain, app.asked().size());
    assertEquals(5, further.size(), further::toString);
  }

  @Test
  void aSignerWhoSignedNothingAndAMappingThatMapsNothingAreTold() {
    app.sign(alice);
    String text =
        "version: 1\nsignatures: {signers: ["
            + everything()
            + ", "
            + everything()
                .replace("name: alice", "name: other")
                .replace(alice.pem().replace("\n", " "), mallory.pem().replace("\n", " "))
            + "], mappings: [{foundAt: '"
            + app.registry.host()
            + "', signedAs: docker.io}], require: {signers: [alice]}}\n";
    Policy policy = PolicyLoader.ofFiles().parse("p.yaml", text.getBytes(StandardCharsets.UTF_8));
    RunReport run = new RunReport(RunReport.Tool.current(), NOW, policy, List.of(scan(policy)));
    assertEquals(
        List.of(
            "signer other signed nothing",
            "signatures.mappings " + app.registry.host() + " maps nothing"),
        run.unusedClauses().stream()
            .map(unused -> unused.origin().clause() + " " + unused.words())
            .toList());
  }
}
