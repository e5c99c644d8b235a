package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.ProvenBase;
import dev.imageprovenance.scanner.lineage.BaseImage;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.BaseLevel.Basis;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.lineage.LineageLayer;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Glob;
import dev.imageprovenance.scanner.oci.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds, among the bases of an image, the one with most layers that is in a group. Names count
 * where that registry served the base, digests and layers where they were computed; what the image
 * calls its base is no proof. Immutable.
 */
final class TrustedBase {
  private final Lineage lineage;

  TrustedBase(Lineage lineage) {
    this.lineage = lineage;
  }

  /**
   * A base in a group.
   *
   * @param base the base, accepted
   * @param why what puts it into the group
   */
  record Match(ProvenBase base, String why) {}

  /** The one with most layers; empty when none that is proven is in a group. */
  Optional<Match> in(List<TrustGroup> groups) {
    List<Match> matches = new ArrayList<>();
    if (lineage.provenBase().isPresent()) {
      for (BaseLevel level : lineage.bases()) {
        if (level.basis() == Basis.PROVEN) {
          match(level, groups).ifPresent(matches::add);
        }
      }
    }
    for (TrustGroup group : groups) {
      for (TrustGroup.Base base : group.bases()) {
        if (isLowest(base, LineageLayer::isComputed)) {
          matches.add(byLayers(group, base));
        }
      }
    }
    Optional<Match> most = Optional.empty();
    for (Match match : matches) {
      boolean hasMore = most.isEmpty() || match.base().depth() > most.get().base().depth();
      most = hasMore ? Optional.of(match) : most;
    }
    return most;
  }

  private static Optional<Match> match(BaseLevel level, List<TrustGroup> groups) {
    for (TrustGroup group : groups) {
      for (BaseImage image : level.images()) {
        Optional<String> why = why(group, image);
        if (why.isPresent()) {
          return Optional.of(
              new Match(
                  ProvenBase.of(level, image, true),
                  "in group " + group.name() + " (" + why.get() + ")"));
        }
      }
    }
    return Optional.empty();
  }

  /** Nothing but its layers is known of it: another image may have the same. */
  private static Match byLayers(TrustGroup group, TrustGroup.Base base) {
    return new Match(
        new ProvenBase(base.name(), base.diffIds().size(), Optional.empty(), true),
        "in group " + group.name() + " (layers of " + base.name() + ")");
  }

  private interface LayerTest {
    boolean holds(LineageLayer layer);
  }

  private boolean isLowest(TrustGroup.Base base, LayerTest test) {
    List<LineageLayer> layers = lineage.layers();
    if (layers.size() < base.diffIds().size()) {
      return false;
    }
    for (int i = 0; i < base.diffIds().size(); i++) {
      if (!test.holds(layers.get(i))
          || !layers.get(i).diffId().equals(Optional.of(base.diffIds().get(i)))) {
        return false;
      }
    }
    return true;
  }

  /** The bases in the groups whose layers the image only declares. */
  List<String> declaredIn(List<TrustGroup> groups) {
    List<String> names = new ArrayList<>();
    for (TrustGroup group : groups) {
      for (TrustGroup.Base base : group.bases()) {
        if (isLowest(base, layer -> true)) {
          names.add(base.name());
        }
      }
    }
    for (BaseLevel level : lineage.bases()) {
      if (level.basis() == Basis.DECLARED) {
        match(level, groups).ifPresent(match -> names.add(match.base().name()));
      }
    }
    return names;
  }

  private static Optional<String> why(TrustGroup group, BaseImage image) {
    return image
        .reference()
        .flatMap(reference -> byName(group, reference.registry(), names(image, reference)))
        .or(
            () ->
                group.digests().stream()
                    .filter(digest -> image.hasDigest(digest) || image.config().equals(digest))
                    .findFirst()
                    .map(digest -> "digest " + digest));
  }

  /** What puts an image of these names into the group; the repository's comes first. */
  static Optional<String> byName(TrustGroup group, String registry, List<String> names) {
    return first(group.registries(), List.of(registry))
        .map(glob -> "registry " + glob)
        .or(
            () ->
                first(group.repositories(), names.subList(0, 1)).map(glob -> "repository " + glob))
        .or(() -> first(group.references(), names).map(glob -> "reference " + glob));
  }

  private static Optional<Glob> first(List<Glob> globs, List<String> names) {
    return globs.stream().filter(glob -> names.stream().anyMatch(glob::matches)).findFirst();
  }

  /** A tag counts when it was seen leading to the image. */
  private static List<String> names(BaseImage image, Reference reference) {
    String repository = reference.registry() + "/" + reference.repository();
    List<String> names = new ArrayList<>(List.of(repository));
    String tagged = reference.tag().map(tag -> repository + ":" + tag).orElse(repository);
    if (image.isTagSeen()) {
      names.add(tagged);
    }
    List<Digest> digests = new ArrayList<>();
    image.index().ifPresent(digests::add);
    image.manifest().ifPresent(digests::add);
    for (Digest digest : digests) {
      names.add(repository + "@" + digest);
      if (image.isTagSeen()) {
        names.add(tagged + "@" + digest);
      }
    }
    return names;
  }
}
