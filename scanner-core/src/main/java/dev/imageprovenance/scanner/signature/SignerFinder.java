package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.signature.envelope.SignedContent;
import dev.imageprovenance.scanner.signature.envelope.SignedPayload;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.signature.trust.TrustedKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds which trusted signers made a signature; thread-safe where its proofs are. */
final class SignerFinder {
  private final Trust trust;
  private final CertificateSigners certificates;

  SignerFinder(Trust trust, CertificateSigners certificates) {
    this.trust = trust;
    this.certificates = certificates;
  }

  /**
   * Who made a signature.
   *
   * @param signers those who did
   * @param refusals of those whom it names, but who did not
   * @param whyNobody what it is worth when nobody did
   */
  record Found(List<VerifiedSigner> signers, List<Refusal> refusals, Standing whyNobody) {}

  Found whoMade(SignedContent content) {
    byte[] message = content.message().bytes();
    byte[] signature = content.signature().bytes();
    List<VerifiedSigner> signers = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    for (TrustedKey key : trust.keys()) {
      if (key.made(message, signature)) {
        signers.add(new VerifiedSigner(key, Optional.empty(), Optional.empty()));
      } else if (content.keyHint().filter(key::isMeantBy).isPresent()) {
        refusals.add(notMadeByItsKey(key));
      }
    }
    Optional<Standing> unclear = Optional.empty();
    if (signers.isEmpty() && content.certificates().isPresent()) {
      CertificateSigners.Result result = certificates.whoMade(content);
      signers.addAll(result.signers());
      refusals.addAll(result.refusals());
      unclear = result.unclear().map(Standing.Unknown::new);
    }
    Standing whyNobody = unclear.orElseGet(() -> nobody(content, refusals));
    return new Found(List.copyOf(signers), List.copyOf(refusals), whyNobody);
  }

  private static Refusal notMadeByItsKey(TrustedKey key) {
    return Refusal.of(
        RefusalReason.BAD_SIGNATURE,
        key.name(),
        "it says that "
            + Text.excerpt(key.name())
            + " made it, but that key's signature does not fit: what was signed has changed");
  }

  private Standing nobody(SignedContent content, List<Refusal> refusals) {
    if (!refusals.isEmpty()) {
      return new Standing.Refused(refusals);
    }
    if (trust.signers().isEmpty()) {
      return new Standing.Unknown("no key and no identity is trusted, so nothing can be verified");
    }
    if (content.payload() instanceof SignedPayload.ManifestBytes bytes
        && bytes.claimed().filter(digest -> !digest.equals(bytes.manifest())).isPresent()) {
      return Standing.Refused.because(
          Refusal.of(
              RefusalReason.WRONG_SUBJECT,
              "it is over " + bytes.claimed().get() + ", and was found for " + bytes.manifest()));
    }
    return Standing.Refused.because(Refusal.of(RefusalReason.WRONG_KEY, whoElse(content)));
  }

  private String whoElse(SignedContent content) {
    int keys = trust.keys().size();
    String tried =
        keys == 0
            ? "it was made with a key, and only identities are trusted"
            : keys == 1
                ? "the trusted key " + Text.excerpt(trust.keys().get(0).name()) + " did not make it"
                : "none of the " + keys + " trusted keys made it";
    return content
        .certificates()
        .map(
            material ->
                "its certificate is of "
                    + CertificateSigners.describe(material.leaf())
                    + ", whom nobody named as trusted")
        .orElse(tried + ": somebody else did, or what was signed has changed");
  }
}
