package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.lineage.AssessedClaim.Assessment;
import dev.imageprovenance.scanner.lineage.BaseClaim.Origin;
import dev.imageprovenance.scanner.lineage.BaseClaim.Statement;
import dev.imageprovenance.scanner.lineage.LineageLayer.Content;
import dev.imageprovenance.scanner.oci.Text;
import java.util.List;
import java.util.Optional;

/** Draws the one conclusion from claims and proofs; immutable. */
final class LineageJudge {
  private static final String UNREAD_REMEDY = "Ask again when the image's own layers can be read.";

  private final List<LineageLayer> layers;
  private final List<BaseLevel> bases;
  private final List<AssessedClaim> claims;
  private final List<Candidate> candidates;

  LineageJudge(
      List<LineageLayer> layers,
      List<BaseLevel> bases,
      List<AssessedClaim> claims,
      List<Candidate> candidates) {
    this.layers = layers;
    this.bases = bases;
    this.claims = claims;
    this.candidates = candidates;
  }

  /**
   * What follows.
   *
   * @param why one sentence without a full stop
   * @param remedy what to do about just that, where more can be said than of the state
   */
  record Conclusion(LineageState state, String why, Optional<String> remedy) {
    Conclusion(LineageState state, String why) {
      this(state, why, Optional.empty());
    }
  }

  Conclusion conclude() {
    for (LineageLayer layer : layers) {
      if (layer.content() instanceof Content.Broken broken) {
        return new Conclusion(
            LineageState.BROKEN, "layer " + (layer.layer().index() + 1) + ": " + broken.reason());
      }
    }
    Optional<AssessedClaim> contradicted = first(Assessment.CONTRADICTED);
    if (contradicted.isPresent()) {
      return new Conclusion(LineageState.CONTRADICTED, contradiction(contradicted.get()));
    }
    boolean isAsked = candidates.stream().anyMatch(candidate -> candidate.role().isAsked());
    if (isAsked && bases.stream().noneMatch(BaseLevel::asked)) {
      return notFound();
    }
    return bases.isEmpty() ? withoutBase() : withBase();
  }

  private Conclusion withBase() {
    BaseLevel base = bases.get(0);
    String why = Words.layersOf(base.depth(), layers.size()) + are(base) + Words.name(base.image());
    if (bases.size() > 1) {
      BaseLevel deepest = bases.get(bases.size() - 1);
      why += "; " + Words.lowest(deepest.depth()) + are(deepest) + Words.name(deepest.image());
    }
    if (base.basis() == BaseLevel.Basis.PROVEN) {
      return new Conclusion(LineageState.PROVEN, why);
    }
    Optional<String> unread = unread(base.depth());
    return unread.isPresent()
        ? new Conclusion(LineageState.UNKNOWN, unread.get(), Optional.of(UNREAD_REMEDY))
        : new Conclusion(LineageState.DECLARED, why + ", by the diffIDs that it declares");
  }

  private static String are(BaseLevel base) {
    return base.depth() == 1 ? " is that of " : " are those of ";
  }

  private Optional<String> unread(int depth) {
    for (LineageLayer layer : layers.subList(0, depth)) {
      if (layer.content() instanceof Content.Unread unread) {
        return Optional.of(
            "layer " + (layer.layer().index() + 1) + " could not be read: " + unread.reason());
      }
    }
    return Optional.empty();
  }

  /** None of what was asked for is a base, or nobody could tell. */
  private Conclusion notFound() {
    List<Candidate> asked =
        candidates.stream().filter(candidate -> candidate.role().isAsked()).toList();
    Optional<AssessedClaim> flattened = first(Assessment.FLATTENED);
    if (flattened.isPresent()) {
      return flattened(flattened.get());
    }
    List<Candidate> unknown = asked.stream().filter(LineageJudge::isUnknown).toList();
    if (!unknown.isEmpty()) {
      Candidate first = unknown.get(0);
      return new Conclusion(
          LineageState.UNKNOWN,
          (asked.size() == 1
                  ? ""
                  : unknown.size() + " of " + asked.size() + " images could not be looked at: ")
              + Text.excerpt(first.name())
              + ": "
              + reason(first),
          remedy(first));
    }
    String found = bases.isEmpty() ? "" : "; it is built on " + Words.name(bases.get(0).image());
    return new Conclusion(
        LineageState.OTHER_BASE,
        (asked.size() == 1
                ? "it is not built on "
                    + Text.excerpt(asked.get(0).name())
                    + requestedWhy(asked.get(0))
                : "it is built on none of the " + asked.size() + " images that were asked for")
            + found);
  }

