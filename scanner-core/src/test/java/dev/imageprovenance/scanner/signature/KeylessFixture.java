package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.signature.keyless.KeylessProofs;
import dev.imageprovenance.scanner.signature.statement.PredicateTypes;
import dev.imageprovenance.scanner.signature.trust.SignerScope;
import dev.imageprovenance.scanner.signature.trust.TextMatch;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.signature.trust.TrustedIdentity;
import dev.imageprovenance.scanner.signature.trust.TrustedRoot;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Somebody without a key of his own who signs an image by a sigstore instance of our own. */
abstract class KeylessFixture extends SignatureFixture {
  static final String WORKFLOW = "https://ci.example/team/app/.ci/release.yml@refs/heads/main";
  static final String ISSUER = "https://token.ci.example";
  static final Instant FROM = NOW.minus(Duration.ofMinutes(5));

  final TestSigstore sigstore = new TestSigstore();
  final X509Certificate certificate = certificate(WORKFLOW, ISSUER);
  final String statement = CosignFormat.statement(image.digest(), PredicateTypes.COSIGN_SIGN, "{}");
  final String signature =
      alice.signBase64(CosignFormat.preAuthentication(CosignFormat.IN_TOTO, statement));

  X509Certificate certificate(String uri, String issuer) {
    return sigstore.certificate(alice, new TestAuthority.Subject(uri, issuer, FROM));
  }

  static TrustedIdentity workflow() {
    return new TrustedIdentity(
        "release",
        TextMatch.exactly(WORKFLOW),
        TextMatch.exactly(ISSUER),
        SignerScope.images("registry.example/team/**"));
  }

  Signatures inspect(TrustedRoot root) {
    Trust trust = Trust.in(workflow()).trustedRoot(root);
    return inspect(trust, asked, KeylessProofs.by(trust));
  }

  String entry(TestLog log, Instant time, TestLog.Vouching vouching) {
    return log.bundleEntry(
        TestSigstore.dsseBody(statement, signature, certificate), time, vouching);
  }

  void push(String logEntries, String timestamps) {
    push(certificate, logEntries, timestamps);
  }

  void push(X509Certificate of, String logEntries, String timestamps) {
    pushBundle(
        image.digest(),
        TestSigstore.bundle(
            of, logEntries, timestamps, CosignFormat.envelopeSigned(statement, signature)));
  }

  String goodEntry() {
    return entry(sigstore.signatures, NOW, TestLog.Vouching.BOTH);
  }

  String timestamp(Instant time) {
    return sigstore.timestamp(Base64.getDecoder().decode(signature), time);
  }

  /** A payload with everything else in annotations, as cosign has it. */
  void pushFirstForm(UnaryOperator<String> change, String... moreAnnotations) {
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
}
