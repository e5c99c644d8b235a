package dev.imageprovenance.scanner.signature.envelope;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.RawDocument;
import java.util.Optional;

/** What a signature was made over, not yet parsed; all kinds are immutable. */
public sealed interface SignedPayload {
  /** The JSON of a simple signing payload. */
  record SimpleSigningJson(RawDocument raw) implements SignedPayload {}

  /**
   * What a DSSE envelope holds.
   *
   * @param type what the envelope says that it is; it is signed too
   */
  record DssePayload(String type, RawDocument raw) implements SignedPayload {}

  /**
   * The image's manifest or index itself.
   *
   * @param manifest the digest of the manifest whose bytes were taken for the signed ones
   * @param claimed the digest that the signature says it is over
   */
  record ManifestBytes(Digest manifest, Optional<Digest> claimed) implements SignedPayload {}
}
