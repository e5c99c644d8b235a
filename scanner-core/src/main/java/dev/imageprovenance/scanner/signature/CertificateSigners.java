package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.signature.envelope.CertificateMaterial;
import dev.imageprovenance.scanner.signature.envelope.LogEntry;
import dev.imageprovenance.scanner.signature.envelope.LogEntryContent;
import dev.imageprovenance.scanner.signature.envelope.SignedContent;
import dev.imageprovenance.scanner.signature.trust.SignatureMath;
import dev.imageprovenance.scanner.signature.trust.TrustedIdentity;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds which trusted identities made a signature that comes with a certificate; thread-safe where
 * its proof is.
 */
final class CertificateSigners {
  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

  private final List<TrustedIdentity> identities;
  private final KeylessProof proof;

  CertificateSigners(List<TrustedIdentity> identities, KeylessProof proof) {
    this.identities = identities;
    this.proof = proof;
  }

  /**
   * Who made a signature; one of the three is not empty unless no identity is trusted at all.
   *
   * @param unclear why it cannot be said
   */
  record Result(List<VerifiedSigner> signers, List<Refusal> refusals, Optional<String> unclear) {
    private static final Result NOBODY = new Result(List.of(), List.of(), Optional.empty());

    private static Result refused(RefusalReason reason, String detail) {
      return new Result(List.of(), List.of(Refusal.of(reason, detail)), Optional.empty());
    }
  }

  Result whoMade(SignedContent content) {
    if (identities.isEmpty()) {
      return Result.NOBODY;
    }
    CertificateMaterial material = content.certificates().orElseThrow();
    X509Certificate leaf = material.leaf();
    List<CertificateIdentity> names = CertificateIdentities.of(leaf);
    // With several names it would be open which of them had been checked by the issuer.
    List<TrustedIdentity> wanted =
        names.size() != 1
            ? List.of()
            : identities.stream().filter(one -> is(one, names.get(0))).toList();
    if (wanted.isEmpty()) {
      return Result.refused(
          RefusalReason.WRONG_IDENTITY,
          "its certificate is of " + describe(leaf) + ", which is none of the trusted identities");
    }
    if (!SignatureMath.verify(
        leaf.getPublicKey(), content.message().bytes(), content.signature().bytes())) {
      return Result.refused(
          RefusalReason.BAD_SIGNATURE,
          "the key of its certificate ("
              + describe(leaf)
              + ") did not make it: what was signed has changed");
    }
    if (material.logEntries().isEmpty()) {
      return Result.refused(
          RefusalReason.MISSING_LOG_ENTRY,
          "no transparency log's entry came with it, so that nobody could have noticed it");
    }
    return proven(content, material, wanted);
  }

  private static boolean is(TrustedIdentity wanted, CertificateIdentity name) {
    return wanted.identity().matches(name.subject()) && wanted.issuer().matches(name.issuer());
  }

  private Result proven(
      SignedContent content, CertificateMaterial material, List<TrustedIdentity> wanted) {
    for (LogEntry entry : material.logEntries()) {
      Optional<String> other = LogEntryContent.contradiction(entry, content);
      if (other.isPresent()) {
        return Result.refused(RefusalReason.WRONG_LOG_ENTRY, other.get());
      }
    }
    if (!isForSigning(material.leaf())) {
      return Result.refused(
          RefusalReason.UNTRUSTED_CERTIFICATE, "its certificate is not one for signing code");
    }
    KeylessProof.Result result = proof.prove(material, content.signature());
    if (result instanceof KeylessProof.Result.Unknown unknown) {
      return new Result(List.of(), List.of(), Optional.of(unknown.reason()));
    }
    if (result instanceof KeylessProof.Result.Disproven disproven) {
      return Result.refused(disproven.reason(), disproven.detail());
    }
    return inTime(material.leaf(), ((KeylessProof.Result.Proven) result).times(), wanted);
  }

  private static boolean isForSigning(X509Certificate leaf) {
    try {
      List<String> usages = leaf.getExtendedKeyUsage();
      return leaf.getBasicConstraints() < 0 && usages != null && usages.contains(CODE_SIGNING);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  /** A certificate of minutes is worth something only within them. */
  private static Result inTime(
      X509Certificate leaf, List<Instant> times, List<TrustedIdentity> wanted) {
    Instant from = leaf.getNotBefore().toInstant();
    Instant until = leaf.getNotAfter().toInstant();
    for (Instant time : times) {
      if (time.isBefore(from) || time.isAfter(until)) {
        return Result.refused(
            RefusalReason.EXPIRED_CERTIFICATE,
            "it was signed at "
                + time
                + ", and its certificate was valid from "
                + from
                + " to "
                + until);
      }
    }
    if (times.isEmpty()) {
      return Result.refused(RefusalReason.MISSING_TIMESTAMP, "nobody says when it was signed");
    }
    CertificateIdentity identity = CertificateIdentities.of(leaf).get(0);
    Optional<Instant> earliest = times.stream().min(Comparator.naturalOrder());
    return new Result(
        wanted.stream()
            .map(signer -> new VerifiedSigner(signer, Optional.of(identity), earliest))
            .toList(),
        List.of(),
        Optional.empty());
  }

  /** Whom a certificate is of, escaped. */
  static String describe(X509Certificate leaf) {
    List<CertificateIdentity> names = CertificateIdentities.of(leaf);
    return names.size() != 1
        ? names.size() + " names"
        : Text.excerpt(names.get(0).subject())
            + " by "
            + (names.get(0).issuer().isEmpty()
                ? "an unnamed issuer"
                : Text.excerpt(names.get(0).issuer()));
  }
}
