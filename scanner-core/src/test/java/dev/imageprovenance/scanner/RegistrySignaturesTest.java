package dev.imageprovenance.scanner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.SignedRegistry.Kind;
import dev.imageprovenance.scanner.report.SignedImageReport;
import dev.imageprovenance.scanner.signature.CosignFormat;
import dev.imageprovenance.scanner.signature.Evidence;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.TestAuthority;
import dev.imageprovenance.scanner.signature.TestSigner;
import dev.imageprovenance.scanner.signature.TestSigstore;
import dev.imageprovenance.scanner.signature.discovery.RouteOutcome;
import dev.imageprovenance.scanner.signature.statement.PredicateTypes;
import dev.imageprovenance.scanner.signature.trust.SignerScope;
import dev.imageprovenance.scanner.signature.trust.TextMatch;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.signature.trust.TrustedIdentity;
import dev.imageprovenance.scanner.source.PlatformSelection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way from an address to its signatures, over http. */
@Timeout(120)
class RegistrySignaturesTest {
  private static final Instant SIGNED = Instant.parse("2026-06-01T12:00:00Z");

  private final TestSigner alice = TestSigner.p256();
  private final SignedRegistry app;

  RegistrySignaturesTest() throws IOException {
    app = SignedRegistry.start();
  }

  @AfterEach
  void stop() throws IOException {
    app.close();
  }

  private Signatures signatures() {
    SignerScope scope = SignerScope.images(app.registry.host() + "/*");
    return signatures(
        SignatureRequest.of(app.reference()).trust(Trust.in(alice.trusted("alice", scope))));
  }

  private static Signatures signatures(SignatureRequest request) {
    try (ImageScanner scanner = ImageScanner.builder().registry(SignedRegistry.options()).build()) {
      List<SignedImageReport> all =
          scanner.signatures(request.platforms(new PlatformSelection.All()));
      assertEquals(1, all.size());
      return all.get(0).signatures();
    }
  }

  @ParameterizedTest
  @EnumSource
  void bothKindsOfRegistriesGiveTheSameAnswer(Kind kind) {
    app.bundle(kind, alice);
    Signatures signatures = signatures();
    assertEquals(Signatures.State.VERIFIED, signatures.state());
    assertEquals(List.of(true), signatures.evidence().stream().map(Evidence::isVerified).toList());
  }

  @Test
  void certificateIsProvedWithAFileOfTheUser(@TempDir Path directory) throws IOException {
    TestSigstore sigstore = new TestSigstore();
    TestAuthority.Subject subject =
        new TestAuthority.Subject("https://ci.example/app", "https://issuer.example", SIGNED);
    app.bundle(
        Kind.WITHOUT_LIST,
        sigstore.signed(
            CosignFormat.statement(app.image, PredicateTypes.COSIGN_SIGN, "{}"),
            alice,
            subject,
            SIGNED));
    TrustedIdentity release =
        new TrustedIdentity(
            "release",
            TextMatch.exactly(subject.uri()),
            TextMatch.exactly(subject.issuer()),
            SignerScope.images(app.registry.host() + "/*"));
    Path root = Files.write(directory.resolve("root.json"), sigstore.root().json().bytes());
    Signatures signatures =
        signatures(SignatureRequest.of(app.reference()).trust(Trust.in(release)).trustedRoot(root));
    assertEquals(Signatures.State.VERIFIED, signatures.state(), signatures::toString);
  }

  @ParameterizedTest
  @EnumSource
  void signatureOfCosignsFirstFormCountsInBoth(Kind kind) {
    app.listing(kind);
    app.sign(alice);
    assertEquals(Signatures.State.VERIFIED, signatures().state());
  }

  @ParameterizedTest
  @EnumSource
  void imageWithoutSignatureIsUnsignedInBoth(Kind kind) {
    app.listing(kind);
    assertEquals(Signatures.State.UNSIGNED, signatures().state());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 406, 500, 503})
  void listThatIsRefusedMakesItUnknown(int status) {
    app.registry.always("/referrers/", (request, wire) -> wire.answer(status, ""));
    assertEquals(Signatures.State.UNKNOWN, signatures().state());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 500, 503})
  void tagThatIsRefusedMakesItUnknown(int status) {
    app.registry.always(".sig", (request, wire) -> wire.answer(status, ""));
    assertEquals(Signatures.State.UNKNOWN, signatures().state());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/referrers/", ".sig", ".att", ".sbom"})
  void pageForABrowserMakesItUnknown(String part) {
    app.registry.always(
        part,
        (request, wire) -> wire.answer(200, "<html>Sign in</html>", "Content-Type", "text/html"));
    assertEquals(Signatures.State.UNKNOWN, signatures().state());
  }

  @Test
  void listThatIsRefusedSaysHowToLogIn() {
    app.registry.always("/referrers/", (request, wire) -> wire.answer(403, ""));
    RouteOutcome unknown =
        signatures().routes().stream().filter(RouteOutcome::isUnknown).findFirst().orElseThrow();
    assertTrue(unknown.remedy().orElse("").contains("docker login"), unknown.toString());
  }

  @Test
  void registryThatFallsSilentIsGivenUp() {
    app.registry.always("/referrers/", (request, wire) -> wire.hang());
    app.registry.always("sha256-", (request, wire) -> wire.hang());
    Signatures signatures = signatures();
    assertEquals(
        3,
        signatures.routes().stream()
            .filter(route -> route.detail().startsWith("not asked"))
            .count(),
        () -> signatures.routes().toString());
  }

  @Test
  void everyRouteIsTold() {
    assertEquals(
        List.of("ABSENT", "ABSENT", "ABSENT", "ABSENT", "ABSENT", "ABSENT"),
        signatures().routes().stream().map(RouteOutcome::state).map(Enum::name).toList());
  }
}
