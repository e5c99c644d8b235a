package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.oci.Glob;
import dev.imageprovenance.scanner.policy.Levels.Level;
import dev.imageprovenance.scanner.signature.trust.SummaryRequirement;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What one level of a policy requires of signatures and attestations; what it does not say is left
 * to the level below. Immutable.
 *
 * @param signers groups of names; of each group one must have signed
 * @param builders who must have built
 * @param sources from which repositories
 * @param summary what a verifier must have said
 */
record SignatureDemands(
    Optional<Setting<List<List<String>>>> signers,
    Optional<Setting<List<Glob>>> builders,
    Optional<Setting<List<Glob>>> sources,
    Optional<Setting<SummaryRequirement>> summary) {
  static final SignatureDemands NONE =
      new SignatureDemands(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** What the levels of one file come to, each part by the first level that says it. */
  static SignatureDemands of(List<Level> levels) {
    return new SignatureDemands(
        first(levels, SignatureDemands::signers),
        first(levels, SignatureDemands::builders),
        first(levels, SignatureDemands::sources),
        first(levels, SignatureDemands::summary));
  }

  private static <T> Optional<Setting<T>> first(
      List<Level> levels, Function<SignatureDemands, Optional<Setting<T>>> part) {
    return levels.stream()
        .flatMap(level -> part.apply(level.clauses().signatures()).stream())
        .findFirst();
  }

  /** Whether it says nothing. */
  boolean isEmpty() {
    return origins().isEmpty();
  }

  /** Whether it says something that is not just that nothing is required. */
  boolean requiresSomething() {
    return signers.filter(setting -> !setting.value().isEmpty()).isPresent()
        || builders.filter(setting -> !setting.value().isEmpty()).isPresent()
        || sources.filter(setting -> !setting.value().isEmpty()).isPresent()
        || summary.isPresent();
  }

  /** The clauses, in the order of the file. */
  List<ClauseOrigin> origins() {
    return Stream.of(signers, builders, sources, summary)
        .flatMap(Optional::stream)
        .map(Setting::origin)
        .toList();
  }
}
