package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.Check;
import dev.imageprovenance.scanner.check.ProvenanceCheck;
import dev.imageprovenance.scanner.check.RequiredProvenance;
import dev.imageprovenance.scanner.check.RequiredSigners;
import dev.imageprovenance.scanner.check.RequiredSummary;
import dev.imageprovenance.scanner.check.SignatureCheck;
import dev.imageprovenance.scanner.check.VsaCheck;
import dev.imageprovenance.scanner.signature.trust.RepositoryMapping;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.signature.trust.TrustedRoot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whom a policy believes about one image, and what it requires of the image's signatures and
 * attestations: of each file everything. Immutable and thread-safe.
 */
public final class SignaturePolicy {
  private final List<PolicySigner> signers;
  private final List<Setting<RepositoryMapping>> mappings;
  private final Optional<TrustedRoot> trustedRoot;
  private final List<SignatureClause> clauses;

  private SignaturePolicy(
      List<PolicySigner> signers,
      List<Setting<RepositoryMapping>> mappings,
      Optional<TrustedRoot> trustedRoot,
      List<SignatureClause> clauses) {
    this.signers = List.copyOf(signers);
    this.mappings = List.copyOf(mappings);
    this.trustedRoot = trustedRoot;
    this.clauses = List.copyOf(clauses);
  }

  /**
   * What the files come to.
   *
   * @param documents what is extended before what extends it
   * @param demands what each of them requires of the image
   */
  static SignaturePolicy of(List<PolicyDocument> documents, List<SignatureDemands> demands) {
    List<PolicySigner> signers = new ArrayList<>();
    List<Setting<RepositoryMapping>> mappings = new ArrayList<>();
    Optional<TrustedRoot> root = Optional.empty();
    List<SignatureClause> clauses = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      Optional<SignersClause> own = documents.get(i).signers();
      if (own.isPresent()) {
        signers.addAll(own.get().signers());
        mappings.addAll(own.get().mappings());
        root = root.or(() -> own.get().trustedRoot().map(Setting::value));
      }
      if (demands.get(i).requiresSomething()) {
        clauses.add(new SignatureClause(signers, demands.get(i)));
      }
    }
    return new SignaturePolicy(signers, mappings, root, clauses);
  }

  /** Believes nobody and requires nothing. */
  static SignaturePolicy none() {
    return new SignaturePolicy(List.of(), List.of(), Optional.empty(), List.of());
  }

  /** Whether anything is required: only then are signatures looked for in a scan. */
  public boolean requiresSomething() {
    return !clauses.isEmpty();
  }

  /** Whom it believes. */
  public List<PolicySigner> signers() {
    return signers;
  }

  /**
   * The same for whoever verifies signatures. What verification summaries say is left to the check,
   * because each file requires something of its own.
   */
  public Trust trust() {
    return new Trust(
        signers.stream().map(PolicySigner::signer).toList(),
        mappings.stream().map(Setting::value).toList(),
        Optional.empty(),
        trustedRoot);
  }

  /**
   * The checks of what is required.
   *
   * @param now when the image is judged, for the age of summaries
   */
  public List<Check> checks(Instant now) {
    List<RequiredSigners> bySigners = new ArrayList<>();
    List<RequiredProvenance> byProvenance = new ArrayList<>();
    List<RequiredSummary> bySummary = new ArrayList<>();
    for (SignatureClause clause : clauses) {
      clause.requiredSigners().ifPresent(bySigners::add);
      clause.requiredProvenance().ifPresent(byProvenance::add);
      clause.requiredSummary(now).ifPresent(bySummary::add);
    }
    List<Check> checks = new ArrayList<>();
    if (!bySigners.isEmpty()) {
      checks.add(new SignatureCheck(bySigners));
    }
    if (!byProvenance.isEmpty()) {
      checks.add(new ProvenanceCheck(byProvenance));
    }
    if (!bySummary.isEmpty()) {
      checks.add(new VsaCheck(bySummary));
    }
    return checks;
  }

  List<Setting<RepositoryMapping>> mappings() {
    return mappings;
  }

  List<SignatureClause> clauses() {
    return clauses;
  }

  /** The clauses that require something, in the order in which files extend one another. */
  List<ClauseOrigin> required() {
    return clauses.stream().flatMap(clause -> clause.demands().origins().stream()).toList();
  }
}
