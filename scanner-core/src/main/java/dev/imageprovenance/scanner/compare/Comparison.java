package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.SourceKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What came of comparing something deployed with its registry copy; immutable.
 *
 * @param startedAt when
 * @param deployed the deployed side
 * @param registry the side that it should equal
 * @param required the weakest rung that passes
 * @param failOn the least severity of a container's drift that fails
 * @param rung the weakest rung of all platforms, or why it could not be told
 * @param assurance what the rung rests on
 * @param why one sentence without a full stop
 * @param images one for each platform that was compared; empty when both sides are one and the same
 *     document
 * @param platforms platforms that one side lacks
 * @param packaging what differs around all images: the index
 * @param provenance where the deployed image stands with the registry
 * @param signatures which signatures and attestations either side has
 * @param drift of a container, when the deployed side is one
 */
public record Comparison(
    Instant startedAt,
    Side deployed,
    Side registry,
    Rung required,
    Severity failOn,
    Fact<Rung> rung,
    Assurance assurance,
    String why,
    List<ImageComparison> images,
    List<PlatformDifference> platforms,
    List<PackagingDifference> packaging,
    Optional<Provenance> provenance,
    SignatureComparison signatures,
    Optional<Fact<ContainerDrift>> drift) {
  /** Copies the lists. */
  public Comparison {
    images = List.copyOf(images);
    platforms = List.copyOf(platforms);
    packaging = List.copyOf(packaging);
  }

  /**
   * One side.
   *
   * @param address as it was asked for, or as the deployed side names it
   * @param kind the kind of place
   * @param servedBy the host and repository, the path, or the engine with version and image store
   * @param container the container's full ID, when it is one
   * @param identity the digests that the whole goes by: of an index that both sides share, or of
   *     the image when it is one
   */
  public record Side(
      String address,
      SourceKind kind,
      String servedBy,
      Optional<String> container,
      ImageIdentity identity) {}

  /** True when some digest does not hold. */
  public boolean isIntegrityBroken() {
    return images.stream().anyMatch(ImageComparison::isIntegrityBroken);
  }

  /**
   * PASS when the rung suffices, no drift is severe and no required signature is lost; UNKNOWN when
   * one of these could not be told.
   */
  public Verdict verdict() {
    if (isIntegrityBroken()) {
      return Verdict.FAIL;
    }
    Verdict ofImage =
        rung.asKnown()
            .map(reached -> reached.satisfies(required) ? Verdict.PASS : Verdict.FAIL)
            .orElse(Verdict.UNKNOWN);
    return drift.map(this::verdict).orElse(Verdict.PASS).and(ofImage).and(signatures.verdict());
  }

  private Verdict verdict(Fact<ContainerDrift> fact) {
    return fact.asKnown()
        .map(found -> found.fails(failOn) ? Verdict.FAIL : Verdict.PASS)
        .orElse(Verdict.UNKNOWN);
  }

  /** 0 passed, 1 different, 3 could not check, 4 integrity broken. */
  public int exitCode() {
    if (isIntegrityBroken()) {
      return 4;
    }
    return switch (verdict()) {
      case PASS -> 0;
      case FAIL -> 1;
      case UNKNOWN -> 3;
    };
  }
}
