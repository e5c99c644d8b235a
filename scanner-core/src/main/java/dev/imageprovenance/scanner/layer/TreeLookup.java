package dev.imageprovenance.scanner.layer;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Finds nodes by path; stateless. */
final class TreeLookup {
  /** So many chars of a path are put together in the time of one step. */
  private static final int CHARS_PER_STEP = 64;

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
    return follow(root, path, hops, steps -> {});
  }

  /** The same for a caller that counts the steps, and may stop the search by throwing. */
  static @Nullable PathNode follow(PathNode root, String path, int hops, IntConsumer onSteps) {
    return follow(root, path, hops, onSteps, () -> {});
  }

  /** True when the way to {@code path} has more links than {@code hops}, or goes in a circle. */
  static boolean hasTooManyLinks(PathNode root, String path, int hops) {
    AtomicBoolean tooMany = new AtomicBoolean();
    follow(root, path, hops, steps -> {}, () -> tooMany.set(true));
    return tooMany.get();
  }

  /** What a longer text costs, which following a link puts together. */
  static int stepsFor(String text) {
    return text.length() / CHARS_PER_STEP;
  }

  private static @Nullable PathNode follow(
      PathNode root, String path, int hops, IntConsumer onSteps, Runnable onTooManyLinks) {
    PathNode at = root;
    String text = path;
    int left = hops;
    for (int from = 0; from < text.length(); ) {
      onSteps.accept(1);
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
            if (--left < 0) {
              onTooManyLinks.run();
              return null;
            }
            if (link.target().isEmpty()) {
              return null;
            }
            at = link.target().startsWith("/") ? root : at;
            text = link.target() + text.substring(to);
            onSteps.accept(stepsFor(text));
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
