package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.LayerReading.Outcome;
import dev.imageprovenance.scanner.check.CopyState;
import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.check.LayerState;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.layer.FileTree;
import dev.imageprovenance.scanner.layer.FileTreeBuilder;
import dev.imageprovenance.scanner.layer.FileTrees;
import dev.imageprovenance.scanner.layer.LayerEntry;
import dev.imageprovenance.scanner.layer.LayerFacts;
import dev.imageprovenance.scanner.layer.TreeNode;
import dev.imageprovenance.scanner.layer.TreeSnapshot;
import dev.imageprovenance.scanner.layer.TreeSnapshotCache;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Turns a resolved image into facts: layers read, digests compared, trees built; thread-safe. */
final class ImageInspector {
  private static final List<String> ACCOUNT_FILES =
      List.of("etc/passwd", "etc/group", "etc/shadow");

  private final ScanContext context;
  private final LayerFeed collector;
  private final Optional<TreeSnapshotCache> snapshots;

  ImageInspector(ScanContext context, LayerFeed collector, Optional<TreeSnapshotCache> snapshots) {
    this.context = context;
    this.collector = collector;
    this.snapshots = snapshots;
  }

  /** Everything about the image, with whole trees. */
  ImageFacts inspect(Image image) {
    LayerCollector.Readings collected = collector.collect(image);
    List<LayerReading> readings = new ArrayList<>(collected.layers());
    return facts(image, readings, collected.copies(), trees(image, readings));
  }

  /** The same, and a later scan of the same layers may {@link #recall} what checks need of it. */
  ImageFacts inspectAndKeep(Image image) {
    LayerCollector.Readings collected = collector.collect(image);
    List<LayerReading> readings = new ArrayList<>(collected.layers());
    Trees trees = trees(image, readings);
    if (snapshots.isPresent()) {
      snapshot(image, readings, trees)
          .ifPresent(snapshot -> snapshots.get().put(snapshot, context.limits()));
    }
    return facts(image, readings, collected.copies(), trees);
  }

  /**
   * What an earlier scan of the same layers left for the checks: these facts throw {@link
   * dev.imageprovenance.scanner.layer.NotInSnapshotException} when asked for more. Every digest is
   * compared anew with what this image promises. Nothing for an image with copies, whose layers no
   * snapshot knows.
   */
  Optional<ImageFacts> recall(Image image) {
    Optional<List<TreeSnapshotCache.StoredLayer>> chain = LayerCollector.chain(image);
    if (snapshots.isEmpty() || chain.isEmpty() || !image.copies().isEmpty()) {
      return Optional.empty();
    }
    Optional<TreeSnapshot> snapshot = snapshots.get().find(chain.get(), context.limits());
    return snapshot.flatMap(
        known ->
            collector
                .recallAll(image, known.layers())
                .map(readings -> facts(image, readings, List.of(), Trees.known(known.trees()))));
  }

  /**
   * None for an image that is not known in full (what could not be read this time must be tried
   * again next time), nor for one with copies, which would not be {@link #recall recalled}.
   */
  private Optional<TreeSnapshot> snapshot(Image image, List<LayerReading> readings, Trees trees) {
    if (!image.copies().isEmpty()
        || !(trees.overlay() instanceof Fact.Known<FileTree> overlay)
        || !(trees.inPlace() instanceof Fact.Known<FileTree> inPlace)
        || !missingAccountFiles(readings, List.of(overlay.value(), inPlace.value())).isEmpty()) {
      return Optional.empty();
    }
    List<LayerFacts> layers = new ArrayList<>();
    readings.forEach(reading -> reading.facts().asKnown().ifPresent(layers::add));
    if (!isFoundAgain(image, layers)) {
      return Optional.empty();
    }
    return TreeSnapshot.of(layers, new FileTrees(overlay.value(), inPlace.value()));
  }

  /** Caches are asked for what the image promises, and keep what was computed. */
  private static boolean isFoundAgain(Image image, List<LayerFacts> layers) {
    Optional<List<TreeSnapshotCache.StoredLayer>> chain = LayerCollector.chain(image);
    if (chain.isEmpty()) {
      return false;
    }
    for (int i = 0; i < layers.size(); i++) {
      if (!layers.get(i).storedDigest().equals(chain.get().get(i).storedDigest())) {
        return false;
      }
    }
    return true;
  }

