package dev.imageprovenance.scanner.source;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.oci.Digest;
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
 * Tells whether engines run different images of one index on one platform; immutable. Children are
 * the same image only when config and layers are: a copy's layers are nobody's proof until they
 * were read, and podman never compares them with the config's diffIDs.
 */
final class AmbiguityRule {
  private static final int LISTED = 8;

  private final ImageBuilder builder;
  private final ScanContext context;

  AmbiguityRule(ImageBuilder builder, ScanContext context) {
    this.builder = builder;
    this.context = context;
  }

  /** The anomaly of scanning {@code chosen} where another child may run; empty when none may. */
  Optional<ImageAnomaly> judge(List<Leaf> leaves, Leaf chosen, Platform wanted) {
    List<Leaf> others = new ArrayList<>(new EngineChoices(leaves, wanted).besides(chosen));
    if (others.isEmpty()) {
      return Optional.empty();
    }
    ImageManifest scanned = builder.manifest(chosen);
    others.removeIf(other -> !isOther(other, scanned));
    return others.isEmpty() ? Optional.empty() : Optional.of(anomaly(chosen, others, wanted));
  }

  private boolean isOther(Leaf leaf, ImageManifest scanned) {
    try {
      ImageManifest manifest = builder.manifest(leaf);
      return IndexWalk.mayRun(manifest) && !content(manifest).equals(content(scanned));
    } catch (ScanException e) {
      context.cancellation().throwIfCancelled();
      // What cannot be read here may still be what an engine runs.
      return true;
    }
  }

  private static List<Digest> content(ImageManifest manifest) {
    List<Digest> content = new ArrayList<>(List.of(manifest.config().digest()));
    manifest.layers().forEach(layer -> content.add(layer.digest()));
    return content;
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
            + " without one or of other media types, with nested indexes, with zstd copies, and in"
            + " which of several equal ones they take");
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
