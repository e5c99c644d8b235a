package dev.imageprovenance.scanner.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What checks need to know of an image's layers and file trees, so that a later scan of the same
 * layers need not put them on one another again; immutable and thread-safe.
 *
 * <p>It holds digests, sizes, anomalies, tables of contents and the number of entries of each
 * layer, and of each tree its privileged files, the directories above them, its account files and
 * its anomalies. Asked for anything else, its layers and trees throw {@link
 * NotInSnapshotException}.
 */
public final class TreeSnapshot {
  private final List<LayerFacts> layers;
  private final FileTrees trees;

  TreeSnapshot(List<LayerFacts> layers, FileTrees trees) {
    this.layers = List.copyOf(layers);
    this.trees = trees;
  }

  /**
   * The snapshot of these layers and the trees that they make; empty when it would be too large to
   * be worth keeping.
   */
  public static Optional<TreeSnapshot> of(List<LayerFacts> lowestFirst, FileTrees trees) {
    Optional<SnapshotTree> overlay = SnapshotTree.of(trees.overlay());
    Optional<SnapshotTree> inPlace =
        trees.areAmbiguous() ? SnapshotTree.of(trees.inPlace()) : overlay;
    if (overlay.isEmpty() || inPlace.isEmpty()) {
      return Optional.empty();
    }
    List<LayerFacts> outlines = new ArrayList<>();
    for (LayerFacts layer : lowestFirst) {
      outlines.add(outline(layer));
    }
    return Optional.of(new TreeSnapshot(outlines, new FileTrees(overlay.get(), inPlace.get())));
  }

  private static LayerFacts outline(LayerFacts layer) {
    return new LayerFacts(
        layer.storedDigest(),
        layer.storedSize(),
        layer.diffId(),
        layer.uncompressedSize(),
        layer.compression(),
        new UnkeptEntries(layer.entries().size()),
        layer.anomalies(),
        new UnkeptAccountFiles(),
        layer.tables());
  }

  /** The layers, lowest first; of their entries only the number is known. */
  public List<LayerFacts> layers() {
    return layers;
  }

  /** The trees, as far as checks look at them. */
  public FileTrees trees() {
    return trees;
  }
}
