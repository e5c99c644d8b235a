package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.Assurance;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.ContainerDrift;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.LayerUse;
import dev.imageprovenance.scanner.compare.Provenance.OtherDigest;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.image.Fact;
import java.util.Optional;

/** Puts into words how equal two sides are; stateless. */
final class ComparisonWording {
  private ComparisonWording() {}

  /** How equal they are, of a container that drifted first that; empty when nothing is known. */
  static String state(Comparison comparison) {
    if (comparison.isIntegrityBroken()) {
      return "integrity broken";
    }
    String drifted =
        isDriftFailing(comparison)
            ? "drifted"
            : comparison.drift().filter(fact -> fact.asKnown().isEmpty()).isPresent()
                ? "drift unknown"
                : "";
    Optional<Rung> rung = comparison.rung().asKnown();
    if (rung.isEmpty()) {
      return drifted;
    }
    String image =
        inWords(rung.get(), comparison.assurance())
            + SignatureDifferenceWording.state(comparison.signatures())
                .map(state -> ", " + state)
                .orElse("");
    if (drifted.isEmpty()) {
      return image;
    }
    return rung.get() == Rung.DIFFERENT ? image + ", " + drifted : drifted + ", image " + image;
  }

  /** The rung and what it rests on. */
  private static String inWords(Rung rung, Assurance assurance) {
    return assurance == Assurance.PROVED ? rung.label() : rung.label() + ", " + assurance.label();
  }

  /** What stands between the two sides. */
  static String sign(Comparison comparison) {
    if (comparison.isIntegrityBroken() || comparison.rung().asKnown().isEmpty()) {
      return "?";
    }
    if (isDriftFailing(comparison)) {
      return "≠";
    }
    return switch (comparison.rung().asKnown().get()) {
      case IDENTICAL, SAME_IMAGE -> "=";
      case SAME_RUNTIME, SAME_CONTENT -> "≈";
      case DIFFERENT -> "≠";
    };
  }

  /** The proof, or what differs first. */
  static String why(Comparison comparison) {
    return isDriftFailing(comparison)
        ? "the container's files are not its image's; of the image: " + comparison.why()
        : comparison.why();
  }

  /** How equal one platform's images are. */
  static String state(ImageComparison image) {
    return image.isIntegrityBroken()
        ? "BROKEN"
        : image.rung().asKnown().map(Rung::label).orElse("UNKNOWN");
  }

  /** Which shared layers nobody looked into, or had to; empty when there are none. */
  static Optional<String> layers(ImageComparison image) {
    return image.layers().filter(use -> use.shared() > 0).map(ComparisonWording::layers);
  }

  private static String layers(LayerUse use) {
    String same =
        Wording.count(use.shared(), "is the same blob", "are the same blobs") + " on both sides";
    if (use.sharedRead() == 0) {
      return same + " and " + (use.shared() == 1 ? "was" : "were") + " not read";
    }
    return same
        + "; "
        + Wording.count(use.sharedRead(), "was", "were")
        + " read, as the others leave open what lies below or above them";
  }

  /** What the registry says of a further digest that the engine recorded. */
  static String otherDigest(OtherDigest other) {
    String same = "is recorded for the same repository";
    return other
        .presence()
        .asKnown()
        .map(
            presence ->
                switch (presence) {
                  case PRESENT -> same + ", which has it too";
                  case GONE -> same + ", which no longer has it";
                  case ABSENT -> same + ", which does not have it";
                })
        .orElse(same);
  }

  /** True when the container's files differ as severely as the comparison fails on. */
  static boolean isDriftFailing(Comparison comparison) {
    return drift(comparison).filter(found -> found.fails(comparison.failOn())).isPresent();
  }

  /** How the container's files differ, when that is known. */
  static Optional<ContainerDrift> drift(Comparison comparison) {
    return comparison.drift().flatMap(Fact::asKnown);
  }

  /** True when several platforms must be told apart. */
  static boolean isOverview(Comparison comparison) {
    return comparison.images().size() > 1 || !comparison.platforms().isEmpty();
  }
}