  private static ImageFacts facts(
      Image image,
      List<LayerReading> readings,
      List<LayerCollector.CopyReading> copies,
      Trees trees) {
    List<DigestVerification> verifications = new ArrayList<>(image.verifications());
    List<ImageAnomaly> anomalies = new ArrayList<>(image.anomalies());
    Stream.concat(readings.stream(), copies.stream().flatMap(copy -> copy.layers().stream()))
        .forEach(
            reading -> {
              verifications.addAll(reading.verifications());
              anomalies.addAll(reading.anomalies());
            });
    return new ImageFacts(
        image.withAnomalies(anomalies),
        states(readings),
        verifications,
        trees.overlay(),
        trees.inPlace(),
        copies.stream().map(copy -> new CopyState(copy.copy(), states(copy.layers()))).toList(),
        Optional.empty(),
        Optional.empty());
  }

  private static List<LayerState> states(List<LayerReading> readings) {
    return readings.stream()
        .map(reading -> new LayerState(reading.layer(), reading.facts(), reading.fromCache()))
        .toList();
  }

  private record Trees(Fact<FileTree> overlay, Fact<FileTree> inPlace) {
    static Trees known(FileTrees trees) {
      return new Trees(Fact.known(trees.overlay()), Fact.known(trees.inPlace()));
    }

    static Trees unknown(String reason) {
      return new Trees(Fact.unknown(reason), Fact.unknown(reason));
    }
  }

  private Trees trees(Image image, List<LayerReading> readings) {
    Trees trees = build(readings);
    if (trees.overlay() instanceof Fact.Known<FileTree> overlay
        && trees.inPlace() instanceof Fact.Known<FileTree> inPlace
        && keepAccountFiles(image, readings, List.of(overlay.value(), inPlace.value()))) {
      return build(readings);
    }
    return trees;
  }

  private Trees build(List<LayerReading> readings) {
    List<LayerFacts> layers = new ArrayList<>();
    for (LayerReading reading : readings) {
      if (!(reading.facts() instanceof Fact.Known<LayerFacts> known)) {
        return Trees.unknown(reading.facts().whyUnknown().orElse("a layer could not be read"));
      }
      layers.add(known.value());
    }
    try {
      return Trees.known(FileTreeBuilder.build(layers, context.limits()));
    } catch (ScanException e) {
      return Trees.unknown(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads layers again whose account files lie under unusual names (behind links), for their
   * content. True when something was gained.
   */
  private boolean keepAccountFiles(Image image, List<LayerReading> readings, List<FileTree> trees) {
    Map<Integer, Set<String>> missing = missingAccountFiles(readings, trees);
    boolean gained = false;
    for (Map.Entry<Integer, Set<String>> layer : missing.entrySet()) {
      gained |= keep(image, readings, layer.getKey(), layer.getValue());
    }
    return gained;
  }

  /** By layer, the paths whose content is wanted and was not kept. */
  private Map<Integer, Set<String>> missingAccountFiles(
      List<LayerReading> readings, List<FileTree> trees) {
    Map<Integer, Set<String>> missing = new TreeMap<>();
    for (FileTree tree : trees) {
      for (String path : ACCOUNT_FILES) {
        Optional<TreeNode> node = tree.resolve(path);
        if (node.isPresent() && isMissing(tree, path, node.get())) {
          layerOf(readings, node.get())
              .ifPresent(
                  layer ->
                      missing
                          .computeIfAbsent(layer, index -> new TreeSet<>())
                          .add(node.get().inode().path()));
        }
      }
    }
    return missing;
  }

  private boolean isMissing(FileTree tree, String path, TreeNode node) {
    return node.inode() instanceof LayerEntry.RegularFile file
        && file.size() <= context.limits().accountFileBytes()
        && tree.accountFile(path).isEmpty();
  }

  /** The layer that holds the content is the highest one with this very entry. */
  private static Optional<Integer> layerOf(List<LayerReading> readings, TreeNode node) {
    for (int i = readings.size() - 1; i >= 0; i--) {
      if (readings.get(i).outcome() instanceof Outcome.Read read
          && read.facts().entries().stream().anyMatch(entry -> entry == node.inode())) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private boolean keep(Image image, List<LayerReading> readings, int index, Set<String> missing) {
    LayerReading reading = readings.get(index);
    Outcome again = collector.readKeeping(image, reading.layer(), missing);
    if (again instanceof Outcome.Read read
        && reading.outcome() instanceof Outcome.Read before
        && read.facts().storedDigest().equals(before.facts().storedDigest())) {
      readings.set(index, new LayerReading(reading.layer(), read));
      return true;
    }
    return false;
  }
}
