package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.ProvenBase;
import dev.imageprovenance.scanner.lineage.AssessedClaim;
import dev.imageprovenance.scanner.lineage.AssessedClaim.Assessment;
import dev.imageprovenance.scanner.lineage.BaseClaim.Origin;
import dev.imageprovenance.scanner.lineage.BaseClaim.Statement;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.BaseLevel.Basis;
import dev.imageprovenance.scanner.lineage.Candidate;
import dev.imageprovenance.scanner.lineage.CandidateReading;
import dev.imageprovenance.scanner.lineage.ClaimWords;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.lineage.LineageState;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.BaseStanding.Accepted;
import dev.imageprovenance.scanner.policy.BaseStanding.Refused;
import dev.imageprovenance.scanner.policy.BaseStanding.Unknown;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.List;
import java.util.Optional;

/** Tells how the bases of one image stand to what its policy and the request ask for; immutable. */
final class BaseJudge {
  private final BaseRules rules;
  private final Lineage lineage;

  BaseJudge(BaseRules rules, Lineage lineage) {
    this.rules = rules;
    this.lineage = lineage;
  }

  /**
   * The standing that counts: that of the policy where it says which bases are meant, else that of
   * the request; empty when neither does.
   *
   * @param isRequested whether the request asks for certain bases
   */
  Optional<BaseStanding> standing(boolean isRequested) {
    if (rules.naming().isEmpty()) {
      return isRequested && rules.mayAccept() ? Optional.of(ofRequest()) : Optional.empty();
    }
    Optional<BaseStanding> least = Optional.empty();
    for (BaseClause clause : rules.naming()) {
      BaseStanding standing = of(clause);
      least = least.isEmpty() || isLess(standing, least.get()) ? Optional.of(standing) : least;
    }
    return least;
  }

  /** All clauses must hold, so that of two bases the one with fewer layers is accepted. */
  private static boolean isLess(BaseStanding one, BaseStanding other) {
    if (one instanceof Accepted accepted && other instanceof Accepted otherAccepted) {
      return accepted.base().depth() < otherAccepted.base().depth();
    }
    return one instanceof Refused ? !(other instanceof Refused) : other instanceof Accepted;
  }

  /** How the image stands to the bases that the request asks for. */
  BaseStanding ofRequest() {
    if (lineage.state() == LineageState.BROKEN) {
      return new Unknown(lineage.why());
    }
    for (BaseLevel level : lineage.bases()) {
      if (level.asked() && level.basis() == Basis.PROVEN) {
        return new Accepted(ProvenBase.of(level, level.image(), true), "asked for");
      }
    }
    Optional<String> unread = unread(candidate -> candidate.role().isAsked());
    if (lineage.state() == LineageState.OTHER_BASE) {
      return new Refused(lineage.why());
    }
    return lineage.state() == LineageState.CONTRADICTED && unread.isEmpty()
        ? new Refused("it is built on none of the images that were asked for")
        : new Unknown(unread.orElse(lineage.why()));
  }

  /** How the image stands to the groups of a clause. */
  BaseStanding of(BaseClause clause) {
    if (lineage.state() == LineageState.BROKEN) {
      return new Unknown(lineage.why());
    }
    List<TrustGroup> groups = clause.groups();
    TrustedBase bases = new TrustedBase(lineage);
    Optional<TrustedBase.Match> match = bases.in(groups);
    if (match.isPresent()) {
      return new Accepted(match.get().base(), match.get().why());
    }
    List<String> declared = bases.declaredIn(groups);
    if (!declared.isEmpty()) {
      return new Unknown(
          "the layers of the base " + Text.excerpt(declared.get(0)) + " were not verified");
    }
    return unread(candidate -> isMeant(candidate.name(), groups))
        .or(() -> unproven(groups))
        .<BaseStanding>map(Unknown::new)
        .orElseGet(() -> new Refused(found()));
  }

  private String found() {
    Optional<BaseLevel> proven = lineage.provenBase();
    if (proven.isPresent()) {
      return "it is built on " + Text.excerpt(proven.get().image().name());
    }
    return lineage.claims().stream()
        .filter(BaseJudge::namesABase)
        .findFirst()
        .map(claim -> ClaimWords.of(claim) + ": " + claim.why())
        .orElse("nothing names its base");
  }

  private static boolean namesABase(AssessedClaim claim) {
    return claim.claim().statement() instanceof Statement.Named
        && claim.claim().origin() != Origin.REQUEST
        && claim.claim().origin() != Origin.PROVENANCE;
  }

  private interface CandidateTest {
    boolean holds(Candidate candidate);
  }

  /** Why a base that is meant could not be looked at. */
  private Optional<String> unread(CandidateTest isMeant) {
    for (Candidate candidate : lineage.candidates()) {
      for (CandidateReading reading : candidate.readings()) {
        if (reading instanceof CandidateReading.Unknown unknown && isMeant.holds(candidate)) {
          return Optional.of(Text.excerpt(candidate.name()) + ": " + unknown.reason());
        }
      }
    }
    return Optional.empty();
  }

  /** A claim that can be neither proved nor refuted. */
  private Optional<String> unproven(List<TrustGroup> groups) {
    for (AssessedClaim claim : lineage.claims()) {
      boolean isOpen =
          claim.assessment() == Assessment.UNPROVEN || claim.assessment() == Assessment.FLATTENED;
      if (isOpen
          && claim.claim().statement() instanceof Statement.Named named
          && claim.claim().origin() != Origin.BASE
          && isMeant(named, groups)) {
        return Optional.of(ClaimWords.of(claim) + ": " + claim.why());
      }
    }
    return Optional.empty();
  }

  private static boolean isMeant(Statement.Named named, List<TrustGroup> groups) {
    return named.digest().filter(digest -> hasDigest(groups, digest)).isPresent()
        || named.reference().filter(reference -> isMeant(reference, groups)).isPresent();
  }

  private static boolean hasDigest(List<TrustGroup> groups, Digest digest) {
    return groups.stream().anyMatch(group -> group.digests().contains(digest));
  }

  private static boolean isMeant(String candidate, List<TrustGroup> groups) {
    try {
      return isMeant(Reference.parse(candidate), groups);
    } catch (ScanException e) {
      return false;
    }
  }

  private static boolean isMeant(Reference reference, List<TrustGroup> groups) {
    String repository = reference.registry() + "/" + reference.repository();
    String tagged = reference.tag().map(tag -> repository + ":" + tag).orElse(repository);
    String pinned = reference.digest().map(digest -> repository + "@" + digest).orElse(tagged);
    List<String> names = List.of(repository, tagged, pinned, reference.toString());
    return reference.digest().filter(digest -> hasDigest(groups, digest)).isPresent()
        || groups.stream()
            .anyMatch(group -> TrustedBase.byName(group, reference.registry(), names).isPresent());
  }
}
