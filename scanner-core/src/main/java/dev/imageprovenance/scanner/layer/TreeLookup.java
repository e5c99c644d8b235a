package dev.imageprovenance.scanner.layer;

import org.jspecify.annotations.Nullable;

/** Finds nodes by path; stateless. */
final class TreeLookup {
  private TreeLookup() {}

  /** The node at exactly this path, links not followed. */
  static @Nullable PathNode exact(PathNode root, String path) {
    PathNode node = root;
    for (int from = 0; from < path.length(); ) {
      int to = TreePaths.componentEnd(path, from, path.length());
      node = node.child(path, from, to);
      if (node == null) {
        return null;
      }
      from = to + 1;
    }
    return node;
  }

  /**
   * The node that a process with this root finds at {@code path}: every link is followed, the last
   * one too. Null when there is none, or behind more links than {@code hops}.
   */
  static @Nullable PathNode follow(PathNode root, String path, int hops) {
    return follow(root, path, hops, () -> {});
  }

  /** The same for a caller that counts the steps, and may stop the search by throwing. */
  static @Nullable PathNode follow(PathNode root, String path, int hops, Runnable onStep) {
    PathNode at = root;
    String text = path;
    int left = hops;
    for (int from = 0; from < text.length(); ) {
      onStep.run();
      int to = TreePaths.componentEnd(text, from, text.length());
      if (to > from) {
        if (!at.isDirectory()) {
          return null;
        }
        if (TreePaths.isDotDot(text, from, to)) {
          at = at.parent == null ? at : at.parent;
        } else if (!TreePaths.isDot(text, from, to)) {
          PathNode child = at.child(text, from, to);
          if (child == null) {
            return null;
          }
          if (child.entry instanceof LayerEntry.SymbolicLink link) {
            if (--left < 0 || link.target().isEmpty()) {
              return null;
            }
            at = link.target().startsWith("/") ? root : at;
            text = link.target() + text.substring(to);
            from = 0;
            continue;
          }
          at = child;
        }
      }
      from = to + 1;
    }
    boolean mustBeDirectory = text.endsWith("/");
    return mustBeDirectory && !at.isDirectory() ? null : at;
  }
}
