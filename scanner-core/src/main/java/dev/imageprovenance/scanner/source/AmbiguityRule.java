package dev.imageprovenance.scanner.source;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.IndexWalk.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells whether engines run different images of one index on one platform; immutable. A child with
 * the same config is a copy of the image. Where its layers are others, they are nobody's proof
 * until they were read: podman never compares them with the config's diffIDs.
 */
final class AmbiguityRule {
  private static final int LISTED = 8;

  /** What an honest index has is one for each compression; more are not read. */
  private static final int MOST_COPIES = 8;

  private final ImageBuilder builder;
  private final ScanContext context;

  AmbiguityRule(ImageBuilder builder, ScanContext context) {
    this.builder = builder;
    this.context = context;
  }

  /**
   * What else than the scanned child an engine may run.
   *
   * @param anomaly of other images; empty when there are none
   * @param copies children with the same config and other layers, to be read
   */
  record Judgement(Optional<ImageAnomaly> anomaly, List<Leaf> copies) {}

  /** Judges the children that an engine may run in the place of {@code chosen}. */
  Judgement judge(List<Leaf> leaves, Leaf chosen, Platform wanted) {
    List<Leaf> others = new ArrayList<>();
    List<Leaf> copies = new ArrayList<>();
    for (Leaf leaf : new EngineChoices(leaves, wanted).besides(chosen)) {
      switch (relation(leaf, builder.manifest(chosen))) {
        case SAME -> {}
        case COPY -> (copies.size() < MOST_COPIES ? copies : others).add(leaf);
        case OTHER -> others.add(leaf);
      }
    }
    return new Judgement(
        others.isEmpty() ? Optional.empty() : Optional.of(anomaly(chosen, others, wanted)), copies);
  }

  private enum Relation {
    /** The same blobs, or nothing that runs. */
    SAME,
    /** The same config with other blobs. */
    COPY,
    OTHER
  }

  private Relation relation(Leaf leaf, ImageManifest scanned) {
    try {
      ImageManifest manifest = builder.manifest(leaf);
      if (!IndexWalk.mayRun(manifest)) {
        return Relation.SAME;
      }
      if (!isSameContent(manifest.config(), scanned.config())) {
        return Relation.OTHER;
      }
      return manifest.layers().equals(scanned.layers()) ? Relation.SAME : Relation.COPY;
    } catch (ScanException e) {
      context.cancellation().throwIfCancelled();
      // What cannot be read here may still be what an engine runs.
      return Relation.OTHER;
    }
  }

  private static boolean isSameContent(Descriptor one, Descriptor other) {
    return one.digest().equals(other.digest()) && one.size() == other.size();
  }

  private static ImageAnomaly anomaly(Leaf chosen, List<Leaf> others, Platform wanted) {
    String more = others.size() > LISTED ? " and " + (others.size() - LISTED) + " more" : "";
    return new ImageAnomaly(
        ImageAnomaly.Kind.AMBIGUOUS_INDEX,
        "the index's children for " + wanted,
        "Scanned was "
            + name(chosen)
            + ", but an engine may run "
            + others.stream()
                .limit(LISTED)
                .map(AmbiguityRule::name)
                .collect(Collectors.joining(", "))
            + more
            + "; engines differ in how they read platform names, in what they do with children"
            + " without one or of other media types, with nested indexes, and in which of several"
            + " equal ones they take");
  }

  private static String name(Leaf leaf) {
    return leaf.descriptor().digest()
        + " ("
        + leaf.platform()
            .map(platform -> Text.excerpt(platform.toString()))
            .orElse("no platform named")
        + ", "
        + Text.excerpt(leaf.descriptor().mediaType().value())
        + (leaf.isDirect() ? "" : ", nested")
        + ")";
  }
}
