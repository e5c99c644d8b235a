package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.Limits;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stacked layers make of the paths that they touch, over a file system that nobody has read;
 * not thread-safe.
 *
 * <p>It answers one question: would two stacks, put on one and the same file system, differ in the
 * same way whatever that file system is? Then it needs not be read. Whenever engines could do
 * different things, or what the layers say depends on what lies below them, the answer is no.
 */
public final class TouchedPaths {
  private final BuildBudget budget;
  private final PathNode touched = PathNode.root(0);

  /** Touched directories through which nothing shows of what lies below. */
  private final Set<PathNode> covering = newSet();

  private boolean rootDescribed;
  private boolean depends;

  /** The current layer by itself. */
  private PathNode own = touched;

  /** Its directories that hide what lies below. */
  private final Set<PathNode> opaque = newSet();

  private int layer;

  private TouchedPaths(Limits limits) {
    this.budget = new BuildBudget(limits);
  }

  /**
   * What these layers touch.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException of kind LIMIT as {@link
   *     FileTreeBuilder#build} does
   */
  public static TouchedPaths of(List<LayerFacts> lowestFirst, Limits limits) {
    TouchedPaths paths = new TouchedPaths(limits);
    for (int i = 0; i < lowestFirst.size() && !paths.depends; i++) {
      paths.layer = i;
      paths.add(lowestFirst.get(i).entries());
    }
    return paths;
  }

  /**
   * True when it could depend on what lies below in which paths the two file systems differ, and
   * how: some path shows what lies below on one side only.
   */
  public boolean leavesOpen(TouchedPaths other) {
    if (depends || other.depends || rootDescribed != other.rootDescribed) {
      return true;
    }
    Deque<Pair> open = new ArrayDeque<>();
    open.push(new Pair(touched, other.touched));
    while (!open.isEmpty()) {
      Pair pair = open.pop();
      Iterator<PathNode> here = Siblings.inOrder(pair.here().children).iterator();
      Iterator<PathNode> there = Siblings.inOrder(pair.there().children).iterator();
      while (here.hasNext() && there.hasNext()) {
        PathNode mine = here.next();
        PathNode others = there.next();
        boolean shows = showsBelow(mine);
        if (mine.compareNameTo(others) != 0 || shows != other.showsBelow(others)) {
          return true;
        }
        if (shows) {
          open.push(new Pair(mine, others));
        }
      }
      if (here.hasNext() || there.hasNext()) {
        return true;
      }
    }
    return false;
  }

  private record Pair(PathNode here, PathNode there) {}

  private boolean showsBelow(PathNode node) {
    return node.isDirectory() && !covering.contains(node);
  }

  private void add(List<LayerEntry> entries) {
    own = PathNode.root(layer);
    opaque.clear();
    for (LayerEntry entry : entries) {
      budget.checkPathLength(entry.path().length());
      if (!enter(entry)) {
        depends = true;
        return;
      }
    }
    lay();
  }

  /** False when what the entry does depends on what lies below, or on the engine. */
  private boolean enter(LayerEntry entry) {
    String path = entry.path();
    if (!TreePaths.clean(path).equals(path)) {
      return false;
    }
    if (path.isEmpty()) {
      rootDescribed = true;
      return entry instanceof LayerEntry.Directory;
    }
    if (entry instanceof LayerEntry.OpaqueWhiteout) {
      PathNode directory = directory(path, path.length());
      return directory != null && !hasImplicitDescendant(directory) && opaque.add(directory);
    }
    int slash = path.lastIndexOf('/');
    PathNode parent = directory(path, Math.max(slash, 0));
    return parent != null && enter(parent, path, slash + 1, entry);
  }

  private boolean enter(PathNode parent, String path, int nameStart, LayerEntry entry) {
    PathNode existing = parent.child(path, nameStart, path.length());
    if (entry instanceof LayerEntry.Directory directory && existing != null) {
      boolean isDirectory = existing.isDirectory();
      existing.describe(directory, layer);
      return isDirectory;
    }
    boolean isUsual =
        entry instanceof LayerEntry.Whiteout
            ? existing == null
            : !(entry instanceof LayerEntry.Device device && isWhiteoutDevice(device));
    boolean isFound =
        !(entry instanceof LayerEntry.HardLink link) || (existing == null && hasTarget(link));
    if (!isUsual || !isFound) {
      return false;
    }
    if (existing != null) {
      parent.remove(existing);
    }
    parent.add(budget.node(path, nameStart, path.length(), entry, layer));
    return true;
  }

  private static boolean isWhiteoutDevice(LayerEntry.Device device) {
    return !device.block() && device.major() == 0 && device.minor() == 0;
  }

  /** Only what the layer itself has written is known to be there. */
  private boolean hasTarget(LayerEntry.HardLink link) {
    String path = link.target();
    PathNode target =
        TreePaths.clean(path).equals(path) && !path.isEmpty() ? TreeLookup.exact(own, path) : null;
    return target != null
        && !target.isDirectory()
        && !(target.entry instanceof LayerEntry.Whiteout);
  }

  /**
   * The layer's directory at the first {@code end} chars of {@code path}; null unless all of its
   * components are known to be directories, by this layer or by those before it.
   */
  private @Nullable PathNode directory(String path, int end) {
    PathNode at = own;
    PathNode below = touched;
    for (int from = 0; from < end; ) {
      budget.step();
      int to = TreePaths.componentEnd(path, from, end);
      below = below == null || opaque.contains(at) ? null : below.child(path, from, to);
      PathNode child = at.child(path, from, to);
      if (child == null) {
        if (below == null || !below.isDirectory()) {
          return null;
        }
        child = budget.node(path, from, to, null, layer);
        at.add(child);
      } else if (!child.isDirectory()) {
        return null;
      }
      at = child;
      from = to + 1;
    }
    return at;
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

  /** Nodes of the current layer that wait to be laid into {@code directory}. */
  private record Merge(Iterator<PathNode> nodes, PathNode directory) {}

  /** Lays the current layer over those before it. */
  private void lay() {
    Deque<Merge> open = new ArrayDeque<>();
    open.push(new Merge(Siblings.inOrder(own.children).iterator(), touched));
    while (!open.isEmpty()) {
      Merge merge = open.peek();
      if (merge.nodes().hasNext()) {
        Merge inner = lay(merge.nodes().next(), merge.directory());
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
    if (upper.isDirectory() && lower != null && lower.isDirectory()) {
      return layOver(lower, upper);
    }
    if (lower != null) {
      parent.remove(lower);
    }
    boolean covered = covering.contains(parent);
    if (upper.entry instanceof LayerEntry.Whiteout && covered) {
      return null;
    }
    Iterator<PathNode> children = Siblings.inOrder(upper.children).iterator();
    upper.children = null;
    parent.add(upper);
    if (!upper.isDirectory()) {
      return null;
    }
    if (covered || lower != null || opaque.contains(upper)) {
      covering.add(upper);
    }
    return new Merge(children, upper);
  }

  private Merge layOver(PathNode lower, PathNode upper) {
    if (opaque.contains(upper)) {
      lower.children = null;
      covering.add(lower);
    }
    if (upper.entry instanceof LayerEntry.Directory directory) {
      lower.describe(directory, layer);
    }
    return new Merge(Siblings.inOrder(upper.children).iterator(), lower);
  }

  private static Set<PathNode> newSet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
