package dev.imageprovenance.scanner.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.signature.keyless.KeylessProofs;
import dev.imageprovenance.scanner.signature.statement.PredicateTypes;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.signature.trust.TrustedRoot;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Signers without keys of their own: who they are, what they signed and who vouches for them. */
class KeylessTest extends KeylessFixture {
  @Test
  void signatureOfATrustedIdentityCounts() {
    push(goodEntry(), "");
    Signatures signatures = inspect(sigstore.root());
    assertEquals(Signatures.State.VERIFIED, signatures.state(), () -> signatures.toString());
    assertEquals(
        new VerifiedSigner(
                workflow(),
                Optional.of(new CertificateIdentity(WORKFLOW, ISSUER)),
                Optional.of(NOW))
            .toString(),
        verified(signatures).signers().get(0).toString());
  }

  @Test
  void signatureOfCosignsFirstFormCounts() {
    StringBuilder chain = new StringBuilder();
    sigstore.authority.chain().forEach(above -> chain.append(TestSigstore.pem(above)));
    pushFirstForm(UnaryOperator.identity(), "dev.sigstore.cosign/chain", chain.toString());
    assertEquals(Signatures.State.VERIFIED, inspect(sigstore.root()).state());
  }

  @Test
  void anotherIdentityIsRefused() {
    push(certificate(WORKFLOW + "2", ISSUER), goodEntry(), "");
    assertEquals(RefusalReason.WRONG_IDENTITY, refusal(inspect(sigstore.root())));
  }

  @Test
  void sameIdentityOfAnotherIssuerIsRefused() {
    push(certificate(WORKFLOW, "https://token.evil.example"), goodEntry(), "");
    assertEquals(RefusalReason.WRONG_IDENTITY, refusal(inspect(sigstore.root())));
  }

  @Test
  void certificateOfAnotherRootIsRefused() {
    push(goodEntry(), "");
    TestSigstore other = new TestSigstore();
    assertEquals(RefusalReason.UNTRUSTED_CERTIFICATE, refusal(inspect(other.root())));
  }

  @Test
  void whatTheLibrarySaysIsOneLine() {
    push(goodEntry(), "");
    String detail = inspect(new TestSigstore().root()).refusals().get(0).detail();
    assertTrue(detail.contains("not verifiable against CAs; https://ca.sigstore.example"), detail);
  }

  @Test
  void certificateThatNoTrustedLogKnowsIsRefused() {
    X509Certificate unlogged =
        sigstore.authority.certificate(
            alice.keys().getPublic(),
            new TestAuthority.Subject(WORKFLOW, ISSUER, FROM),
            new TestLog());
    push(
        unlogged,
        sigstore.signatures.bundleEntry(
            TestSigstore.dsseBody(statement, signature, unlogged), NOW, TestLog.Vouching.BOTH),
        "");
    assertEquals(RefusalReason.UNTRUSTED_CERTIFICATE, refusal(inspect(sigstore.root())));
  }

  @Test
  void changedPayloadIsRefused() {
    pushBundle(
        image.digest(),
        TestSigstore.bundle(
            certificate,
            goodEntry(),
            "",
            CosignFormat.envelopeSigned(
                statement.replace("\"predicate\":{}", "\"predicate\":{\"a\":1}"), signature)));
    assertEquals(RefusalReason.BAD_SIGNATURE, refusal(inspect(sigstore.root())));
  }

  @Test
  void statementAboutAnotherImageIsRefused() {
    String about = CosignFormat.statement(image("x").digest(), PredicateTypes.COSIGN_SIGN, "{}");
    String signed = alice.signBase64(CosignFormat.preAuthentication(CosignFormat.IN_TOTO, about));
    pushBundle(
        image.digest(),
        TestSigstore.bundle(
            certificate,
            sigstore.signatures.bundleEntry(
                TestSigstore.dsseBody(about, signed, certificate), NOW, TestLog.Vouching.BOTH),
            "",
            CosignFormat.envelopeSigned(about, signed)));
    assertEquals(RefusalReason.WRONG_SUBJECT, refusal(inspect(sigstore.root())));
  }

  @Test
  void withoutARootItIsUnknown() {
    push(goodEntry(), "");
    Trust trust = Trust.in(workflow());
    Signatures signatures = inspect(trust, asked, KeylessProofs.by(trust));
    assertEquals(Signatures.State.UNKNOWN, signatures.state());
    assertTrue(signatures.unknowns().get(0).contains("trusted root"));
  }

  @Test
  void rootWithAKeyThatIsNoneIsUnknown() {
    push(goodEntry(), "");
    String json = sigstore.root().json().text().replace("PKIX_ECDSA_P256_SHA_256", "PKIX_ED25519");
    TrustedRoot broken =
        new TrustedRoot("broken root", RawDocument.of(json.getBytes(StandardCharsets.UTF_8)));
    assertTrue(
        assertInstanceOf(Standing.Unknown.class, only(inspect(broken)).standing())
            .reason()
            .contains("The trusted root broken root cannot be used"));
  }

  /** What a good signature is worth to whoever loads this class. */
  public static final class OfAGoodSignature implements Supplier<String> {
    @Override
    public String get() {
      KeylessTest test = new KeylessTest();
      test.push(test.goodEntry(), "");
      return only(test.inspect(test.sigstore.root())).standing().toString();
    }
  }
}
