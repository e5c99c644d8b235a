package dev.imageprovenance.scanner.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.signature.keyless.KeylessProofs;
import dev.imageprovenance.scanner.signature.statement.PredicateTypes;
import dev.imageprovenance.scanner.signature.trust.SignerScope;
import dev.imageprovenance.scanner.signature.trust.TextMatch;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.signature.trust.TrustedIdentity;
import dev.imageprovenance.scanner.signature.trust.TrustedRoot;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Signers without keys of their own, by a sigstore instance that the tests run themselves. */
class KeylessTest extends SignatureFixture {
  private static final String WORKFLOW =
      "https://ci.example/team/app/.ci/release.yml@refs/heads/main";
  private static final String ISSUER = "https://token.ci.example";
  private static final Instant FROM = NOW.minus(Duration.ofMinutes(5));

  private final TestSigstore sigstore = new TestSigstore();
  private final X509Certificate certificate = certificate(WORKFLOW, ISSUER);
  private final String statement =
      CosignFormat.statement(image.digest(), PredicateTypes.COSIGN_SIGN, "{}");
  private final String signature =
      alice.signBase64(CosignFormat.preAuthentication(CosignFormat.IN_TOTO, statement));

  private X509Certificate certificate(String uri, String issuer) {
    return sigstore.certificate(alice, new TestAuthority.Subject(uri, issuer, FROM));
  }

  private static TrustedIdentity workflow() {
    return new TrustedIdentity(
        "release",
        TextMatch.exactly(WORKFLOW),
        TextMatch.exactly(ISSUER),
        SignerScope.images("registry.example/team/**"));
  }

  private Signatures inspect(TrustedRoot root) {
    Trust trust = Trust.in(workflow()).trustedRoot(root);
    return inspect(trust, asked, KeylessProofs.by(trust));
  }

  private String entry(TestLog log, Instant time, TestLog.Vouching vouching) {
    return log.bundleEntry(
        TestSigstore.dsseBody(statement, signature, certificate), time, vouching);
  }

  private void push(String logEntries, String timestamps) {
    push(certificate, logEntries, timestamps);
  }

  private void push(X509Certificate of, String logEntries, String timestamps) {
    pushBundle(
        image.digest(),
        TestSigstore.bundle(
            of, logEntries, timestamps, CosignFormat.envelopeSigned(statement, signature)));
  }

  private String goodEntry() {
    return entry(sigstore.signatures, NOW, TestLog.Vouching.BOTH);
  }

  private String timestamp(Instant time) {
    return sigstore.timestamp(Base64.getDecoder().decode(signature), time);
  }

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
  void timestampStandsInForALogThatSaysNoTime() {
    push(
        entry(sigstore.signatures, Instant.EPOCH, TestLog.Vouching.PROOF),
        timestamp(NOW.plusSeconds(2)));
    assertEquals(
        Optional.of(NOW.plusSeconds(2)),
        verified(inspect(sigstore.root())).signers().get(0).signedAt());
  }

  /** A payload with everything else in annotations, as cosign has it. */
  private void pushFirstForm(UnaryOperator<String> change, String... moreAnnotations) {
    String payload = CosignFormat.payload(TestRepository.NAME, image.digest());
    String signed = alice.signBase64(payload);
    Map<String, String> annotations =
        new HashMap<>(
            Map.of(
                "dev.cosignproject.cosign/signature",
                signed,
                "dev.sigstore.cosign/certificate",
                TestSigstore.pem(certificate),
                "dev.sigstore.cosign/bundle",
                change.apply(
                    sigstore.signatures.annotation(
                        TestSigstore.recordBody(payload, signed, certificate), NOW))));
    for (int i = 0; i < moreAnnotations.length; i += 2) {
      annotations.put(moreAnnotations[i], moreAnnotations[i + 1]);
    }
    pushSignature(
        image.digest(),
        CosignFormat.descriptor(store.put(CosignFormat.SIMPLE_SIGNING, payload), annotations));
  }

  @Test
  void signatureOfCosignsFirstFormCounts() {
    StringBuilder chain = new StringBuilder();
    sigstore.authority.chain().forEach(above -> chain.append(TestSigstore.pem(above)));
    pushFirstForm(UnaryOperator.identity(), "dev.sigstore.cosign/chain", chain.toString());
    assertEquals(Signatures.State.VERIFIED, inspect(sigstore.root()).state());
  }

  @Test
  void timestampOfCosignsFirstFormMustHold() {
    String another = sigstore.timestamp("another signature".getBytes(StandardCharsets.UTF_8), NOW);
    pushFirstForm(
        UnaryOperator.identity(),
        "dev.sigstore.cosign/rfc3161timestamp",
        another.replace("signedTimestamp", "SignedRFC3161Timestamp"));
    assertEquals(RefusalReason.WRONG_TIMESTAMP, refusal(inspect(sigstore.root())));
  }

  @Test
  void promiseOfAnotherTimeIsRefusedInCosignsFirstForm() {
    pushFirstForm(
        entry ->
            entry.replace(":" + NOW.getEpochSecond(), ":" + NOW.plusSeconds(1).getEpochSecond()));
    assertEquals(RefusalReason.WRONG_LOG_ENTRY, refusal(inspect(sigstore.root())));
  }

