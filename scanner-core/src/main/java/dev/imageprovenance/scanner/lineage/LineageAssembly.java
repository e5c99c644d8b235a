package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.lineage.LineageLayer.Content;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Manifest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the lineage of one image together from what was read of it and of the images that may be
 * below it; immutable and thread-safe.
 */
public final class LineageAssembly {
  /** Of a long list of candidates, those without part in the result are counted only. */
  private static final int MOST_SHOWN = 20;

  private final Image image;
  private final List<LineageLayer> layers;
  private final List<DigestVerification> verifications;

  /**
   * Of {@code image}.
   *
   * @param contents what is known of each layer's bytes, in the image's order
   * @param verifications each digest of the image that was promised, documents and layers
   */
  public LineageAssembly(
      Image image, List<Content> contents, List<DigestVerification> verifications) {
    this.image = image;
    this.layers = LineageLayers.of(image.layers(), contents);
    this.verifications = List.copyOf(verifications);
  }

  /** True when the layers of {@code candidate} are the lowest of this image's. */
  public boolean isBuiltOn(BaseImage candidate) {
    return BaseFinder.isBase(candidate, layers, image.config().digest());
  }

  /** The chainIDs of the image, lowest first. */
  public List<Digest> chainIds() {
    return ChainIds.of(LineageLayers.diffIds(layers));
  }

  /** The lineage, before anything is known of what became of the bases' tags. */
  public Lineage lineage(List<BaseClaim> claims, Collection<Candidate> candidates) {
    List<Candidate> all = List.copyOf(candidates);
    List<BaseLevel> bases = BaseFinder.find(layers, image.config().digest(), all);
    List<LineageLayer> owned = LineageLayers.owned(layers, bases);
    Map<String, Candidate> byName = new LinkedHashMap<>();
    all.forEach(candidate -> byName.putIfAbsent(candidate.name(), candidate));
    ClaimJudge judge = new ClaimJudge(image.config(), layers, bases, byName);
    List<AssessedClaim> assessed = claims.stream().map(judge::assess).toList();
    LineageJudge.Conclusion conclusion = new LineageJudge(owned, bases, assessed, all).conclude();
    return new Lineage(
        image.resolution(),
        image.config().platform(),
        image.manifest().map(Manifest::digest),
        image.config().digest(),
        image.config().user(),
        owned,
        bases,
        assessed,
        shown(all),
        all.size(),
        conclusion.state(),
        conclusion.why(),
        conclusion.remedy().or(() -> remedy(conclusion.state())),
        verifications);
  }

  private static Optional<String> remedy(LineageState state) {
    return switch (state) {
      case PROVEN, DECLARED, SCRATCH -> Optional.empty();
      case NONE -> Optional.of("Name what it may be built on with --base or --bases.");
      case UNKNOWN ->
          Optional.of(
              "Check the base's name and that you may read it (docker login), or name with --base"
                  + " where else it lies.");
      case FLATTENED ->
          Optional.of("Build it without squashing, so that its layers show its base.");
      case UNPROVEN ->
          Optional.of(
              "Name the base by its digest with --base, or look for it among all tags with"
                  + " --bases REPOSITORY.");
      case CONTRADICTED ->
          Optional.of("Do not take it for what it says; find out who built it, and from what.");
      case OTHER_BASE ->
          Optional.of("Build it on one of them, or add what it is built on to those approved.");
      case BROKEN -> Optional.of("Push it again; scanner scan says which digests do not hold.");
    };
  }

  private List<Candidate> shown(List<Candidate> all) {
    return all.size() <= MOST_SHOWN
        ? all
        : all.stream().filter(this::matters).limit(MOST_SHOWN).toList();
  }

  private boolean matters(Candidate candidate) {
    return candidate.role() != Candidate.Role.LISTED
        || candidate.readings().stream()
            .anyMatch(
                reading ->
                    reading instanceof CandidateReading.Unknown
                        || (reading instanceof CandidateReading.Read read
                            && isBuiltOn(read.image())));
  }
}
