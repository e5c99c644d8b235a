package dev.imageprovenance.scanner.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.signature.envelope.SigstoreBundleParser;
import dev.imageprovenance.scanner.signature.keyless.KeylessProofs;
import dev.imageprovenance.scanner.signature.trust.SignerScope;
import dev.imageprovenance.scanner.signature.trust.TextMatch;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.signature.trust.TrustedIdentity;
import dev.imageprovenance.scanner.signature.trust.TrustedRoot;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real bundles of sigstore's public instance, good and spoilt. */
class PublicInstanceTest {
  private static RawDocument resource(String name) throws IOException {
    try (InputStream in = PublicInstanceTest.class.getResourceAsStream("public/" + name)) {
      return RawDocument.of(Objects.requireNonNull(in, name).readAllBytes());
    }
  }

  private static CertificateSigners.Result whoMade(String bundle, String identity, String issuer)
      throws IOException {
    TrustedIdentity who =
        new TrustedIdentity(
            "signer",
            TextMatch.exactly(identity),
            TextMatch.matching(issuer),
            SignerScope.images("**"));
    Trust trust =
        Trust.in(who).trustedRoot(new TrustedRoot("public", resource("trusted_root.json")));
    RawDocument artifact = resource("artifact.txt");
    return new CertificateSigners(trust.identities(), KeylessProofs.by(trust))
        .whoMade(
            SigstoreBundleParser.parse(resource(bundle), Limits.defaults())
                .contents(artifact, artifact.digest(DigestAlgorithm.SHA256))
                .get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "bundle.v3.sigstore, appu@google.com, https://accounts.google.com",
    "bundle.dsse.sigstore, https://github.com/loosebazooka/aa-test/.github/workflows/provenance"
        + ".yaml@refs/heads/main, https://token.actions.githubusercontent.com"
  })
  void realSignatureIsProved(String bundle, String identity, String issuer) throws IOException {
    assertEquals(1, whoMade(bundle, identity, issuer).signers().size());
  }

  @ParameterizedTest
  @CsvSource({
    "bundle-with-expired-cert.sigstore, EXPIRED_CERTIFICATE, "
        + "untrusted-sa@sigstore-conformance.iam.gserviceaccount.com",
    "bundle-with-mismatched-set.sigstore, WRONG_LOG_ENTRY, "
        + "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github"
        + "/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main",
    "bundle.dsse.mismatched-signature.sigstore, WRONG_LOG_ENTRY, "
        + "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github"
        + "/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main"
  })
  void spoiltSignatureIsRefused(String bundle, RefusalReason reason, String identity)
      throws IOException {
    assertEquals(reason, whoMade(bundle, identity, "https://.*").refusals().get(0).reason());
  }

  @Test
  void realSignatureOfSomebodyElseIsRefused() throws IOException {
    assertEquals(
        RefusalReason.WRONG_IDENTITY,
        whoMade("bundle.v3.sigstore", "mallory@google.com", "https://accounts.google.com")
            .refusals()
            .get(0)
            .reason());
  }
}
