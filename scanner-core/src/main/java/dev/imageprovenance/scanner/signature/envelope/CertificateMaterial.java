package dev.imageprovenance.scanner.signature.envelope;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What comes with the signature of somebody who has a certificate of minutes; immutable. Nothing of
 * it has been verified.
 *
 * @param chain the signer's certificate first, then those above it
 * @param logEntries entries of transparency logs about the signature
 * @param timestamps RFC 3161 timestamps of the signature
 */
public record CertificateMaterial(
    List<X509Certificate> chain, List<LogEntry> logEntries, List<SignedTimestamp> timestamps) {
  /** Copies the lists. */
  public CertificateMaterial {
    chain = List.copyOf(chain);
    logEntries = List.copyOf(logEntries);
    timestamps = List.copyOf(timestamps);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a chain has at least the signer's certificate");
    }
  }

  /** The signer's certificate. */
  public X509Certificate leaf() {
    return chain.get(0);
  }
}