  @Test
  void signatureAfterTheCertificatesMinutesIsRefused() {
    push(entry(sigstore.signatures, NOW.plusSeconds(3600), TestLog.Vouching.BOTH), "");
    assertEquals(RefusalReason.EXPIRED_CERTIFICATE, refusal(inspect(sigstore.root())));
  }

  @Test
  void signatureBeforeTheCertificatesMinutesIsRefused() {
    push(entry(sigstore.signatures, FROM.minusSeconds(1), TestLog.Vouching.BOTH), "");
    assertEquals(RefusalReason.EXPIRED_CERTIFICATE, refusal(inspect(sigstore.root())));
  }

  @Test
  void timestampAfterTheCertificatesMinutesIsRefused() {
    push(goodEntry(), timestamp(NOW.plusSeconds(3600)));
    assertEquals(RefusalReason.EXPIRED_CERTIFICATE, refusal(inspect(sigstore.root())));
  }

  @Test
  void signatureWithoutALogsEntryIsRefused() {
    push("", timestamp(NOW));
    assertEquals(RefusalReason.MISSING_LOG_ENTRY, refusal(inspect(sigstore.root())));
  }

  @Test
  void entryAboutAnotherStatementIsRefused() {
    String other =
        TestSigstore.dsseBody(
            statement.replace("\"predicate\":{}", "\"predicate\":{\"a\":1}"),
            signature,
            certificate);
    push(sigstore.signatures.bundleEntry(other, NOW, TestLog.Vouching.BOTH), "");
    assertEquals(RefusalReason.WRONG_LOG_ENTRY, refusal(inspect(sigstore.root())));
  }

  @Test
  void entryAboutAnotherSignatureIsRefused() {
    String other = TestSigstore.dsseBody(statement, alice.signBase64("other"), certificate);
    push(sigstore.signatures.bundleEntry(other, NOW, TestLog.Vouching.BOTH), "");
    assertEquals(RefusalReason.WRONG_LOG_ENTRY, refusal(inspect(sigstore.root())));
  }

  @Test
  void entryOfAnotherLogIsRefused() {
    push(entry(new TestLog(), NOW, TestLog.Vouching.BOTH), "");
    assertEquals(RefusalReason.WRONG_LOG_ENTRY, refusal(inspect(sigstore.root())));
  }

  @Test
  void changedPromiseIsRefused() {
    push(
        goodEntry()
            .replace(
                "\"integratedTime\":\"" + NOW.getEpochSecond(),
                "\"integratedTime\":\"" + NOW.plusSeconds(1).getEpochSecond()),
        "");
    assertEquals(RefusalReason.WRONG_LOG_ENTRY, refusal(inspect(sigstore.root())));
  }

  @Test
  void proofOfAnotherEntryIsRefused() {
    push(goodEntry().replace("\"treeSize\":\"3\"", "\"treeSize\":\"2\""), "");
    assertEquals(RefusalReason.WRONG_LOG_ENTRY, refusal(inspect(sigstore.root())));
  }

  @Test
  void entryOutsideOfTheTreeIsRefused() {
    push(
        goodEntry()
            .replace(
                "\"logIndex\":\"1\",\"treeSize\":\"3\"", "\"logIndex\":\"3\",\"treeSize\":\"3\""),
        "");
    assertEquals(RefusalReason.WRONG_LOG_ENTRY, refusal(inspect(sigstore.root())));
  }

  @Test
  void entryWithoutAProofIsRefused() {
    push(entry(sigstore.signatures, NOW, TestLog.Vouching.NOTHING), timestamp(NOW));
    assertEquals(RefusalReason.MALFORMED, refusal(inspect(sigstore.root())));
  }

  @Test
  void logThatTheRootTrustsOnlyLaterIsRefused() {
    push(goodEntry(), "");
    assertEquals(
        RefusalReason.WRONG_LOG_ENTRY, refusal(inspect(sigstore.root(NOW.plusSeconds(60)))));
  }

  @Test
  void logThatTheRootTrustsOnlyLaterIsRefusedByTimestamps() {
    push(entry(sigstore.signatures, Instant.EPOCH, TestLog.Vouching.PROOF), timestamp(NOW));
    assertEquals(
        RefusalReason.WRONG_LOG_ENTRY, refusal(inspect(sigstore.root(NOW.plusSeconds(60)))));
  }

  @Test
  void timeThatOnlyTheEntrySaysIsNone() {
    push(entry(sigstore.signatures, NOW, TestLog.Vouching.PROOF), "");
    assertEquals(RefusalReason.MISSING_TIMESTAMP, refusal(inspect(sigstore.root())));
  }

  @Test
  void timestampOfAnotherSignatureIsRefused() {
    push(
        goodEntry(), sigstore.timestamp("another signature".getBytes(StandardCharsets.UTF_8), NOW));
    assertEquals(RefusalReason.WRONG_TIMESTAMP, refusal(inspect(sigstore.root())));
  }

  @Test
  void timestampOfAnotherAuthorityIsRefused() {
    byte[] signed = Base64.getDecoder().decode(signature);
    push(goodEntry(), new TestSigstore().timestamp(signed, NOW));
    assertEquals(RefusalReason.WRONG_TIMESTAMP, refusal(inspect(sigstore.root())));
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
