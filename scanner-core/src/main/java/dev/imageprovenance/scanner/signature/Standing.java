package dev.imageprovenance.scanner.signature;

import java.util.List;
import java.util.Optional;

/** What a signature or an attestation is worth; all kinds are immutable. */
public sealed interface Standing {
  /**
   * Trusted signers made it, may say it, and say it of this image.
   *
   * @param signers at least one
   * @param binding what ties it to the image
   * @param refusals of further signatures' signers that made it too but may not say it
   */
  record Verified(List<VerifiedSigner> signers, Binding binding, List<Refusal> refusals)
      implements Standing {
    /** Copies the lists. */
    public Verified {
      signers = List.copyOf(signers);
      refusals = List.copyOf(refusals);
    }
  }

  /**
   * It is signed, and does not count.
   *
   * @param refusals why, at least one
   */
  record Refused(List<Refusal> refusals) implements Standing {
    /** Copies the list. */
    public Refused {
      refusals = List.copyOf(refusals);
    }

    static Refused because(Refusal refusal) {
      return new Refused(List.of(refusal));
    }
  }

  /**
   * Nobody has signed it: it is somebody's word.
   *
   * @param binding what it says that it is about, when it is about this image
   * @param vouchedBy a trusted signer of the index that holds it, whose signature of the image
   *     covers these bytes too
   */
  record Claimed(Optional<Binding> binding, Optional<String> vouchedBy) implements Standing {}

  /**
   * It could not be judged.
   *
   * @param reason one sentence without a full stop
   */
  record Unknown(String reason) implements Standing {}
}
