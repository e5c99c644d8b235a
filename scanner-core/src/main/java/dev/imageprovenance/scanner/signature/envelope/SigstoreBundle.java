package dev.imageprovenance.scanner.signature.envelope;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.RawDocument;
import java.util.List;
import java.util.Optional;

/**
 * A signature with what is needed to verify it in one document (sigstore bundle v0.1 to v0.3);
 * immutable.
 *
 * @param version {@code 0.1}, {@code 0.2} or {@code 0.3}
 * @param keyHint which key made it, when it was a managed one; it proves nothing
 * @param certificates how the signer is known otherwise
 * @param content what was signed
 */
public record SigstoreBundle(
    String version,
    Optional<String> keyHint,
    Optional<CertificateMaterial> certificates,
    Content content) {
  /** What was signed; all kinds are immutable. */
  public sealed interface Content {
    /** An envelope that holds its payload. */
    record Enveloped(DsseEnvelope envelope) implements Content {}

    /**
     * Something that is not in the bundle.
     *
     * @param digest of what was signed, as the bundle says
     */
    record Detached(Optional<Digest> digest, RawDocument signature) implements Content {}
  }

  /**
   * Each signature of the bundle.
   *
   * @param manifest the manifest or index that the bundle was found for: what a detached signature
   *     is over
   * @param manifestDigest its digest
   */
  public List<SignedContent> contents(RawDocument manifest, Digest manifestDigest) {
    if (content instanceof Content.Enveloped enveloped) {
      return enveloped.envelope().contents(Form.BUNDLE, keyHint, certificates);
    }
    Content.Detached detached = (Content.Detached) content;
    return List.of(
        new SignedContent(
            Form.BUNDLE,
            manifest,
            detached.signature(),
            keyHint,
            certificates,
            new SignedPayload.ManifestBytes(
                manifestDigest,
                detached.digest().map(said -> isOf(manifest, said) ? manifestDigest : said))));
  }

  private static boolean isOf(RawDocument manifest, Digest said) {
    return said.knownAlgorithm().map(manifest::digest).filter(said::equals).isPresent();
  }
}
