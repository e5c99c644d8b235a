package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.Status;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Collects what the ladder finds on its way up; not thread-safe. */
final class ComparisonDraft {
  private final Platform platform;
  private final ImageIdentity deployed;
  private final ImageIdentity registry;
  final List<PackagingDifference> packaging = new ArrayList<>();
  final List<ConfigDifference> config = new ArrayList<>();
  final List<DigestVerification> deployedVerifications = new ArrayList<>();
  final List<DigestVerification> registryVerifications = new ArrayList<>();
  Optional<Fact<List<FileDifference>>> files = Optional.empty();
  Optional<LayerUse> layers = Optional.empty();
  Assurance assurance = Assurance.PROVED;

  ComparisonDraft(Platform platform, ImageIdentity deployed, ImageIdentity registry) {
    this.platform = platform;
    this.deployed = deployed;
    this.registry = registry;
  }

  boolean isBroken() {
    return first(Status.MISMATCH).isPresent();
  }

  /** The result when a digest does not hold, or could not be compared: no rung rests on it. */
  Optional<ImageComparison> stopped() {
    if (isBroken()) {
      return Optional.of(broken());
    }
    return first(Status.UNVERIFIABLE)
        .map(failed -> unknown(describe(failed) + ": " + failed.note()));
  }

  ImageComparison broken() {
    DigestVerification failed = first(Status.MISMATCH).orElseThrow();
    String side = deployedVerifications.contains(failed) ? "deployed" : "registry's";
    String why =
        "integrity is broken on the "
            + side
            + " side: "
            + describe(failed)
            + failed.actual().map(actual -> ", but its bytes have " + actual).orElse("")
            + (failed.note().isEmpty() ? "" : " (" + failed.note() + ")");
    return comparison(Fact.unknown(why), why);
  }

  private static String describe(DigestVerification verification) {
    return verification.layerIndex().map(index -> "layer " + (index + 1) + " ").orElse("")
        + "should have the "
        + verification.kind().label()
        + " digest "
        + verification.expected();
  }

  ImageComparison unknown(String reason) {
    return comparison(Fact.unknown(reason), reason);
  }

  ImageComparison reached(Rung rung, String why) {
    return comparison(Fact.known(rung), why);
  }

  private ImageComparison comparison(Fact<Rung> rung, String why) {
    return new ImageComparison(
        platform,
        deployed,
        registry,
        rung,
        assurance,
        why,
        packaging,
        config,
        files,
        layers,
        deployedVerifications,
        registryVerifications);
  }

  private Optional<DigestVerification> first(Status status) {
    return Stream.concat(deployedVerifications.stream(), registryVerifications.stream())
        .filter(verification -> verification.status() == status)
        .findFirst();
  }
}
