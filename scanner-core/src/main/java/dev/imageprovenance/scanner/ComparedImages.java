package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.compare.Assurance;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.PackagingDifference;
import dev.imageprovenance.scanner.compare.PlatformDifference;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.image.Fact;
import java.util.List;
import java.util.Optional;

/**
 * What became of comparing the images of two sides, and what follows for the whole; immutable.
 *
 * @param images one for each platform that both sides have
 * @param platforms those that one side lacks
 * @param packaging what differs around the images
 */
record ComparedImages(
    List<ImageComparison> images,
    List<PlatformDifference> platforms,
    List<PackagingDifference> packaging) {
  private static final String NOTHING = "neither index has an image that could be compared";

  ComparedImages {
    images = List.copyOf(images);
    platforms = List.copyOf(platforms);
    packaging = List.copyOf(packaging);
  }

  /** Two single images. */
  static ComparedImages of(ImageComparison image) {
    return new ComparedImages(List.of(image), List.of(), List.of());
  }

  /** The weakest rung; unknown when some platform's is, unless another one already differs. */
  Fact<Rung> rung() {
    Optional<ImageComparison> decisive = decisive();
    if (hasExtraPlatform()) {
      return Fact.known(Rung.DIFFERENT);
    }
    if (decisive.isEmpty()) {
      return platforms.isEmpty() ? Fact.unknown(NOTHING) : Fact.known(Rung.DIFFERENT);
    }
    Fact<Rung> rung = decisive.get().rung();
    boolean isWhole = platforms.isEmpty() && packaging.isEmpty();
    return rung instanceof Fact.Known<Rung> known && !isWhole
        ? Fact.known(known.value().and(Rung.SAME_IMAGE))
        : rung;
  }

  /** One sentence without a full stop. */
  String why() {
    Optional<PlatformDifference> extra =
        platforms.stream().filter(p -> p.kind() == PlatformDifference.Kind.EXTRA).findFirst();
    if (extra.isPresent()) {
      return "the deployed index has an image for "
          + extra.get().platform()
          + " that the registry's copy does not have";
    }
    Optional<ImageComparison> decisive = decisive();
    if (decisive.isEmpty()) {
      return platforms.isEmpty() ? NOTHING : "no platform is on both sides";
    }
    boolean isWhole = platforms.isEmpty() && packaging.isEmpty();
    boolean isIdentical =
        decisive.get().rung().asKnown().filter(rung -> rung == Rung.IDENTICAL).isPresent();
    if (isIdentical && !isWhole) {
      return platforms.isEmpty()
          ? "every platform's manifest is the same; the indexes around them differ"
          : "the manifest of every platform that is there is the same; the deployed index lacks "
              + String.join(
                  ", ",
                  platforms.stream().map(platform -> platform.platform().toString()).toList());
    }
    return images.size() == 1
        ? decisive.get().why()
        : decisive.get().platform() + ": " + decisive.get().why();
  }

  Assurance assurance() {
    return images.stream().map(ImageComparison::assurance).reduce(Assurance.PROVED, Assurance::and);
  }

  private boolean hasExtraPlatform() {
    return platforms.stream().anyMatch(p -> p.kind() == PlatformDifference.Kind.EXTRA);
  }

  /** Broken integrity, then a difference, then what could not be told, then the weakest rung. */
  private Optional<ImageComparison> decisive() {
    return images.stream().reduce((one, other) -> rank(one) >= rank(other) ? one : other);
  }

  private static int rank(ImageComparison image) {
    if (image.isIntegrityBroken()) {
      return 100;
    }
    return image
        .rung()
        .asKnown()
        .map(rung -> rung == Rung.DIFFERENT ? 90 : rung.ordinal())
        .orElse(80);
  }
}
