package dev.imageprovenance.scanner.signature.keyless;

import dev.imageprovenance.scanner.signature.RefusalReason;
import dev.imageprovenance.scanner.signature.envelope.CertificateMaterial;
import dev.sigstore.fulcio.client.FulcioVerificationException;
import dev.sigstore.fulcio.client.FulcioVerifier;
import dev.sigstore.trustroot.CertificateAuthority;
import dev.sigstore.trustroot.SigstoreTrustedRoot;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Verifies that a trusted authority gave a certificate, and that a trusted log of certificates
 * knows of it; thread-safe.
 */
final class AuthorityVerifier {
  private final FulcioVerifier verifier;
  private final Set<Certificate> trusted;

  private AuthorityVerifier(FulcioVerifier verifier, Set<Certificate> trusted) {
    this.verifier = verifier;
    this.trusted = trusted;
  }

  static AuthorityVerifier of(SigstoreTrustedRoot root) throws GeneralSecurityException {
    Set<Certificate> trusted = new HashSet<>();
    for (CertificateAuthority authority : root.getCAs()) {
      trusted.addAll(authority.getCertPath().getCertificates());
    }
    return new AuthorityVerifier(FulcioVerifier.newFulcioVerifier(root), Set.copyOf(trusted));
  }

  void verify(CertificateMaterial material) throws DisprovedException {
    try {
      verifier.verifySigningCertificate(
          CertificateFactory.getInstance("X.509").generateCertPath(untrusted(material)));
    } catch (FulcioVerificationException
        | IOException
        | CertificateException
        | RuntimeException e) {
      // Parts of a certificate that are read late make the library throw unchecked exceptions.
      throw new DisprovedException(
          RefusalReason.UNTRUSTED_CERTIFICATE,
          "the trusted root does not vouch for its certificate",
          e);
    }
  }

  /**
   * The part of the chain that the root has not: roots that come with a signature prove nothing,
   * and old signatures bring the whole chain.
   */
  private List<X509Certificate> untrusted(CertificateMaterial material) {
    List<X509Certificate> chain = new ArrayList<>();
    for (X509Certificate certificate : material.chain()) {
      boolean root =
          certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
      if (chain.isEmpty() || !(root || trusted.contains(certificate))) {
        chain.add(certificate);
      }
    }
    return chain;
  }
}
