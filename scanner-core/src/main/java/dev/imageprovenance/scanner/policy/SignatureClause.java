package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.RequiredProvenance;
import dev.imageprovenance.scanner.check.RequiredSigners;
import dev.imageprovenance.scanner.check.RequiredSummary;
import dev.imageprovenance.scanner.oci.Glob;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one policy file requires of the signatures of an image, by the word of signers that it
 * knows: its own and those of what it extends. Immutable.
 *
 * @param signers whose word counts for it
 * @param demands what it requires
 */
record SignatureClause(List<PolicySigner> signers, SignatureDemands demands) {
  SignatureClause {
    signers = List.copyOf(signers);
  }

  /** Who must have signed. */
  Optional<RequiredSigners> requiredSigners() {
    return demands
        .signers()
        .filter(setting -> !setting.value().isEmpty())
        .map(setting -> new RequiredSigners(setting.value(), setting.origin().evidence()));
  }

  /** Who must have built, and from what. */
  Optional<RequiredProvenance> requiredProvenance() {
    Optional<RequiredProvenance.Allowed> builders = allowed(demands.builders());
    Optional<RequiredProvenance.Allowed> sources = allowed(demands.sources());
    return builders.isEmpty() && sources.isEmpty()
        ? Optional.empty()
        : Optional.of(new RequiredProvenance(trustedWith(Purpose.PROVENANCE), builders, sources));
  }

  private static Optional<RequiredProvenance.Allowed> allowed(
      Optional<Setting<List<Glob>>> setting) {
    return setting
        .filter(said -> !said.value().isEmpty())
        .map(said -> new RequiredProvenance.Allowed(said.value(), said.origin().evidence()));
  }

  /** What a verifier must have said. */
  Optional<RequiredSummary> requiredSummary(Instant now) {
    return demands
        .summary()
        .map(
            setting ->
                new RequiredSummary(
                    trustedWith(Purpose.VSA), setting.value(), now, setting.origin().evidence()));
  }

  private Set<String> trustedWith(Purpose purpose) {
    return signers.stream()
        .filter(signer -> signer.isTrustedWith(purpose))
        .map(PolicySigner::name)
        .collect(Collectors.toUnmodifiableSet());
  }
}
