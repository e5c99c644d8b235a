package dev.imageprovenance.scanner.signature.keyless;

import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.KeylessProof;
import dev.imageprovenance.scanner.signature.RefusalReason;
import dev.imageprovenance.scanner.signature.envelope.CertificateMaterial;
import dev.imageprovenance.scanner.signature.envelope.LogEntry;
import dev.imageprovenance.scanner.signature.envelope.SignedTimestamp;
import dev.imageprovenance.scanner.signature.trust.TrustedRoot;
import dev.sigstore.trustroot.SigstoreConfigurationException;
import dev.sigstore.trustroot.SigstoreTrustedRoot;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Proves what came with a signature against one trusted root; thread-safe. Every log entry and
 * every timestamp must hold, and one of them must say when the signature was made.
 */
final class RootProof implements KeylessProof {
  private final AuthorityVerifier authorities;
  private final LogVerifier logs;
  private final TimestampAuthorities timestamps;

  private RootProof(
      AuthorityVerifier authorities, LogVerifier logs, TimestampAuthorities timestamps) {
    this.authorities = authorities;
    this.logs = logs;
    this.timestamps = timestamps;
  }

  /**
   * Reads the keys and certificates of a root.
   *
   * @throws ScanException of kind CONFIGURATION if the library cannot use them
   */
  static RootProof of(TrustedRoot root) {
    try {
      SigstoreTrustedRoot parsed =
          SigstoreTrustedRoot.from(new ByteArrayInputStream(root.json().bytes()));
      return new RootProof(
          AuthorityVerifier.of(parsed), LogVerifier.of(parsed), TimestampAuthorities.of(parsed));
    } catch (SigstoreConfigurationException | GeneralSecurityException | RuntimeException e) {
      // The library throws unchecked exceptions too for keys that are no keys.
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "The trusted root "
              + Text.excerpt(root.name())
              + " cannot be used: "
              + Text.excerpt(String.valueOf(e.getMessage())),
          null,
          e);
    }
  }

  @Override
  public Result prove(CertificateMaterial material, RawDocument signature) {
    try {
      authorities.verify(material);
      List<Instant> times = new ArrayList<>();
      for (SignedTimestamp timestamp : material.timestamps()) {
        times.add(timestamps.timeOf(timestamp, signature));
      }
      for (LogEntry entry : material.logEntries()) {
        logs.verify(entry, List.copyOf(times)).ifPresent(times::add);
      }
      return times.isEmpty()
          ? new Result.Disproven(
              RefusalReason.MISSING_TIMESTAMP,
              "neither its log nor a timestamp authority says when it was signed")
          : new Result.Proven(times);
    } catch (DisprovedException e) {
      return new Result.Disproven(e.reason(), e.detail());
    }
  }
}
