package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.SignatureRequest;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.Binding;
import dev.imageprovenance.scanner.signature.Refusal;
import dev.imageprovenance.scanner.signature.RefusalReason;
import dev.imageprovenance.scanner.signature.Standing;
import dev.imageprovenance.scanner.signature.VerifiedSigner;
import dev.imageprovenance.scanner.signature.discovery.RouteOutcome;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import dev.imageprovenance.scanner.signature.trust.TrustedIdentity;
import dev.imageprovenance.scanner.signature.trust.TrustedSigner;
import dev.imageprovenance.scanner.source.PlatformSelection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the options about signatures mean, and how it ends. */
class SignaturesCommandTest {
  /** Of RFC 8410; its private half is published there. */
  private static final String PEM =
      "-----BEGIN PUBLIC KEY-----\n"
          + "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
          + "-----END PUBLIC KEY-----\n";

  @TempDir Path directory;

  private final FakeEngine fake = new FakeEngine();

  private SignatureRequest request() {
    return fake.signatureRequests.get(0);
  }

  private String key(String name) throws IOException {
    return Files.writeString(directory.resolve(name), PEM).toString();
  }

  private List<String> signers() {
    return request().trust().signers().stream().map(TrustedSigner::name).toList();
  }

  @Test
  void withoutOptionsNobodyIsBelieved() {
    fake.run("signatures", "app:1");
    assertEquals(SignatureRequest.of("app:1"), request());
  }

  @Test
  void aKeyIsCalledAsItsFile() throws IOException {
    fake.run("signatures", "--key", key("release.pub"), "app:1");
    assertEquals(List.of("release"), signers());
  }

  @Test
  void aKeyCanHaveAName() throws IOException {
    fake.run("signatures", "--key", "team=" + key("cosign.pub"), "app:1");
    assertEquals(List.of("team"), signers());
  }

  @Test
  void aKeyIsBelievedEverythingButSummaries() throws IOException {
    fake.run("signatures", "--key", key("release.pub"), "app:1");
    assertEquals(
        Set.of(Purpose.IMAGE, Purpose.PROVENANCE, Purpose.SBOM, Purpose.ATTESTATION),
        request().trust().signers().get(0).scope().purposes());
  }

  @Test
  void anIdentityIsBelievedUnderARoot() throws IOException {
    Path root =
        Files.writeString(
            directory.resolve("root.json"),
            "{\"mediaType\":\"application/vnd.dev.sigstore.trustedroot+json;version=0.1\","
                + "\"certificateAuthorities\":[]}");
    fake.run(
        "signatures",
        "--identity=https://ci.example/*",
        "--issuer=https://issuer.example",
        "--trusted-root=" + root,
        "app:1");
    TrustedIdentity identity = (TrustedIdentity) request().trust().signers().get(0);
    assertTrue(identity.identity().matches("https://ci.example/app"));
    assertTrue(request().trust().trustedRoot().isPresent());
  }

  @Test
  void mirrorsAreMapped() {
    fake.run("signatures", "--mapping", "mirror.example/hub=docker.io/library", "app:1");
    assertEquals(
        Optional.of("docker.io/library/app"),
        request().trust().mappings().get(0).signedName("mirror.example/hub/app"));
  }

  @Test
  void aPolicyJudgesInstead() throws IOException {
    Path policy =
        Files.writeString(
            directory.resolve("p.yaml"),
            "version: 1\nsignatures: {signers: [{name: a, key: a.pub, purposes: [image],"
                + " repositories: ['**']}], require: {signers: [a]}}\n");
    key("a.pub");
    fake.run("signatures", "--policy", policy.toString(), "app:1");
    assertTrue(
        request().policy().orElseThrow().general().signatures().requiresSomething(),
        fake.err::toString);
  }

  @Test
  void anImageOfAFileHasTheNameThatItIsGiven() {
    fake.run("signatures", "--known-as", "registry.example/app:1", "oci:app");
    assertEquals(Optional.of(Reference.parse("registry.example/app:1")), request().name());
  }

  @Test
  void onePlatformCanBeLookedAt() {
    fake.run("signatures", "--platform", "linux/arm64", "app:1");
    assertEquals(
        new PlatformSelection.One(Platform.of("linux", "arm64"), true), request().platforms());
  }

  @Test
  void allPlatformsCanBeLookedAt() {
    fake.run("signatures", "--all-platforms", "app:1");
    assertEquals(new PlatformSelection.All(), request().platforms());
  }

