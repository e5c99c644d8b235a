package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.signature.trust.TrustedSigner;
import java.time.Instant;
import java.util.Optional;

/**
 * Who made a signature, as was verified; immutable.
 *
 * @param signer the trusted key or identity
 * @param identity the certificate's identity and issuer, for a signer without a key of its own
 * @param signedAt when it was signed at the latest, by a log's or a timestamp's word
 */
public record VerifiedSigner(
    TrustedSigner signer, Optional<CertificateIdentity> identity, Optional<Instant> signedAt) {}
