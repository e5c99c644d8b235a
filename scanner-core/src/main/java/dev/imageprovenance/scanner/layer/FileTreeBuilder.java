package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.List;

/** Builds the effective file systems of stacked layers; stateless and thread-safe. */
public final class FileTreeBuilder {
  private FileTreeBuilder() {}

  /**
   * The file systems that these layers give on every engine. The second tree is only built when the
   * first one showed that engines could disagree; then both list the anomalies of both.
   *
   * @param lowestFirst what was found in each layer
   * @throws ScanException of kind LIMIT when the layers have more entries or paths than {@code
   *     treeEntries}, a path is longer than {@code pathBytes}, or links send the builder around
   *     without end
   */
  public static FileTrees build(List<LayerFacts> lowestFirst, Limits limits) {
    checkEntries(lowestFirst, limits);
    OverlayApplier overlay = new OverlayApplier(limits);
    apply(lowestFirst, overlay);
    if (!overlay.isAmbiguous()) {
      FileTree tree =
          tree(FileTree.Engine.OVERLAY, overlay, overlay.anomalies, lowestFirst, limits);
      return new FileTrees(tree, tree);
    }
    InPlaceApplier inPlace = new InPlaceApplier(limits);
    apply(lowestFirst, inPlace);
    TreeAnomalies all = new TreeAnomalies();
    all.addAll(overlay.anomalies.toList());
    all.addAll(inPlace.anomalies.toList());
    return new FileTrees(
        tree(FileTree.Engine.OVERLAY, overlay, all, lowestFirst, limits),
        tree(FileTree.Engine.IN_PLACE, inPlace, all, lowestFirst, limits));
  }

  private static void checkEntries(List<LayerFacts> layers, Limits limits) {
    long entries = layers.stream().mapToLong(facts -> facts.entries().size()).sum();
    if (entries > limits.treeEntries()) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "The layers have "
              + entries
              + " entries together (limit treeEntries: "
              + limits.treeEntries()
              + ")",
          "Raise the limit treeEntries if you trust this image.",
          null);
    }
  }

  /** One tree, built whether it is needed or not; for tests that compare the two. */
  static FileTree build(List<LayerFacts> lowestFirst, FileTree.Engine engine, Limits limits) {
    LayerApplier applier =
        engine == FileTree.Engine.OVERLAY ? new OverlayApplier(limits) : new InPlaceApplier(limits);
    apply(lowestFirst, applier);
    return tree(engine, applier, applier.anomalies, lowestFirst, limits);
  }

  private static void apply(List<LayerFacts> lowestFirst, LayerApplier applier) {
    for (int i = 0; i < lowestFirst.size(); i++) {
      applier.applyLayer(i, lowestFirst.get(i).entries());
    }
    new CaseFolding(applier.anomalies).examine(applier.tree());
  }

  private static FileTree tree(
      FileTree.Engine engine,
      LayerApplier applier,
      TreeAnomalies anomalies,
      List<LayerFacts> lowestFirst,
      Limits limits) {
    return new StackedFileTree(
        engine,
        applier.tree(),
        applier.hidden,
        anomalies.toList(),
        lowestFirst.stream().map(LayerFacts::accountFiles).toList(),
        limits.symlinkHops());
  }
}
