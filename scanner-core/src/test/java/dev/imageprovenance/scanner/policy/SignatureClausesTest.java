package dev.imageprovenance.scanner.policy;

import static dev.imageprovenance.scanner.policy.Policies.image;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.check.Check;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.TestSigner;
import dev.imageprovenance.scanner.signature.trust.RepositoryMapping;
import dev.imageprovenance.scanner.signature.trust.TrustedIdentity;
import dev.imageprovenance.scanner.signature.trust.TrustedSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose signatures a policy believes, and which it requires. */
final class SignatureClausesTest {
  private static final TestSigner ALICE = TestSigner.p256();
  private static final String ALICES = signer("alice", "image");

  private static final String ROOT =
      "{\"mediaType\":\"application/vnd.dev.sigstore.trustedroot+json;version=0.1\","
          + "\"certificateAuthorities\":[]}";

  @TempDir Path directory;

  private static String signer(String name, String purposes) {
    return "{name: "
        + name
        + ", pem: '"
        + ALICE.pem().replace("\n", " ")
        + "', purposes: ["
        + purposes
        + "], ids: [me], repositories: ['registry.example/**']}";
  }

  private static String signers(String... signers) {
    return "signatures: {signers: [" + String.join(", ", signers) + "]";
  }

  private static List<String> checks(Policy policy, String reference) {
    return policy.forImage(image(reference)).checks(Instant.EPOCH).stream()
        .map(Check::id)
        .map(CheckId::value)
        .toList();
  }

  @Test
  void aPolicyThatDoesNotAskBringsNoCheck() {
    assertEquals(List.of(), checks(Policies.of("failOn: low"), "registry.example/app:1"));
  }

  @Test
  void eachRequirementBringsItsCheck() {
    Policy policy =
        Policies.of(
            signers(signer("alice", "image, provenance, vsa"))
                + ", require: {signers: [alice], source: [x], vsa: {}}}");
    assertEquals(
        List.of("signature", "provenance", "vsa"), checks(policy, "registry.example/app:1"));
  }

  @Test
  void aSectionRequiresOfItsImagesOnly() {
    Policy policy =
        Policies.of(
            signers(ALICES) + "}",
            "images: [{match: registry.example/app, signatures: {require: {signers: [alice]}}}]");
    assertEquals(List.of("signature"), checks(policy, "registry.example/app:1"));
    assertEquals(List.of(), checks(policy, "registry.example/other:1"));
  }

  @Test
  void aSectionSaysInPartAndTheFileTheRest() {
    Policy policy =
        Policies.of(
            signers(signer("alice", "image, provenance")) + ", require: {signers: [alice]}}",
            "images: [{match: registry.example/app, signatures: {require: {builder: [ci]}}}]");
    assertEquals(List.of("signature", "provenance"), checks(policy, "registry.example/app:1"));
  }

  @Test
  void aSectionCanRequireNobody() {
    Policy policy =
        Policies.of(
            signers(ALICES) + ", require: {signers: [alice]}}",
            "images: [{match: registry.example/app, signatures: {require: {signers: []}}}]");
    assertFalse(policy.forImage(image("registry.example/app:1")).signatures().requiresSomething());
  }

  @Test
  void aKeyIsReadFromAFileBesideThePolicy() throws IOException {
    write("keys/alice.pub", ALICE.pem());
    Path file = write("p.yaml", "version: 1\n" + withKey("keys/alice.pub"));
    TrustedSigner alice = Policy.load(file).general().signatures().trust().signers().get(0);
    assertEquals(ALICE.trusted("alice", alice.scope()), alice);
  }

  @Test
  void theDigestsOfKeysAreRecorded() throws IOException {
    write("alice.pub", ALICE.pem());
    Path file = write("p.yaml", "version: 1\n" + withKey("alice.pub"));
    List<PolicySource> sources = Policy.load(file).sources();
    assertEquals(Digest.sha256(ALICE.pem().getBytes()), sources.get(0).digest());
    assertEquals(file.normalize().toString(), sources.get(1).name());
  }

  @Test
  void anotherKeyIsAnotherPolicy() throws IOException {
    write("alice.pub", ALICE.pem());
    Path file = write("p.yaml", "version: 1\n" + withKey("alice.pub"));
    Optional<Digest> before = Policy.load(file).digest();
    write("alice.pub", TestSigner.p256().pem());
    assertFalse(Policy.load(file).digest().equals(before));
  }

  @Test
  void aMissingKeyIsToldWhereItIsNamed() throws IOException {
    Path file = write("p.yaml", "version: 1\n" + withKey("none.pub"));
    String message =
        String.valueOf(assertThrows(ScanException.class, () -> Policy.load(file)).getMessage());
    assertTrue(
        message.endsWith(
            "p.yaml:2:43: signatures.signers[0].key: none.pub cannot be read: there is no such"
                + " file"),
        message);
  }

