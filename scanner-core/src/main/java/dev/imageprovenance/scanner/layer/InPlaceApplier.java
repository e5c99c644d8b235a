package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.Limits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Layers as engines put them on one another that unpack each entry over what is there, whiteouts
 * deleting at once. Not thread-safe.
 */
final class InPlaceApplier extends LayerApplier {
  InPlaceApplier(Limits limits) {
    super(limits);
  }

  @Override
  PathNode tree() {
    return root;
  }

  @Override
  void begin() {}

  @Override
  void end() {}

  @Override
  void hide(PathNode directory, String path, int nameStart, LayerEntry.Whiteout entry) {
    PathNode existing = directory.child(path, nameStart, path.length());
    if (existing != null) {
      remove(existing);
    }
  }

  /** Deletes what the layer has not written itself, level by level. */
  @Override
  void hideChildren(PathNode directory, String path) {
    List<PathNode> open = new ArrayList<>(List.of(directory));
    while (!open.isEmpty()) {
      PathNode current = open.remove(open.size() - 1);
      List<PathNode> foreign = new ArrayList<>();
      for (PathNode child : Siblings.inOrder(current.children)) {
        budget.step();
        if (!isOfThisLayer(child)) {
          foreign.add(child);
        } else if (child.children != null) {
          open.add(child);
        }
      }
      foreign.forEach(this::remove);
    }
  }

  /** A directory that only the entries below it imply does not count: engines delete it. */
  private boolean isOfThisLayer(PathNode node) {
    return node.ownLayer() == layer && node.entry != null;
  }

  @Override
  @Nullable PathNode linkTarget(LayerEntry.HardLink link, String target) {
    return locate(root, target);
  }

  @Override
  void beforeImplicitDirectory(PathNode parent, String text, int from, int to, String entryPath) {}

  @Override
  void beforeDirectoryReplaces(PathNode existing, String entryPath) {}

  @Override
  void onRemoved(PathNode node) {
    if (node.ownLayer() < layer) {
      keepIfPrivileged(node);
    }
  }
}
