package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.signature.discovery.RouteOutcome;
import dev.imageprovenance.scanner.signature.statement.Predicate;
import dev.imageprovenance.scanner.signature.statement.SlsaProvenance;
import dev.imageprovenance.scanner.signature.statement.VerificationSummary;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known about the signatures and attestations of one image; immutable.
 *
 * @param repository where they were looked for, by the store's name
 * @param name the reference that signatures were compared with; empty for an image of a file of
 *     which nobody said what it is called
 * @param manifest the image's manifest
 * @param indexes the indexes that it was reached through, outermost first
 * @param routes what became of each way to look, for each of these digests
 * @param evidence what was found, in a stable order
 */
public record Signatures(
    String repository,
    Optional<Reference> name,
    Digest manifest,
    List<Digest> indexes,
    List<RouteOutcome> routes,
    List<Evidence> evidence) {
  /** Copies the lists. */
  public Signatures {
    indexes = List.copyOf(indexes);
    routes = List.copyOf(routes);
    evidence = List.copyOf(evidence);
  }

  /** Whether the image is signed. */
  public enum State {
    /** By a trusted signer, for this image. */
    VERIFIED,
    /** There are signatures, and none counts. */
    REFUSED,
    /** Every route said truly that there is none. */
    UNSIGNED,
    /** A route gave no true answer, or a signature could not be judged. */
    UNKNOWN
  }

  /**
   * Whether the image is signed by anybody who is trusted with images. One signature that counts is
   * enough; what is refused beside it stays in {@link #evidence}.
   */
  public State state() {
    List<Evidence> signatures = evidence.stream().filter(Evidence::mayBeImageSignature).toList();
    if (signatures.stream().anyMatch(Evidence::isVerified)) {
      return State.VERIFIED;
    }
    boolean unclear =
        signatures.stream().anyMatch(e -> e.standing() instanceof Standing.Unknown)
            || routes.stream().anyMatch(RouteOutcome::isUnknown);
    if (unclear) {
      return State.UNKNOWN;
    }
    return signatures.isEmpty() ? State.UNSIGNED : State.REFUSED;
  }

  /** Why {@link #state} is UNKNOWN; empty when it is not. */
  public List<String> unknowns() {
    return state() != State.UNKNOWN ? List.of() : unclear(Purpose.IMAGE);
  }

  /**
   * Why more that is good for {@code purpose} may be there than was judged: routes that gave no
   * true answer, and evidence that could not be judged; empty when all that there is was judged.
   */
  public List<String> unclear(Purpose purpose) {
    return Stream.concat(
            routes.stream()
                .filter(RouteOutcome::isUnknown)
                .map(route -> route.route().label() + ": " + route.detail()),
            evidence.stream()
                .filter(e -> e.mayBe(purpose))
                .flatMap(e -> unknown(e.standing()).stream()))
        .distinct()
        .toList();
  }

  /** The registry and repository that signatures were compared with; empty without a name. */
  public String repositoryName() {
    return name.map(known -> known.registry() + "/" + known.repository()).orElse("");
  }

  private static Optional<String> unknown(Standing standing) {
    return standing instanceof Standing.Unknown unknown
        ? Optional.of(unknown.reason())
        : Optional.empty();
  }

  /** Every refusal, of signatures that do not count and of those beside one that does. */
  public List<Refusal> refusals() {
    return evidence.stream()
        .flatMap(
            e ->
                e.standing() instanceof Standing.Refused refused
                    ? refused.refusals().stream()
                    : e.standing() instanceof Standing.Verified verified
                        ? verified.refusals().stream()
                        : Stream.empty())
        .toList();
  }

  /**
   * What somebody says, beside what his word is worth.
   *
   * @param <T> the kind of statement
   * @param says what is said
   * @param standing verified, refused, claimed or unknown
   */
  public record Said<T>(T says, Standing standing) {
    /** True if trusted signers say it of this image. */
    public boolean isVerified() {
      return standing instanceof Standing.Verified;
    }
  }

  /** How and from what the image was built: proofs first, then claims, then what is refused. */
  public List<Said<SlsaProvenance>> provenance() {
    return said(SlsaProvenance.class);
  }

  /** Who has verified the image, in the same order. */
  public List<Said<VerificationSummary>> summaries() {
    return said(VerificationSummary.class);
  }

  private <T extends Predicate> List<Said<T>> said(Class<T> kind) {
    return evidence.stream()
        .filter(e -> e.statement().map(s -> kind.isInstance(s.predicate())).orElse(false))
        .sorted((one, other) -> Integer.compare(rank(one.standing()), rank(other.standing())))
        .map(e -> new Said<>(kind.cast(e.statement().orElseThrow().predicate()), e.standing()))
        .toList();
  }

  private static int rank(Standing standing) {
    if (standing instanceof Standing.Verified) {
      return 0;
    }
    if (standing instanceof Standing.Claimed) {
      return 1;
    }
    return standing instanceof Standing.Unknown ? 2 : 3;
  }
}