  @Test
  void aPolicyThatIsNoFileNamesNone() {
    assertEquals(
        List.of(
            "p.yaml:2:43: signatures.signers[0].key: only a policy in a file can name a file:"
                + " write what it holds"),
        Policies.problems(withKey("/etc/passwd")));
  }

  private static String withKey(String file) {
    return "signatures: {signers: [{name: alice, key: "
        + file
        + ", purposes: [image], repositories: ['**']}], require: {signers: [alice]}}";
  }

  @Test
  void aPrivateKeyIsRefused() {
    List<String> problems =
        Policies.problems(
            "signatures: {signers: [{name: a, pem: '-----BEGIN EC PRIVATE KEY----- AAAA -----END EC"
                + " PRIVATE KEY-----', purposes: [image], repositories: ['**']}]}");
    assertTrue(problems.get(0).contains("That is the private half"), problems.toString());
  }

  @Test
  void anIdentityIsBelievedUnderARoot() throws IOException {
    write("root.json", ROOT);
    Path file =
        write(
            "p.yaml",
            "version: 1\nsignatures: {trustedRoot: root.json, signers: [{name: ci, identity:"
                + " 'https://git.example/**', issuer: 'https://token.example', purposes: [image],"
                + " repositories: ['**']}], require: {signers: [ci]}}\n");
    SignaturePolicy policy = Policy.load(file).general().signatures();
    TrustedIdentity ci = (TrustedIdentity) policy.trust().signers().get(0);
    assertTrue(ci.identity().matches("https://git.example/team/app"));
    assertEquals(
        RawDocument.of(ROOT.getBytes(UTF_8)), policy.trust().trustedRoot().orElseThrow().json());
  }

  @Test
  void aFileThatIsNoRootIsRefused() throws IOException {
    write("root.json", "{}");
    Path file = write("p.yaml", "version: 1\nsignatures: {trustedRoot: root.json}\n");
    String message =
        String.valueOf(assertThrows(ScanException.class, () -> Policy.load(file)).getMessage());
    assertTrue(message.contains("p.yaml:2:27: The trusted root "), message);
  }

  @Test
  void mappingsAreBelieved() {
    Policy policy =
        Policies.of(
            signers(ALICES)
                + ", mappings: [{foundAt: mirror.example/hub, signedAs: docker.io/library}],"
                + " require: {signers: [alice]}}");
    assertEquals(
        List.of(new RepositoryMapping("mirror.example/hub", "docker.io/library")),
        policy.general().signatures().trust().mappings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{signers: [bob]}|signatures.require.signers bob: there is no signer \"bob\"",
        "{signers: [alise]}|signatures.require.signers alise: there is no signer \"alise\"; did you"
            + " mean alice?",
        "{builder: [x]}|signatures.require.builder x: no signer has the purpose provenance, so none"
            + " passes",
        "{source: [x]}|signatures.require.source x: no signer has the purpose provenance, so none"
            + " passes",
        "{vsa: {}}|signatures.require.vsa: no signer has the purpose vsa, so none passes",
      })
  void whatNobodyCouldFulfilIsTold(String require, String expected) {
    List<String> problems = Policies.problems(signers(ALICES) + ", require: " + require + "}");
    assertEquals(1, problems.size());
    assertTrue(problems.get(0).endsWith(": " + expected), problems.toString());
  }

  @Test
  void aSignerOfOtherThingsCannotBeRequired() {
    List<String> problems =
        Policies.problems(
            signers(signer("builder", "provenance")) + ", require: {signers: [builder]}}");
    assertTrue(
        problems.get(0).endsWith("is not trusted with images: give it the purpose image"),
        problems.toString());
  }

  @Test
  void signersOfWhomNothingIsRequiredAreTold() {
    assertEquals(
        List.of(
            "p.yaml:2:1: signatures requires nothing of any image: add signatures.require, here or"
                + " in a section of images"),
        Policies.problems(signers(ALICES) + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: a, purposes: [image], repositories: ['**']}|signatures.signers[0] needs one of key,"
            + " pem, identity, and no other",
        "{name: a, pem: x, identity: y, issuer: z, purposes: [image], repositories: ['**']}|"
            + "signatures.signers[0] needs one of key, pem, identity, and no other",
        "{name: a, identity: y, purposes: [image], repositories: ['**']}|signatures.signers[0]"
            + " needs the key issuer",
        "{name: a, identity: '**', issuer: z, purposes: [image], repositories: ['**']}|An empty"
            + " identity or issuer would let anybody sign",
        "{name: a, identity: y, issuer: z, purposes: [image], repositories: ['**']}|signer a is an"
            + " identity, which needs signatures.trustedRoot",
        "{name: a, identity: y, issuer: z, purposes: [], repositories: ['**']}|"
            + "signatures.signers[0].purposes is empty",
        "{name: a, identity: y, issuer: z, purposes: [vsa], repositories: ['**']}|A signer of"
            + " verification summaries has no verifier id",
        "{name: a, identity: y, issuer: z, purposes: [image], repositories: [Team]}|\"Team\" names"
            + " no repositories",
      })
  void aSignerThatCannotBeUsedIsTold(String signer, String expected) {
    String all =
        String.join("\n", Policies.problems(signers(signer) + ", require: {signers: [a]}}"));
    assertTrue(all.contains(expected), all);
  }

