package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.signature.statement.VerificationSummary;
import dev.imageprovenance.scanner.signature.trust.SummaryRequirement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides whether a verification summary counts here (SLSA "Verification Summary Attestation", "How
 * to verify"), its signature, subject and verifier having been verified; immutable and thread-safe.
 */
public final class SummaryRules {
  /** How far a verifier's clock may be ahead of ours. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  /** Under which schemes people write the name of an image as a URI. */
  private static final List<String> SCHEMES = List.of("", "oci://", "docker://", "https://");

  /** What may stand behind a repository in a reference (distribution-spec, tags and digests). */
  private static final Pattern TAG_AND_DIGEST =
      Pattern.compile("(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@[a-z0-9+._-]+:[A-Za-z0-9=_-]+)?");

  private final SummaryRequirement required;
  private final Instant now;

  /** The rules of {@code required} at that time. */
  public SummaryRules(SummaryRequirement required, Instant now) {
    this.required = required;
    this.now = now;
  }

  /**
   * Why it does not count; empty if it does.
   *
   * @param signer who signed it, by name
   * @param repository the image's, with its registry; empty for an image without one
   */
  public Optional<Refusal> refusal(String signer, VerificationSummary summary, String repository) {
    return Stream.<Supplier<Optional<Refusal>>>of(
            () -> resource(signer, summary, repository),
            () -> policy(signer, summary),
            () -> passed(signer, summary),
            () -> age(signer, summary),
            () -> levels(signer, summary))
        .flatMap(rule -> rule.get().stream())
        .findFirst();
  }

  private Optional<Refusal> resource(
      String signer, VerificationSummary summary, String repository) {
    String uri = summary.resourceUri();
    boolean fits =
        required.resourceUris().isEmpty()
            ? namesRepository(uri, repository)
            : required.resourceUris().contains(uri);
    String wanted =
        required.resourceUris().isEmpty()
            ? repository.isEmpty() ? "an image without a repository" : repository
            : String.join(", ", required.resourceUris());
    return fits
        ? Optional.empty()
        : no(
            RefusalReason.WRONG_RESOURCE,
            signer,
            "it is for \"" + Text.excerpt(uri) + "\", and wanted is " + Text.excerpt(wanted));
  }

  /** The repository itself, or with a tag or a digest behind it. */
  private static boolean namesRepository(String uri, String repository) {
    return !repository.isEmpty()
        && SCHEMES.stream()
            .filter(scheme -> uri.startsWith(scheme + repository))
            .map(scheme -> uri.substring(scheme.length() + repository.length()))
            .anyMatch(rest -> TAG_AND_DIGEST.matcher(rest).matches());
  }

  private Optional<Refusal> policy(String signer, VerificationSummary summary) {
    boolean fits =
        required.policyDigests().isEmpty()
            || summary.policy().digests().values().stream()
                .anyMatch(required.policyDigests()::contains);
    return fits
        ? Optional.empty()
        : no(
            RefusalReason.WRONG_POLICY,
            signer,
            "it was verified against the policy \""
                + Text.excerpt(summary.policy().uri())
                + "\" with the digests "
                + Text.excerpt(summary.policy().digestsInWords()));
  }

  private static Optional<Refusal> passed(String signer, VerificationSummary summary) {
    return summary.passed()
        ? Optional.empty()
        : no(RefusalReason.NOT_PASSED, signer, "it says that the image failed");
  }

  private Optional<Refusal> age(String signer, VerificationSummary summary) {
    Optional<Instant> verified = summary.timeVerified();
    if (verified.filter(time -> time.isAfter(now.plus(SKEW))).isPresent()) {
      return no(
          RefusalReason.STALE,
          signer,
          "it says that it was verified at " + verified.get() + ", which is still to come");
    }
    if (required.maxAge().isEmpty()) {
      return Optional.empty();
    }
    if (verified.isEmpty()) {
      return no(RefusalReason.STALE, signer, "it does not say when it was verified");
    }
    return verified.get().plus(required.maxAge().get()).isBefore(now)
        ? no(
            RefusalReason.STALE,
            signer,
            "it was verified at "
                + verified.get()
                + ", longer ago than "
                + required.maxAge().get().toHours()
                + " hours")
        : Optional.empty();
  }

  private Optional<Refusal> levels(String signer, VerificationSummary summary) {
    return required.levels().stream()
        .filter(level -> !summary.reaches(level))
        .sorted()
        .findFirst()
        .flatMap(
            level ->
                no(
                    RefusalReason.MISSING_LEVEL,
                    signer,
                    "it verifies "
                        + Text.excerpt(String.join(", ", summary.levels()))
                        + ", and wanted is "
                        + Text.excerpt(level)));
  }

  private static Optional<Refusal> no(RefusalReason reason, String signer, String detail) {
    return Optional.of(Refusal.of(reason, signer, detail));
  }
}
