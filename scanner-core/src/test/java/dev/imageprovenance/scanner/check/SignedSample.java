package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.signature.CosignFormat;
import dev.imageprovenance.scanner.signature.SignatureFixture;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.TestRepository;
import dev.imageprovenance.scanner.signature.TestSigner;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import dev.imageprovenance.scanner.signature.trust.SignerScope;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.signature.trust.TrustedSigner;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What checks say of an image in a repository of which signatures and statements are real. */
abstract class SignedSample extends SignatureFixture {
  static final ClauseEvidence CLAUSE = new ClauseEvidence("the clause", Optional.empty());
  static final String VERIFIER = "https://verifier.example";

  final TestSigner bob = TestSigner.p256();

  /** Alice and Bob, each trusted with everything. */
  final Trust trust =
      new Trust(
          List.of(everything(alice, "alice"), everything(bob, "bob")),
          List.of(),
          Optional.empty(),
          Optional.empty());

  private static TrustedSigner everything(TestSigner signer, String name) {
    return signer.trusted(
        name,
        SignerScope.of(Set.of(Purpose.values()), Set.of("ci", VERIFIER), "registry.example/**"));
  }

  CheckOutcome outcome(Check check) {
    return outcome(check, Fact.known(inspect(trust)));
  }

  static CheckOutcome outcome(Check check, Fact<Signatures> signatures) {
    return check.check(new TestFacts().build().withSignatures(signatures));
  }

  void pushSignature(TestSigner signer) {
    pushSignature(image.digest(), signedLayer(signer, TestRepository.NAME, image.digest()));
  }

  /** A statement about the image, signed. */
  void pushStatement(String type, String predicate, TestSigner... signers) {
    String statement = CosignFormat.statement(image.digest(), type, predicate);
    pushAttestation(image.digest(), CosignFormat.envelope(statement, signers));
  }

  /** A statement that nobody has signed, which the registry lists beside the image. */
  void pushClaim(String type, String predicate) {
    String statement = CosignFormat.statement(image.digest(), type, predicate);
    CosignFormat.refer(
        store,
        image.digest(),
        CosignFormat.IN_TOTO,
        CosignFormat.descriptor(store.put(CosignFormat.IN_TOTO, statement), java.util.Map.of()));
  }

  /** Nothing can be told of that tag from now on. */
  void fail(String suffix) {
    Digest digest = image.digest();
    store.fail(CosignFormat.tag(digest, suffix));
  }

  static List<String> codes(CheckOutcome outcome) {
    return outcome.findings().stream().map(Finding::code).toList();
  }

  static String message(CheckOutcome outcome) {
    return outcome.findings().get(0).message();
  }
}
