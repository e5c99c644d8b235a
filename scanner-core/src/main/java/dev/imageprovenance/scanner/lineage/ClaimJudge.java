package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.lineage.AssessedClaim.Assessment;
import dev.imageprovenance.scanner.lineage.BaseClaim.Origin;
import dev.imageprovenance.scanner.lineage.BaseClaim.Statement;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds claims about a base against what was found; immutable. */
final class ClaimJudge {
  private final ImageConfig config;
  private final List<LineageLayer> layers;
  private final List<BaseLevel> bases;
  private final Map<String, Candidate> candidates;

  /**
   * @param candidates what was looked at, by name
   */
  ClaimJudge(
      ImageConfig config,
      List<LineageLayer> layers,
      List<BaseLevel> bases,
      Map<String, Candidate> candidates) {
    this.config = config;
    this.layers = layers;
    this.bases = bases;
    this.candidates = candidates;
  }

  /** The name under which what a claim names is looked at; empty when it cannot be. */
  static Optional<String> candidateName(BaseClaim claim) {
    if (!(claim.statement() instanceof Statement.Named named)) {
      return Optional.empty();
    }
    return claim.origin() == Origin.REQUEST
        ? Optional.of(named.text())
        : named.reference().map(Object::toString);
  }

  AssessedClaim assess(BaseClaim claim) {
    Statement statement = claim.statement();
    if (statement instanceof Statement.Named named) {
      return named(claim, named);
    }
    if (statement instanceof Statement.Boundary boundary) {
      return boundary(claim, boundary);
    }
    if (statement instanceof Statement.Unusable unusable) {
      return unproven(claim, unusable.why());
    }
    return statement instanceof Statement.Scratch
        ? scratch(claim)
        : unproven(claim, "the fields are empty, as for an image from scratch");
  }

  private AssessedClaim named(BaseClaim claim, Statement.Named named) {
    Optional<Candidate> candidate = candidateName(claim).map(candidates::get);
    Optional<Integer> level = level(named, candidate);
    if (level.isPresent()) {
      return proven(claim, level.get());
    }
    Optional<BaseImage> elsewhere = named.digest().flatMap(this::readElsewhere);
    if (elsewhere.isPresent()) {
      return refuted(claim, named, elsewhere.get());
    }
    if (candidate.isEmpty()) {
      return unproven(claim, "it is a digest without a repository to ask for it");
    }
    CandidateReading reading = candidate.get().readings().get(0);
    if (reading instanceof CandidateReading.Unknown unknown) {
      return new AssessedClaim(claim, Assessment.UNKNOWN, unknown.reason(), Optional.empty());
    }
    return reading instanceof CandidateReading.OtherPlatform other
        ? refuted(claim, named, other.why(), false)
        : refuted(claim, named, ((CandidateReading.Read) reading).image());
  }

  /** A copy has the same digest, so that whatever is below it is said of what is named. */
  private Optional<BaseImage> readElsewhere(Digest digest) {
    return candidates.values().stream()
        .flatMap(candidate -> candidate.readings().stream())
        .filter(CandidateReading.Read.class::isInstance)
        .map(reading -> ((CandidateReading.Read) reading).image())
        .filter(image -> image.hasDigest(digest))
        .findFirst();
  }

  /** A digest means what has it, wherever that was found. */
  private Optional<Integer> level(Statement.Named named, Optional<Candidate> candidate) {
    for (int i = 0; i < bases.size(); i++) {
      List<BaseImage> images = bases.get(i).images();
      boolean hasDigest =
          named.digest().isPresent()
              && images.stream().anyMatch(image -> image.hasDigest(named.digest().get()));
      boolean wasRead =
          candidate.isPresent()
              && candidate.get().readings().stream()
                  .anyMatch(
                      reading ->
                          reading instanceof CandidateReading.Read read
                              && images.contains(read.image()));
      if (hasDigest || wasRead) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private AssessedClaim proven(BaseClaim claim, int position) {
    BaseLevel level = bases.get(position);
    boolean proven = level.basis() == BaseLevel.Basis.PROVEN;
    return new AssessedClaim(
        claim,
        proven ? Assessment.PROVEN : Assessment.DECLARED,
        (level.depth() == 1 ? "its layer is " : "its layers are ")
            + Words.layersOf(level.depth(), layers.size()),
        Optional.of(position));
  }

  private AssessedClaim refuted(BaseClaim claim, Statement.Named named, BaseImage image) {
    if (image.config().equals(config.digest())) {
      return notABase(claim, "it is this very image");
    }
    if (image.diffIds().isEmpty()) {
      return notABase(claim, "it has no layers, which proves nothing");
    }
    List<Digest> own = LineageLayers.diffIds(layers);
    int shared = ChainIds.shared(image.diffIds(), own);
    int count = image.diffIds().size();
    String why =
        shared == 0
            ? "its lowest layer is another one"
            : "of its " + count + " layers the image has the lowest " + shared;
    return refuted(claim, named, why, shared == 0);
  }

  private AssessedClaim refuted(
      BaseClaim claim, Statement.Named named, String why, boolean sharesNothing) {
    switch (claim.origin()) {
      case REQUEST -> {
        return notABase(claim, why);
      }
      case BASE -> {
        return unproven(claim, why);
      }
      case PROVENANCE -> {
        return notABase(claim, "it took part in the build: " + why);
      }
      default -> {}
    }
    if (named.digest().isEmpty()) {
      return unproven(claim, "a tag, which may have moved since the build: " + why);
    }
    Optional<String> flat = sharesNothing && bases.isEmpty() ? squashSign() : Optional.empty();
    return flat.isPresent()
        ? new AssessedClaim(
            claim,
            Assessment.FLATTENED,
            "none of its layers is left, and " + flat.get(),
            Optional.empty())
        : new AssessedClaim(claim, Assessment.CONTRADICTED, why, Optional.empty());
  }

  private Optional<String> squashSign() {
    return layers.size() == 1
        ? Optional.of("the image has a single layer")
        : HistoryClaims.squashSign(config);
  }

  private AssessedClaim boundary(BaseClaim claim, Statement.Boundary boundary) {
    for (int i = 0; i < bases.size(); i++) {
      if (bases.get(i).depth() == boundary.layers()) {
        return new AssessedClaim(claim, Assessment.AGREES, "a base ends there", Optional.of(i));
      }
    }
    return bases.isEmpty()
        ? unproven(claim, "a hint without a name to look for")
        : new AssessedClaim(
            claim, Assessment.DIFFERS, "no base that was found ends there", Optional.empty());
  }

  /** What holds an image's layers and no more may itself be from scratch. */
  private AssessedClaim scratch(BaseClaim claim) {
    boolean builtOn = !bases.isEmpty() && bases.get(0).depth() < layers.size();
    if (!builtOn) {
      return unproven(claim, "no base was found below it");
    }
    return new AssessedClaim(
        claim,
        claim.origin() == Origin.JIB ? Assessment.DIFFERS : Assessment.CONTRADICTED,
        Words.layersOf(bases.get(0).depth(), layers.size())
            + (bases.get(0).depth() == 1 ? " is that of " : " are those of ")
            + Words.name(bases.get(0).image()),
        Optional.empty());
  }

  private static AssessedClaim notABase(BaseClaim claim, String why) {
    return new AssessedClaim(claim, Assessment.NOT_A_BASE, why, Optional.empty());
  }

  private static AssessedClaim unproven(BaseClaim claim, String why) {
    return new AssessedClaim(claim, Assessment.UNPROVEN, why, Optional.empty());
  }
}
