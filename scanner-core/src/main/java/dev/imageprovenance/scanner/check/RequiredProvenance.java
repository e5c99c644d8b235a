package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import dev.imageprovenance.scanner.oci.Glob;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.VerifiedSigner;
import dev.imageprovenance.scanner.signature.statement.SlsaProvenance;
import dev.imageprovenance.scanner.signature.statement.SlsaProvenance.Source;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who must have built an image, and from what; immutable. At least one of the two is asked.
 *
 * @param signers the names of those whose provenance counts
 * @param builders which builders; empty when any will do
 * @param sources which repositories of source; empty when any will do
 */
public record RequiredProvenance(
    Set<String> signers, Optional<Allowed> builders, Optional<Allowed> sources)
    implements StatementRequirement<SlsaProvenance> {

  /** Copies the set. */
  public RequiredProvenance {
    signers = Set.copyOf(signers);
    if (builders.isEmpty() && sources.isEmpty()) {
      throw new IllegalArgumentException("nothing is required of provenance");
    }
  }

  /**
   * What a clause allows; immutable.
   *
   * @param patterns at least one
   * @param clause which says so
   */
  public record Allowed(List<Glob> patterns, ClauseEvidence clause) {
    /** Copies the list. */
    public Allowed {
      patterns = List.copyOf(patterns);
    }

    private boolean matches(String text) {
      return patterns.stream().anyMatch(pattern -> pattern.matches(text));
    }

    private String inWords() {
      return SignatureWords.either(patterns.stream().map(Glob::toString).toList());
    }
  }

  @Override
  public ClauseEvidence clause() {
    return builders.or(() -> sources).orElseThrow().clause();
  }

  @Override
  public Optional<Shortcoming> shortcoming(
      SlsaProvenance says, VerifiedSigner signer, Signatures signatures) {
    return builders
        .flatMap(allowed -> builder(says, allowed))
        .or(() -> sources.flatMap(allowed -> source(says, allowed)));
  }

  private static Optional<Shortcoming> builder(SlsaProvenance says, Allowed allowed) {
    if (allowed.matches(says.builderId())) {
      return Optional.empty();
    }
    String builder =
        says.builderId().isEmpty()
            ? "The provenance names no builder"
            : "The image was built by " + Text.excerpt(says.builderId());
    return Optional.of(
        new Shortcoming(
            ProvenanceCheck.BUILDER_NOT_ALLOWED,
            builder + ", and it must be " + allowed.inWords(),
            allowed.clause()));
  }

  /** Every source that is named: one that nobody allowed may be where the code came from. */
  private static Optional<Shortcoming> source(SlsaProvenance says, Allowed allowed) {
    Optional<Source> other =
        says.sources().stream().filter(source -> !isAllowed(source, allowed)).findFirst();
    if (other.isEmpty() && !says.sources().isEmpty()) {
      return Optional.empty();
    }
    String source =
        other
            .map(
                named ->
                    "The image was built from "
                        + Text.excerpt(named.uri())
                        + (named.isClear() ? "" : " (which can be read as another place)"))
            .orElse("The provenance names no source");
    return Optional.of(
        new Shortcoming(
            ProvenanceCheck.SOURCE_NOT_ALLOWED,
            source + ", and it must be " + allowed.inWords(),
            allowed.clause()));
  }

  private static boolean isAllowed(Source source, Allowed allowed) {
    return source.isClear()
        && (allowed.matches(source.uri()) || allowed.matches(source.repository()));
  }
}
