package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.Text;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies layers one after another (image-spec layer.md, "Applying Changesets"); what all engines
 * do alike is here, what they do differently in the subclasses. Not thread-safe.
 *
 * <p>Entries are applied to {@link #root}. A parent that is missing is made, one that is a symbolic
 * link is followed inside the root, one that is anything else gives way to a directory.
 */
abstract class LayerApplier {
  final BuildBudget budget;
  final TreeAnomalies anomalies = new TreeAnomalies();
  final List<HiddenFile> hidden = new ArrayList<>();
  private final int symlinkHops;

  /** What entries are applied to. */
  PathNode root = PathNode.root(0);

  /** The layer that is being applied. */
  int layer;

  /** Most entries stand beside the one before them. */
  private String lastDirectoryPath = "";

  private @Nullable PathNode lastDirectory;

  LayerApplier(Limits limits) {
    this.budget = new BuildBudget(limits);
    this.symlinkHops = limits.symlinkHops();
  }

  /** Puts the next layer on those below. */
  final void applyLayer(int layerIndex, List<LayerEntry> entries) {
    layer = layerIndex;
    begin();
    for (LayerEntry entry : entries) {
      apply(entry);
    }
    end();
    lastDirectory = null;
  }

  /** The file system after the layers so far. */
  abstract PathNode tree();

  abstract void begin();

  abstract void end();

  /** {@code .wh.NAME} in {@code directory}. */
  abstract void hide(PathNode directory, String path, int nameStart, LayerEntry.Whiteout entry);

  /** {@code .wh..wh..opq} in {@code directory}. */
  abstract void hideChildren(PathNode directory, String path);

  /** The node that a hard link's target names, links in its last component not followed. */
  abstract @Nullable PathNode linkTarget(LayerEntry.HardLink link, String target);

  /** A directory that no entry described is about to be made for {@code entryPath}. */
  abstract void beforeImplicitDirectory(
      PathNode parent, String text, int from, int to, String entryPath);

  /** A directory takes the place of something else, or of a whiteout, of the same path. */
  abstract void beforeDirectoryReplaces(PathNode existing, String entryPath);

  /** A node leaves the tree. */
  abstract void onRemoved(PathNode node);

  private void apply(LayerEntry entry) {
    String path = TreePaths.clean(entry.path());
    budget.checkPathLength(path.length());
    if (entry instanceof LayerEntry.OpaqueWhiteout) {
      hideChildren(directory(path, path.length(), path), path);
    } else if (path.isEmpty()) {
      applyToRoot(entry);
    } else {
      int slash = path.lastIndexOf('/');
      PathNode parent = directory(path, Math.max(slash, 0), path);
      if (entry instanceof LayerEntry.Whiteout whiteout) {
        hide(parent, path, slash + 1, whiteout);
      } else if (entry instanceof LayerEntry.HardLink link) {
        link(parent, path, slash + 1, link);
      } else if (entry instanceof LayerEntry.Inode inode) {
        put(parent, path, slash + 1, inode);
      }
    }
  }

  /** Nothing but a directory can be the root; every engine refuses the rest. */
  private void applyToRoot(LayerEntry entry) {
    if (entry instanceof LayerEntry.Directory directory) {
      root.describe(directory, layer);
    }
  }

  private void put(PathNode parent, String path, int nameStart, LayerEntry.Inode entry) {
    PathNode existing = parent.child(path, nameStart, path.length());
    if (existing != null && existing.isDirectory() && entry instanceof LayerEntry.Directory) {
      existing.describe(entry, layer);
      return;
    }
    if (existing != null) {
      if (entry instanceof LayerEntry.Directory) {
        beforeDirectoryReplaces(existing, path);
      }
      remove(existing);
    }
    parent.add(budget.node(path, nameStart, path.length(), entry, layer));
  }

  private void link(PathNode parent, String path, int nameStart, LayerEntry.HardLink link) {
    PathNode existing = parent.child(path, nameStart, path.length());
    PathNode target = linkTarget(link, TreePaths.clean(link.target()));
    if (target == null || target.isDirectory()) {
      dangling(path, target == null ? "does not exist" : "is a directory", link);
      return;
    }
    if (target == existing) {
      dangling(path, "is the link itself", link);
      applyHeader(SharedInode.of(target), path, link.attributes());
      return;
    }
    if (existing != null && isBelow(target, existing)) {
      dangling(path, "is below the link", link);
      return;
    }
    if (existing != null) {
      remove(existing);
    }
    SharedInode inode = SharedInode.of(target);
    PathNode added = budget.node(path, nameStart, path.length(), inode.entry(), layer);
    inode.add(added);
    parent.add(added);
    applyHeader(inode, path, link.attributes());
  }

  private boolean isBelow(PathNode node, PathNode directory) {
    if (!directory.isDirectory()) {
      return false;
    }
    PathNode up = node;
    while (up != null && up != directory) {
      budget.step();
      up = up.parent;
    }
    return up != null;
  }

  private void dangling(String path, String why, LayerEntry.HardLink link) {
    anomalies.add(
        TreeAnomaly.Kind.DANGLING_HARD_LINK,
        layer,
        path,
        "its target " + quote(link.target()) + " " + why + ": engines refuse the layer");
  }

  private void applyHeader(SharedInode inode, String path, Attributes header) {
    Attributes before = inode.attributes();
    if (HardLinkHeader.changes(inode.entry(), before, header)) {
      anomalies.add(
          TreeAnomaly.Kind.HARD_LINK_CHANGES_ATTRIBUTES,
          layer,
          path,
          "the file was "
              + describe(before)
              + ", the link's header says "
              + describe(header)
              + "; engines apply it in part or not at all");
    }
    inode.touch(HardLinkHeader.apply(inode.entry(), before, header), layer);
  }

  private static String describe(Attributes attributes) {
    return String.format(
        "mode %04o owner %d:%d%s",
        attributes.mode(),
        attributes.uid(),
        attributes.gid(),
        attributes.capabilities().isPresent() ? " with capabilities" : "");
  }

  /** Cuts and escapes a path for a message. */
  static String quote(String path) {
    return "\"" + Text.excerpt(path) + "\"";
  }

  /** The directory at the first {@code end} chars of {@code path}, made where it is missing. */
  private PathNode directory(String path, int end, String entryPath) {
    PathNode last = lastDirectory;
    if (last != null
        && !last.isDetached()
        && lastDirectoryPath.length() == end
        && path.startsWith(lastDirectoryPath)) {
      return last;
    }
    return walk(path, end, entryPath);
  }

  private PathNode walk(String path, int pathEnd, String entryPath) {
    PathNode at = root;
    String text = path;
    int end = pathEnd;
    int hops = 0;
    for (int from = 0; from < end; ) {
      budget.step();
      int to = TreePaths.componentEnd(text, from, end);
      if (TreePaths.isDotDot(text, from, to)) {
        at = at.parent == null ? at : at.parent;
      } else if (to > from && !TreePaths.isDot(text, from, to)) {
        PathNode child = at.child(text, from, to);
        if (child != null
            && child.entry instanceof LayerEntry.SymbolicLink link
            && !link.target().isEmpty()
            && hops < symlinkHops) {
          hops++;
          at = link.target().startsWith("/") ? root : at;
          text = link.target() + text.substring(to, end);
          budget.steps(TreeLookup.stepsFor(text));
          end = text.length();
          from = 0;
          continue;
        }
        at = directoryInstead(child, at, text, from, to, hops > 0, entryPath);
      }
      from = to + 1;
    }
    if (hops == 0) {
      lastDirectory = at;
      lastDirectoryPath = path.substring(0, pathEnd);
    } else {
      budget.checkPathLength(at.pathLength() + 1 + path.length() - pathEnd);
    }
    return at;
  }

  private PathNode directoryInstead(
      @Nullable PathNode child,
      PathNode parent,
      String text,
      int from,
      int to,
      boolean linkFollowed,
      String entryPath) {
    if (child != null && child.isDirectory()) {
      return child;
    }
    if (child == null) {
      beforeImplicitDirectory(parent, text, from, to, entryPath);
    } else {
      beforeDirectoryReplaces(child, entryPath);
      remove(child);
    }
    // A text put together from link targets is not worth keeping for the sake of one name.
    PathNode made =
        linkFollowed
            ? budget.node(text.substring(from, to), 0, to - from, null, layer)
            : budget.node(text, from, to, null, layer);
    parent.add(made);
    return made;
  }

  /** The node at {@code path} below {@code start}, links followed but for the last component. */
  final @Nullable PathNode locate(PathNode start, String path) {
    int slash = path.lastIndexOf('/');
    PathNode parent =
        slash < 0
            ? start
            : TreeLookup.follow(start, path.substring(0, slash), symlinkHops, budget::steps);
    budget.step();
    return parent == null ? null : parent.child(path, slash + 1, path.length());
  }

  /** Takes a node and all below it out of the tree. */
  final void remove(PathNode node) {
    PathNode parent = node.parent;
    if (parent != null) {
      parent.remove(node);
    }
    dismantle(node);
  }

  final void removeChildren(PathNode directory) {
    PathNode children = directory.children;
    directory.children = null;
    dismantle(children);
  }

  /** Leaves nothing but the way up, so that a hidden file keeps its path and no neighbours. */
  private void dismantle(@Nullable PathNode first) {
    Iterator<PathNode> walk = Siblings.withDescendants(first);
    while (walk.hasNext()) {
      PathNode node = walk.next();
      node.left = null;
      node.right = null;
      node.children = null;
      onRemoved(node);
      node.markDetached();
    }
  }

  final void keepIfPrivileged(PathNode node) {
    if (HiddenFile.isWorthKeeping(node)) {
      hidden.add(HiddenFile.of(node));
    }
  }
}