  @Test
  void requirementsOfAFloorHoldBesideThoseOfWhatExtendsIt() {
    Policy policy =
        Policies.extending(
            signers(ALICES) + ", require: {signers: [alice]}}",
            signers(signer("bob", "image")) + ", require: {signers: [bob]}}");
    assertEquals(
        List.of("signatures.require.signers alice", "signatures.require.signers bob"),
        policy.general().signatures().required().stream().map(ClauseOrigin::clause).toList());
  }

  @Test
  void whatExtendsAFloorCanRequireItsSigners() {
    Policy policy =
        Policies.extending(signers(ALICES) + "}", "signatures: {require: {signers: [alice]}}");
    assertTrue(policy.general().signatures().requiresSomething());
  }

  @Test
  void aFloorsSectionHoldsWhateverWhatExtendsItSays() {
    Policy policy =
        Policies.extending(
            signers(ALICES)
                + "}\nimages: [{match: 'registry.example/**', signatures: {require: {signers:"
                + " [alice]}}}]",
            "images: [{match: registry.example/app, signatures: {require: {signers: []}}}]");
    assertTrue(policy.forImage(image("registry.example/app:1")).signatures().requiresSomething());
  }

  @Test
  void aFloorsProvenanceIsNotForSignersOfWhatExtendsIt() {
    Policy policy =
        Policies.extending(
            signers(signer("alice", "provenance")) + ", require: {builder: [ci]}}",
            signers(signer("bob", "provenance")) + ", require: {source: [x]}}");
    List<SignatureClause> clauses = policy.general().signatures().clauses();
    assertEquals(
        List.of("[alice]", "[alice, bob]"),
        clauses.stream()
            .map(each -> each.requiredProvenance().orElseThrow().signers())
            .map(names -> names.stream().sorted().toList().toString())
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "signers: [ALICES]|signer alice would loosen signer alice (floor.yaml:2:24)",
        "mappings: [{foundAt: m.example, signedAs: registry.example}]|signatures.mappings m.example"
            + " would loosen signatures.mappings (floor.yaml:2:1)",
      })
  void whoSpeaksForAFloorIsNotForWhatExtendsIt(String own, String expected) {
    List<String> problems =
        Policies.loosening(
            signers(ALICES) + ", require: {signers: [alice]}}",
            "signatures: {" + own.replace("ALICES", ALICES) + "}");
    assertTrue(problems.get(0).endsWith(": " + expected), problems.toString());
  }

  @Test
  void whatIsMissingFailsWhateverTheThreshold() {
    Policy policy =
        Policies.of("failOn: critical", signers(ALICES) + ", require: {signers: [alice]}}");
    assertEquals(
        "FAIL critical",
        Samples.told(
            policy.general(),
            Samples.finding(
                CheckId.SIGNATURE,
                "UNSIGNED",
                Severity.HIGH,
                "signature by alice",
                new ClauseEvidence("signatures.require.signers alice", Optional.empty()))));
  }

  @Test
  void aRemarkDoesNotFail() {
    Policy policy = Policies.of(signers(ALICES) + ", require: {signers: [alice]}}");
    assertEquals(
        "PASS low",
        Samples.told(
            policy.general(),
            Samples.finding(CheckId.SIGNATURE, "ALSO_REFUSED", Severity.LOW, "WRONG_KEY")));
  }

  @Test
  void aDescriptionNamesKeysAndRequirements() {
    Policy policy = Policies.of(signers(ALICES) + ", require: {signers: [alice]}}");
    List<String> lines =
        PolicyDescription.of(policy, Samples.TODAY).stream()
            .map(line -> line.label() + " " + line.text())
            .toList();
    assertTrue(
        lines.contains(
            "signer signer alice (p.yaml:2:24), key "
                + ALICE
                    .trusted("a", policy.general().signatures().signers().get(0).signer().scope())
                    .fingerprint()
                + ", image, of registry.example/**, as me"),
        lines.toString());
    assertTrue(
        lines.stream()
            .anyMatch(line -> line.startsWith("requires signatures.require.signers alice (p.yaml")),
        lines.toString());
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
