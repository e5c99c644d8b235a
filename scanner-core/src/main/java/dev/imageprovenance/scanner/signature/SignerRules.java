package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.signature.statement.SlsaProvenance;
import dev.imageprovenance.scanner.signature.statement.VerificationSummary;
import dev.imageprovenance.scanner.signature.trust.RepositoryGlob;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.signature.trust.TrustedSigner;
import java.time.Clock;
import java.util.Optional;

/** Decides whether a trusted signer may say what he says, here; thread-safe. */
final class SignerRules {
  private final Trust trust;
  private final Optional<SummaryRules> summaries;

  SignerRules(Trust trust, Clock clock) {
    this.trust = trust;
    this.summaries = trust.summaries().map(said -> new SummaryRules(said, clock.instant()));
  }

  /** A decision; all kinds are immutable. */
  sealed interface Ruling {
    /**
     * He may.
     *
     * @param signedAs the name that was signed, where a mapping makes it fit
     */
    record Yes(Optional<String> signedAs) implements Ruling {}

    /** He may not. */
    record No(Refusal refusal) implements Ruling {}

    /** That cannot be said. */
    record Unclear(String reason) implements Ruling {}
  }

  Ruling mayHeSay(TrustedSigner signer, EvidenceJudge.Said said, SignedImage image) {
    if (!signer.scope().purposes().contains(said.purpose())) {
      return no(
          RefusalReason.WRONG_PURPOSE,
          signer,
          Text.excerpt(signer.name())
              + " is trusted with other things than "
              + said.purpose().label());
    }
    Optional<Reference> name = image.name();
    if (name.isEmpty()) {
      return withoutName(signer, said);
    }
    if (!signer.scope().covers(image.repository().orElseThrow())) {
      return no(
          RefusalReason.OUT_OF_SCOPE,
          signer,
          Text.excerpt(signer.name())
              + " is not trusted about "
              + image.repository().orElseThrow());
    }
    return judgeContent(signer, said, image);
  }

  /** An image of a file has no name to compare; only who may speak of all can speak of it. */
  private Ruling withoutName(TrustedSigner signer, EvidenceJudge.Said said) {
    boolean everywhere = signer.scope().repositories().contains(RepositoryGlob.ANY);
    boolean needsName = said.simple().isPresent() || !everywhere;
    return needsName
        ? new Ruling.Unclear(
            "the image is in a file and has no repository to compare with the signature: say"
                + " which one it is of")
        : statementRuling(signer, said, "");
  }

  private Ruling judgeContent(TrustedSigner signer, EvidenceJudge.Said said, SignedImage image) {
    Reference found = image.name().orElseThrow();
    if (said.simple().isPresent()) {
      String signed = said.simple().get().dockerReference();
      SignedName.Outcome outcome = SignedName.compare(signed, found, trust.mappings());
      return outcome.fits()
          ? new Ruling.Yes(outcome.signedAs())
          : no(
              RefusalReason.WRONG_REPOSITORY,
              signer,
              "it was signed as \"" + Text.excerpt(signed) + "\", and found as " + found);
    }
    return statementRuling(signer, said, image.repository().orElseThrow());
  }

  private Ruling statementRuling(TrustedSigner signer, EvidenceJudge.Said said, String repository) {
    Optional<Refusal> refusal =
        said.statement()
            .flatMap(
                statement -> {
                  if (statement.predicate() instanceof SlsaProvenance provenance) {
                    return builder(signer, provenance);
                  }
                  return statement.predicate() instanceof VerificationSummary summary
                      ? summary(signer, summary, repository)
                      : Optional.empty();
                });
    return refusal.<Ruling>map(Ruling.No::new).orElseGet(() -> new Ruling.Yes(Optional.empty()));
  }

  private Optional<Refusal> summary(
      TrustedSigner signer, VerificationSummary summary, String repository) {
    return signer.scope().identities().contains(summary.verifierId())
        ? summaries.flatMap(rules -> rules.refusal(signer.name(), summary, repository))
        : Optional.of(
            Refusal.of(
                RefusalReason.WRONG_VERIFIER,
                signer.name(),
                "the verifier \""
                    + Text.excerpt(summary.verifierId())
                    + "\" is none that "
                    + Text.excerpt(signer.name())
                    + " may speak for"));
  }

  private static Optional<Refusal> builder(TrustedSigner signer, SlsaProvenance provenance) {
    boolean own =
        signer.scope().identities().isEmpty()
            || signer.scope().identities().contains(provenance.builderId());
    return own
        ? Optional.empty()
        : Optional.of(
            Refusal.of(
                RefusalReason.WRONG_BUILDER,
                signer.name(),
                "the builder \""
                    + Text.excerpt(provenance.builderId())
                    + "\" is none that "
                    + Text.excerpt(signer.name())
                    + " may speak for"));
  }

  private static Ruling no(RefusalReason reason, TrustedSigner signer, String detail) {
    return new Ruling.No(Refusal.of(reason, signer.name(), detail));
  }
}
