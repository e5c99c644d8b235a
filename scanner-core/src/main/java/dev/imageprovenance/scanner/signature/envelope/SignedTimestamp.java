package dev.imageprovenance.scanner.signature.envelope;

import dev.imageprovenance.scanner.oci.RawDocument;

/**
 * A timestamp of a signature (RFC 3161 TimeStampResp); immutable.
 *
 * @param response the DER bytes
 */
public record SignedTimestamp(RawDocument response) {}
