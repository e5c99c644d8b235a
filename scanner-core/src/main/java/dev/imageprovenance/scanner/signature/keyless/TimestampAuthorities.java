package dev.imageprovenance.scanner.signature.keyless;

import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.signature.RefusalReason;
import dev.imageprovenance.scanner.signature.envelope.SignedTimestamp;
import dev.sigstore.timestamp.client.ImmutableTimestampResponse;
import dev.sigstore.timestamp.client.TimestampException;
import dev.sigstore.timestamp.client.TimestampResponse;
import dev.sigstore.timestamp.client.TimestampVerificationException;
import dev.sigstore.timestamp.client.TimestampVerifier;
import dev.sigstore.trustroot.SigstoreTrustedRoot;
import java.security.GeneralSecurityException;
import java.time.Instant;

/** Verifies timestamps by the trusted authorities; thread-safe. */
final class TimestampAuthorities {
  private final TimestampVerifier verifier;

  private TimestampAuthorities(TimestampVerifier verifier) {
    this.verifier = verifier;
  }

  static TimestampAuthorities of(SigstoreTrustedRoot root) throws GeneralSecurityException {
    return new TimestampAuthorities(TimestampVerifier.newTimestampVerifier(root));
  }

  /** When an authority saw {@code signature}. */
  Instant timeOf(SignedTimestamp timestamp, RawDocument signature) throws DisprovedException {
    TimestampResponse response =
        ImmutableTimestampResponse.builder().encoded(timestamp.response().bytes()).build();
    try {
      verifier.verify(response, signature.bytes());
      return response.getGenTime().toInstant();
    } catch (TimestampVerificationException | TimestampException | RuntimeException e) {
      // Not every malformed timestamp ends in an exception that the library declares.
      throw new DisprovedException(RefusalReason.WRONG_TIMESTAMP, "its timestamp does not hold", e);
    }
  }
}
