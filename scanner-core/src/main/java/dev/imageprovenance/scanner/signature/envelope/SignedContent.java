package dev.imageprovenance.scanner.signature.envelope;

import dev.imageprovenance.scanner.oci.RawDocument;
import java.util.Optional;

/**
 * One signature as it was found, with everything that is needed to verify it; immutable.
 *
 * @param form how it came
 * @param message the bytes that were signed
 * @param signature the signature's bytes
 * @param keyHint which key made it, as it says itself; it proves nothing
 * @param certificates how a signer without a key of its own is known
 * @param payload what was signed
 */
public record SignedContent(
    Form form,
    RawDocument message,
    RawDocument signature,
    Optional<String> keyHint,
    Optional<CertificateMaterial> certificates,
    SignedPayload payload) {}
