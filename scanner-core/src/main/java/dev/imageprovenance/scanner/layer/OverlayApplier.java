package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.Limits;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Layers as overlay engines put them on one another: each is unpacked alone, whiteouts staying
 * behind as markers, and then laid over the ones below. Not thread-safe.
 *
 * <p>It also notices everything that would come out differently in place: as long as {@link
 * #isAmbiguous} is false, {@link InPlaceApplier} builds the same tree.
 */
final class OverlayApplier extends LayerApplier {
  private final PathNode merged = PathNode.root(0);

  /** Directories of the current layer that hide what is below. */
  private final Set<PathNode> opaque = Collections.newSetFromMap(new IdentityHashMap<>());

  private boolean ambiguous;

  OverlayApplier(Limits limits) {
    super(limits);
  }

  boolean isAmbiguous() {
    return ambiguous;
  }

  @Override
  PathNode tree() {
    return merged;
  }

  @Override
  void begin() {
    root = PathNode.root(layer);
    opaque.clear();
  }

  @Override
  void hide(PathNode directory, String path, int nameStart, LayerEntry.Whiteout entry) {
    PathNode existing = directory.child(path, nameStart, path.length());
    if (existing == null) {
      directory.add(budget.node(path, nameStart, path.length(), entry, layer));
    } else if (!(existing.entry instanceof LayerEntry.Whiteout)) {
      disagreement(
          TreeAnomaly.Kind.WHITEOUT_AND_CONTENT,
          path,
          "the layer hides a path that it has already written: overlay engines refuse it or keep"
              + " the content, engines that unpack in place delete it");
    }
  }

  @Override
  void hideChildren(PathNode directory, String path) {
    if (directory == root) {
      if (merged.children != null) {
        disagreement(
            TreeAnomaly.Kind.OPAQUE_ORDER,
            path,
            "an opaque marker of the root directory: overlay engines still show the files of lower"
                + " layers, engines that unpack in place delete them");
      }
    } else {
      opaque.add(directory);
    }
    if (hasImplicitDescendant(directory)) {
      disagreement(
          TreeAnomaly.Kind.OPAQUE_ORDER,
          path,
          "an opaque marker behind entries of its subdirectories: engines that unpack in place"
              + " delete those of directories that have no entry themselves");
    }
  }

  private boolean hasImplicitDescendant(PathNode directory) {
    Iterator<PathNode> walk = Siblings.withDescendants(directory.children);
    while (walk.hasNext()) {
      budget.step();
      if (walk.next().entry == null) {
        return true;
      }
    }
    return false;
  }

  @Override
  @Nullable PathNode linkTarget(LayerEntry.HardLink link, String target) {
    PathNode own = locate(root, target);
    if (own != null && !(own.entry instanceof LayerEntry.Whiteout)) {
      return own;
    }
    // Even where there is none: in place it may be found along links that only exist there.
    ambiguous = true;
    PathNode lower = locate(merged, target);
    if (lower != null) {
      disagreement(
          TreeAnomaly.Kind.HARD_LINK_TO_LOWER_LAYER,
          TreePaths.clean(link.path()),
          "a hard link to "
              + quote(target)
              + " of a lower layer: overlay engines refuse the layer, engines that unpack in place"
              + " apply its header to both");
    }
    return lower;
  }

  @Override
  void beforeImplicitDirectory(PathNode parent, String text, int from, int to, String entryPath) {
    PathNode lowerParent = below(parent);
    PathNode lower = lowerParent == null ? null : lowerParent.child(text, from, to);
    if (lower != null && lower.entry instanceof LayerEntry.SymbolicLink link) {
      disagreement(
          TreeAnomaly.Kind.PARENT_IS_LOWER_SYMLINK,
          entryPath,
          "its parent "
              + quote(lower.path())
              + " is a symbolic link to "
              + quote(link.target())
              + " in layer "
              + lower.layerIndex()
              + ": overlay engines replace the link by a directory, engines that unpack in place"
              + " follow it");
    }
  }

  @Override
  void beforeDirectoryReplaces(PathNode existing, String entryPath) {
    PathNode lower = below(existing);
    if (lower != null && lower.isDirectory()) {
      disagreement(
          TreeAnomaly.Kind.WHITEOUT_AND_CONTENT,
          entryPath,
          "the layer hides or replaces the directory "
              + quote(lower.path())
              + " and makes it again: overlay engines still show the files of lower layers, engines"
              + " that unpack in place delete them");
    }
  }

  /**
   * What lower layers have where {@code node} of the current layer is, unless an opaque hides it.
   */
  private @Nullable PathNode below(PathNode node) {
    Deque<PathNode> way = new ArrayDeque<>();
    for (PathNode up = node; up.parent != null; up = up.parent) {
      budget.step();
      if (up != node && opaque.contains(up)) {
        return null;
      }
      way.push(up);
    }
    PathNode lower = merged;
    while (lower != null && !way.isEmpty()) {
      lower = lower.childNamedLike(way.pop());
    }
    return lower;
  }

  private void disagreement(TreeAnomaly.Kind kind, String path, String detail) {
    ambiguous = true;
    anomalies.add(kind, layer, path, detail);
  }

  /** Only what lower layers brought counts as hidden. */
  @Override
  void onRemoved(PathNode node) {
    if (node.ownLayer() < layer) {
      keepIfPrivileged(node);
    }
  }

  /** A directory of the layer whose children wait to be laid over those of {@code lower}. */
  private record Merge(Iterator<PathNode> children, PathNode lower) {}

  @Override
  void end() {
    if (root.entry instanceof LayerEntry.Directory directory) {
      merged.describe(directory, layer);
    }
    Deque<Merge> open = new ArrayDeque<>();
    open.push(new Merge(Siblings.inOrder(root.children).iterator(), merged));
    while (!open.isEmpty()) {
      Merge merge = open.peek();
      if (merge.children().hasNext()) {
        Merge inner = lay(merge.children().next(), merge.lower());
        if (inner != null) {
          open.push(inner);
        }
      } else {
        open.pop();
      }
    }
  }

  private @Nullable Merge lay(PathNode upper, PathNode parent) {
    upper.left = null;
    upper.right = null;
    PathNode lower = parent.childNamedLike(upper);
    if (isWhiteout(upper, lower)) {
      if (lower != null) {
        remove(lower);
      }
      upper.markDetached();
      return null;
    }
    if (!upper.isDirectory()) {
      if (lower != null) {
        remove(lower);
      }
      parent.add(upper);
      return null;
    }
    return new Merge(
        Siblings.inOrder(upper.children).iterator(), layDirectory(upper, lower, parent));
  }

  private PathNode layDirectory(PathNode upper, @Nullable PathNode lower, PathNode parent) {
    if (lower == null || !lower.isDirectory()) {
      if (lower != null) {
        remove(lower);
      }
      upper.children = null;
      parent.add(upper);
      return upper;
    }
    if (opaque.contains(upper)) {
      removeChildren(lower);
    }
    if (upper.entry instanceof LayerEntry.Directory directory) {
      lower.describe(directory, layer);
    }
    return lower;
  }

  private boolean isWhiteout(PathNode upper, @Nullable PathNode lower) {
    if (upper.entry instanceof LayerEntry.Device device && isWhiteoutDevice(device)) {
      ambiguous = true;
      if (lower != null) {
        disagreement(
            TreeAnomaly.Kind.OVERLAY_WHITEOUT_DEVICE,
            lower.path(),
            "a character device 0:0 hides a file of a lower layer on overlay engines; in place it"
                + " is a device");
      }
      return true;
    }
    return upper.entry instanceof LayerEntry.Whiteout;
  }

  private static boolean isWhiteoutDevice(LayerEntry.Device device) {
    return !device.block() && device.major() == 0 && device.minor() == 0;
  }
}
