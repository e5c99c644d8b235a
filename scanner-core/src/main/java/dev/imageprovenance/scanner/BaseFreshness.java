package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.compare.ConfigComparison;
import dev.imageprovenance.scanner.compare.ConfigDifference;
import dev.imageprovenance.scanner.compare.ConfigDifference.Effect;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.lineage.BaseImage;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.Freshness;
import dev.imageprovenance.scanner.lineage.Freshness.Movement;
import dev.imageprovenance.scanner.lineage.Freshness.Rebuild;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Asks what became of the tags that bases were taken by; not thread-safe. */
final class BaseFreshness {
  private final BaseReader reader;
  private final Function<Reference, Optional<String>> whyNotAsked;
  private final Limits limits;

  /**
   * @param whyNotAsked why a registry must not be asked; empty when it may be
   */
  BaseFreshness(
      BaseReader reader, Function<Reference, Optional<String>> whyNotAsked, Limits limits) {
    this.reader = reader;
    this.whyNotAsked = whyNotAsked;
    this.limits = limits;
  }

  /** The same base with what became of the first tag that is known of it. */
  BaseLevel of(BaseLevel base) {
    for (BaseImage image : base.images()) {
      Optional<Reference> tagged =
          image.reference().filter(reference -> reference.tag().isPresent());
      if (tagged.isPresent() && image.root().isPresent()) {
        return base.withFreshness(image, unlessRefused(image, tagged.get(), image.root().get()));
      }
    }
    return base;
  }

  /** What is remembered may be of a registry that only a claim names. */
  private Fact<Freshness> unlessRefused(BaseImage image, Reference tagged, Digest root) {
    Optional<String> whyNot = whyNotAsked.apply(tagged);
    return whyNot.isPresent() ? Fact.unknown(whyNot.get()) : ask(image, tagged, root);
  }

  private Fact<Freshness> ask(BaseImage image, Reference tagged, Digest root) {
    try {
      Optional<Digest> pointsAt = reader.pointsAt(tagged);
      if (pointsAt.isEmpty()) {
        return Fact.known(freshness(tagged, Movement.GONE, pointsAt));
      }
      return Fact.known(found(image, tagged, root, pointsAt.get()).seen(reader.seenAgo(tagged)));
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.CANCELLED) {
        throw e;
      }
      return Fact.unknown(String.valueOf(e.getMessage()));
    }
  }

  private Freshness found(BaseImage image, Reference tagged, Digest root, Digest pointsAt) {
    return pointsAt.equals(root) || image.hasDigest(pointsAt)
        ? freshness(tagged, Movement.CURRENT, Optional.of(pointsAt))
        : moved(image, tagged, root, pointsAt);
  }

  private static Freshness freshness(
      Reference tagged, Movement movement, Optional<Digest> pointsAt) {
    return new Freshness(tagged.toString(), movement, pointsAt, Optional.empty(), Optional.empty());
  }

  /** A new index around the same image is no other base. */
  private Freshness moved(BaseImage image, Reference tagged, Digest root, Digest pointsAt) {
    Image now = reader.image(tagged, pointsAt);
    boolean isSame =
        now.manifest().map(Manifest::digest).filter(image::hasDigest).isPresent()
            || now.config().digest().equals(image.config());
    return isSame
        ? freshness(tagged, Movement.CURRENT, Optional.of(pointsAt))
        : new Freshness(
            tagged.toString(),
            Movement.MOVED,
            Optional.of(pointsAt),
            behind(image.created(), now.config().created()),
            rebuild(tagged, root, now));
  }

  private static Optional<Duration> behind(Optional<String> then, Optional<String> now) {
    try {
      return then.isEmpty() || now.isEmpty()
          ? Optional.empty()
          : Optional.of(
              Duration.between(OffsetDateTime.parse(then.get()), OffsetDateTime.parse(now.get())));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** Empty when the base that the image was built on is no longer there to compare. */
  private Optional<Rebuild> rebuild(Reference tagged, Digest root, Image now) {
    Image then;
    try {
      then = reader.image(tagged, root);
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.CANCELLED) {
        throw e;
      }
      return Optional.empty();
    }
    List<String> settings =
        ConfigComparison.compare(now.config(), then.config(), limits).stream()
            .filter(difference -> difference.effect() == Effect.RUNTIME)
            .map(ConfigDifference::field)
            .toList();
    if (!settings.isEmpty()) {
      return Optional.of(new Rebuild(Rebuild.Kind.SETTINGS, settings));
    }
    boolean isSame = now.config().diffIds().equals(then.config().diffIds());
    return Optional.of(new Rebuild(isSame ? Rebuild.Kind.NOTHING : Rebuild.Kind.LAYERS, List.of()));
  }
}
