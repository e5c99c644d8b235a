package dev.imageprovenance.scanner.layer;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One path of a tree under construction and afterwards; not thread-safe while it is built,
 * immutable from then on.
 *
 * <p>There may be millions of them, so a node owns no string: its name is a piece of the path of
 * the entry that brought it, and the children of a directory are a search tree threaded through the
 * nodes themselves (see {@link Siblings}).
 */
final class PathNode implements TreeNode {
  /** What a directory has that no entry describes. */
  static final Attributes IMPLICIT_ATTRIBUTES = new Attributes(0755, 0, 0, 0, Optional.empty());

  private final String source;
  private final int start;
  private final int end;

  /** Orders the search tree among the siblings as a heap; random, so that no image can skew it. */
  final int priority;

  @Nullable PathNode left;
  @Nullable PathNode right;
  @Nullable PathNode children;

  /** Null for the root alone. */
  @Nullable PathNode parent;

  /** Null for a directory that no entry describes; never a hard link. */
  @Nullable LayerEntry entry;

  /** Set once the inode has had a second link. */
  @Nullable SharedInode shared;

  /** The layer that last wrote this path; its complement once the path is gone from the tree. */
  private int layer;

  /** A node whose name is {@code source} from {@code start} to before {@code end}. */
  PathNode(String source, int start, int end, @Nullable LayerEntry entry, int layer, int priority) {
    this.source = source;
    this.start = start;
    this.end = end;
    this.entry = entry;
    this.layer = layer;
    this.priority = priority;
  }

  static PathNode root(int layer) {
    return new PathNode("", 0, 0, null, layer, 0);
  }

  boolean isDirectory() {
    return entry == null || entry instanceof LayerEntry.Directory;
  }

  boolean isDetached() {
    return layer < 0;
  }

  void markDetached() {
    layer = ~layer;
  }

  /** The layer whose entry wrote this path, whatever happened to its inode through other links. */
  int ownLayer() {
    return layer;
  }

  /** An entry of {@code byLayer} describes this path anew. */
  void describe(LayerEntry.Inode newEntry, int byLayer) {
    entry = newEntry;
    layer = byLayer;
  }

  /** The layer whose entry made the inode's content. */
  int contentLayer() {
    return shared == null ? layer : shared.contentLayer();
  }

  @Override
  public LayerEntry.Inode inode() {
    return entry instanceof LayerEntry.Inode inode
        ? inode
        : new LayerEntry.Directory(path(), IMPLICIT_ATTRIBUTES);
  }

  @Override
  public Attributes attributes() {
    if (shared != null) {
      return shared.attributes();
    }
    return entry instanceof LayerEntry.Inode inode ? inode.attributes() : IMPLICIT_ATTRIBUTES;
  }

  @Override
  public int layerIndex() {
    return shared == null ? layer : shared.layer();
  }

  @Override
  public List<String> links() {
    return shared == null ? List.of(path()) : shared.links();
  }

  @Override
  public String path() {
    if (parent == null) {
      return "";
    }
    return isPrefixOfSource() ? source.substring(0, end) : joinedPath();
  }

  /** Chars of {@link #path}. */
  int pathLength() {
    int length = -1;
    for (PathNode node = this; node.parent != null; node = node.parent) {
      length += node.nameLength() + 1;
    }
    return Math.max(length, 0);
  }

  String name() {
    return source.substring(start, end);
  }

  int nameLength() {
    return end - start;
  }

  char nameChar(int index) {
    return source.charAt(start + index);
  }

  /** Below, at or above zero as this name sorts before, at or behind the given piece of text. */
  int compareNameTo(String text, int from, int to) {
    int length = Math.min(end - start, to - from);
    for (int i = 0; i < length; i++) {
      int difference = source.charAt(start + i) - text.charAt(from + i);
      if (difference != 0) {
        return difference;
      }
    }
    return (end - start) - (to - from);
  }

  int compareNameTo(PathNode other) {
    return compareNameTo(other.source, other.start, other.end);
  }

  /** The child of the name that {@code text} has between the positions. */
  @Nullable PathNode child(String text, int from, int to) {
    return Siblings.find(children, text, from, to);
  }

  @Nullable PathNode childNamedLike(PathNode other) {
    return child(other.source, other.start, other.end);
  }

  void add(PathNode child) {
    child.parent = this;
    children = Siblings.insert(children, child);
  }

  void remove(PathNode child) {
    children = Siblings.remove(children, child);
  }

  /** True when the path is what the source begins with, as it is unless a link was followed. */
  private boolean isPrefixOfSource() {
    int position = end;
    PathNode node = this;
    while (node.parent != null) {
      int length = node.nameLength();
      int from = position - length;
      boolean top = node.parent.parent == null;
      if (top ? from != 0 : from < 2 || source.charAt(from - 1) != '/') {
        return false;
      }
      if (!source.regionMatches(from, node.source, node.start, length)) {
        return false;
      }
      position = from - 1;
      node = node.parent;
    }
    return true;
  }

  private String joinedPath() {
    char[] path = new char[pathLength()];
    int position = path.length;
    for (PathNode node = this; node.parent != null; node = node.parent) {
      position -= node.nameLength();
      node.source.getChars(node.start, node.end, path, position);
      if (position > 0) {
        path[--position] = '/';
      }
    }
    return new String(path);
  }

  @Override
  public String toString() {
    return path();
  }
}