  private String requestedWhy(Candidate candidate) {
    return claims.stream()
        .filter(claim -> claim.claim().origin() == Origin.REQUEST)
        .filter(
            claim ->
                ClaimJudge.candidateName(claim.claim())
                    .filter(candidate.name()::equals)
                    .isPresent())
        .findFirst()
        .map(claim -> ": " + claim.why())
        .orElse("");
  }

  private static Conclusion flattened(AssessedClaim claim) {
    return new Conclusion(LineageState.FLATTENED, ClaimWords.of(claim) + ": " + claim.why());
  }

  private Conclusion withoutBase() {
    Optional<AssessedClaim> flattened = first(Assessment.FLATTENED);
    if (flattened.isPresent()) {
      return flattened(flattened.get());
    }
    Optional<AssessedClaim> unknown =
        claims.stream()
            .filter(claim -> claim.assessment() == Assessment.UNKNOWN)
            .filter(claim -> claim.claim().origin() != Origin.PROVENANCE)
            .findFirst()
            .or(() -> first(Assessment.UNKNOWN));
    if (unknown.isPresent()) {
      return new Conclusion(
          LineageState.UNKNOWN,
          ClaimWords.of(unknown.get()) + ": " + unknown.get().why(),
          remedy(unknown.get()));
    }
    Optional<AssessedClaim> unproven =
        claims.stream().filter(LineageJudge::isUnprovenName).findFirst();
    if (unproven.isPresent()) {
      return new Conclusion(
          LineageState.UNPROVEN, ClaimWords.of(unproven.get()) + ": " + unproven.get().why());
    }
    return claims.stream().anyMatch(LineageJudge::saysScratch)
        ? new Conclusion(
            LineageState.SCRATCH, "it says that it is built on nothing, and no base was found")
        : new Conclusion(LineageState.NONE, none());
  }

  private String none() {
    boolean hasMaterials =
        claims.stream().anyMatch(claim -> claim.claim().origin() == Origin.PROVENANCE);
    return hasMaterials
        ? "nothing names a base, and no image that took part in the build is below it"
        : "nothing names a base, and none was asked for";
  }

  private static boolean isUnprovenName(AssessedClaim claim) {
    Statement statement = claim.claim().statement();
    return claim.assessment() == Assessment.UNPROVEN
        && claim.claim().origin() != Origin.PROVENANCE
        && (statement instanceof Statement.Named || statement instanceof Statement.Unusable);
  }

  private static boolean saysScratch(AssessedClaim claim) {
    Statement statement = claim.claim().statement();
    return statement instanceof Statement.Scratch || statement instanceof Statement.Blank;
  }

  private String contradiction(AssessedClaim claim) {
    String found =
        bases.isEmpty()
            ? ""
            : "; "
                + Words.lowest(bases.get(0).depth())
                + are(bases.get(0))
                + Words.name(bases.get(0).image());
    return ClaimWords.of(claim) + ", but " + claim.why() + found;
  }

  private Optional<AssessedClaim> first(Assessment assessment) {
    return claims.stream().filter(claim -> claim.assessment() == assessment).findFirst();
  }

  private static boolean isUnknown(Candidate candidate) {
    return candidate.readings().stream().anyMatch(CandidateReading.Unknown.class::isInstance);
  }

  private Optional<String> remedy(AssessedClaim claim) {
    Optional<String> name = ClaimJudge.candidateName(claim.claim());
    return candidates.stream()
        .filter(candidate -> name.filter(candidate.name()::equals).isPresent())
        .findFirst()
        .flatMap(LineageJudge::remedy);
  }

  private static Optional<String> remedy(Candidate candidate) {
    return unknown(candidate).flatMap(CandidateReading.Unknown::remedy);
  }

  private static String reason(Candidate candidate) {
    return unknown(candidate).map(CandidateReading.Unknown::reason).orElse("");
  }

  private static Optional<CandidateReading.Unknown> unknown(Candidate candidate) {
    return candidate.readings().stream()
        .filter(CandidateReading.Unknown.class::isInstance)
        .map(CandidateReading.Unknown.class::cast)
        .findFirst();
  }
}
