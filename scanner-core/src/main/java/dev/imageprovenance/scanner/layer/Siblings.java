package dev.imageprovenance.scanner.layer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The children of a directory as a treap: a search tree by name whose nodes' random priorities form
 * a heap, so that it stays shallow whatever names an image chooses; stateless. Nothing here
 * recurses.
 */
final class Siblings {
  private Siblings() {}

  /** The node of that name among the siblings under {@code root}. */
  static @Nullable PathNode find(@Nullable PathNode root, String text, int from, int to) {
    PathNode node = root;
    while (node != null) {
      int order = node.compareNameTo(text, from, to);
      if (order == 0) {
        return node;
      }
      node = order > 0 ? node.left : node.right;
    }
    return null;
  }

  /** Adds a node whose name is not there yet; returns the new root. */
  static PathNode insert(@Nullable PathNode root, PathNode added) {
    PathNode above = null;
    PathNode below = root;
    boolean before = false;
    while (below != null && below.priority >= added.priority) {
      above = below;
      before = added.compareNameTo(below) < 0;
      below = before ? below.left : below.right;
    }
    split(below, added);
    if (above == null || root == null) {
      return added;
    }
    if (before) {
      above.left = added;
    } else {
      above.right = added;
    }
    return root;
  }

  /** Hangs the nodes of {@code tree} left and right of {@code pivot}. */
  private static void split(@Nullable PathNode tree, PathNode pivot) {
    PathNode lastBefore = pivot;
    PathNode lastBehind = pivot;
    PathNode node = tree;
    while (node != null) {
      if (node.compareNameTo(pivot) < 0) {
        if (lastBefore == pivot) {
          pivot.left = node;
        } else {
          lastBefore.right = node;
        }
        lastBefore = node;
        node = node.right;
      } else {
        if (lastBehind == pivot) {
          pivot.right = node;
        } else {
          lastBehind.left = node;
        }
        lastBehind = node;
        node = node.left;
      }
    }
    if (lastBefore == pivot) {
      pivot.left = null;
    } else {
      lastBefore.right = null;
    }
    if (lastBehind == pivot) {
      pivot.right = null;
    } else {
      lastBehind.left = null;
    }
  }

  /** Takes out a node that is there; returns the new root. */
  static @Nullable PathNode remove(@Nullable PathNode root, PathNode removed) {
    PathNode above = null;
    PathNode node = root;
    boolean before = false;
    while (node != null && node != removed) {
      above = node;
      before = removed.compareNameTo(node) < 0;
      node = before ? node.left : node.right;
    }
    PathNode joined = join(removed.left, removed.right);
    removed.left = null;
    removed.right = null;
    if (above == null) {
      return joined;
    }
    if (before) {
      above.left = joined;
    } else {
      above.right = joined;
    }
    return root;
  }

  /** One treap of two, all names of the first before all of the second. */
  private static @Nullable PathNode join(@Nullable PathNode first, @Nullable PathNode second) {
    PathNode result = null;
    PathNode above = null;
    boolean hangLeft = false;
    PathNode smaller = first;
    PathNode greater = second;
    while (smaller != null || greater != null) {
      boolean takeSmaller =
          greater == null || (smaller != null && smaller.priority >= greater.priority);
      PathNode taken = takeSmaller ? smaller : greater;
      if (above == null) {
        result = taken;
      } else if (hangLeft) {
        above.left = taken;
      } else {
        above.right = taken;
      }
      if (smaller == null || greater == null) {
        return result;
      }
      above = taken;
      hangLeft = !takeSmaller;
      if (takeSmaller) {
        smaller = smaller.right;
      } else {
        greater = greater.left;
      }
    }
    return result;
  }

  /** The nodes under {@code root} in the order of their names. */
  static Iterable<PathNode> inOrder(@Nullable PathNode root) {
    return () -> new Walk(root, false);
  }

  /** The nodes under {@code root} in the order of their names, each before its descendants. */
  static Iterator<PathNode> withDescendants(@Nullable PathNode root) {
    return new Walk(root, true);
  }

  /**
   * Walks siblings in order; when it moves on from a node, that node may be changed. So a walk can
   * take the tree apart behind itself.
   */
  private static final class Walk implements Iterator<PathNode> {
    private final Deque<PathNode> pending = new ArrayDeque<>();
    private final boolean descend;

    Walk(@Nullable PathNode root, boolean descend) {
      this.descend = descend;
      pushWithSmaller(root);
    }

    private void pushWithSmaller(@Nullable PathNode root) {
      for (PathNode node = root; node != null; node = node.left) {
        pending.push(node);
      }
    }

    @Override
    public boolean hasNext() {
      return !pending.isEmpty();
    }

    @Override
    public PathNode next() {
      if (pending.isEmpty()) {
        throw new NoSuchElementException();
      }
      PathNode node = pending.pop();
      pushWithSmaller(node.right);
      if (descend) {
        pushWithSmaller(node.children);
      }
      return node;
    }
  }
}