  @Test
  void severalImagesAreLookedAtOneAfterAnother() {
    fake.run("signatures", "a", "b");
    assertEquals(
        List.of("a", "b"), fake.signatureRequests.stream().map(SignatureRequest::address).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "signatures | Missing required parameter",
        "signatures --platform linux/arm64 --all-platforms a | exclude each other",
        "signatures --identity x --trusted-root y a | --identity needs --issuer",
        "signatures --identity x --issuer y a | --identity needs --trusted-root",
        "signatures --policy p --key k a | --policy and --key exclude each other",
        "signatures --policy p --mapping m=n a | --policy and --mapping exclude each other",
        "signatures --mapping m a | --mapping m: write FOUND=SIGNED",
        "signatures --known-as x a b | names one image, but several are to be looked at",
        "signatures --kye k a | Did you mean --key?",
        "signatures --key none.pub a | The public key none in none.pub cannot be read",
        "signature a | Did you mean scanner signatures?",
      })
  void wrongUsageIsExplained(String line, String expected) {
    int code = fake.run(line.split(" "));
    assertTrue(code == 2 && fake.err.toString().contains(expected), code + " " + fake.err);
  }

  @Test
  void twoKeysOfOneNameAreWrongUsage() throws IOException {
    String key = key("a.pub");
    assertEquals(2, fake.run("signatures", "--key", key, "--key", key, "app:1"));
    assertTrue(fake.err.toString().contains("two signers are called a: write --key NAME=FILE"));
  }

  private static Standing verified(SignatureRequest request) {
    return new Standing.Verified(
        request.trust().signers().stream()
            .map(signer -> new VerifiedSigner(signer, Optional.empty(), Optional.empty()))
            .toList(),
        new Binding(Binding.Kind.MANIFEST, Digest.sha256(new byte[0]), Optional.empty()),
        List.of());
  }

  private static Standing refused() {
    return new Standing.Refused(
        List.of(new Refusal(RefusalReason.WRONG_KEY, Optional.empty(), "somebody else did")));
  }

  @Test
  void aVerifiedSignaturePasses() throws IOException {
    fake.verifying(request -> List.of(FakeSignatures.of(request, verified(request))));
    assertEquals(0, fake.run("signatures", "--key", key("a.pub"), "app:1"));
    assertTrue(fake.out.toString().startsWith("PASS  verified  app:1"), fake.out::toString);
  }

  @Test
  void aRefusedSignatureFails() throws IOException {
    fake.verifying(request -> List.of(FakeSignatures.of(request, refused())));
    assertEquals(1, fake.run("signatures", "--key", key("a.pub"), "app:1"));
  }

  @Test
  void aRouteThatIsUnknownIsUnknown() {
    fake.verifying(request -> List.of(FakeSignatures.of(request, RouteOutcome.State.UNKNOWN)));
    assertEquals(3, fake.run("signatures", "app:1"));
  }

  @Test
  void whereNothingIsRequiredAnUnsignedImagePasses() {
    assertEquals(0, fake.run("signatures", "app:1"));
    assertTrue(fake.out.toString().startsWith("PASS  unsigned  app:1"), fake.out::toString);
  }

  @Test
  void aSignatureThatNobodyWasNamedForIsUnverified() {
    fake.verifying(
        request -> List.of(FakeSignatures.of(request, new Standing.Unknown("nobody is trusted"))));
    assertEquals(3, fake.run("signatures", "app:1"));
    assertTrue(fake.out.toString().startsWith("UNKNOWN  unverified  app:1"), fake.out::toString);
  }

  @Test
  void theGravestOfSeveralCounts() {
    fake.verifying(
        request ->
            List.of(
                request.address().equals("a")
                    ? FakeSignatures.of(request, RouteOutcome.State.UNKNOWN)
                    : FakeSignatures.of(request, refused())));
    assertEquals(1, fake.run("signatures", "a", "b"));
  }

  @ParameterizedTest
  @EnumSource(ProblemKind.class)
  void aProblemHasTheExitCodeOfItsKind(ProblemKind kind) {
    fake.verifying(
        request -> {
          throw new ScanException(kind, "it failed");
        });
    assertEquals(kind.exitCode(), fake.run("signatures", "a"));
  }

  @Test
  void aProblemIsAReportToo() {
    fake.verifying(
        request -> {
          throw new ScanException(ProblemKind.NOT_FOUND, "no such tag", "Push it.", null);
        });
    fake.run("signatures", "--format", "json", "app:1");
    SignaturesReportSchema.assertValid(fake.out.toString());
    assertEquals("scanner: app:1: no such tag\n  Push it.\n", fake.err.toString());
  }

  @Test
  void quietSaysNothingOfWhatPasses() {
    fake.run("signatures", "-q", "a");
    assertEquals("", fake.out.toString());
  }
}
