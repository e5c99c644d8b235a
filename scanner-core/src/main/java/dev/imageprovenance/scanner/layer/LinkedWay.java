package dev.imageprovenance.scanner.layer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the symbolic links on the way to a path, each of which decides where it leads; stateless.
 */
public final class LinkedWay {
  /** A way with more is none that {@link FileTree#resolve} follows to its end. */
  private static final int MOST_LINKS = 4_096;

  private LinkedWay() {}

  /**
   * The links that {@link FileTree#resolve} follows from the root to {@code path}, in order.
   *
   * @param path leads to a node
   * @throws IllegalArgumentException if it leads round in a circle: none of the links on the way is
   *     ever left out
   */
  public static List<TreeNode> links(FileTree tree, String path) {
    return links(tree::find, path);
  }

  /**
   * The same.
   *
   * @param find gives the node at exactly a path
   */
  static List<TreeNode> links(Function<String, Optional<TreeNode>> find, String path) {
    List<TreeNode> links = new ArrayList<>();
    Deque<String> open = new ArrayDeque<>(List.of(path.split("/")));
    String at = "";
    while (!open.isEmpty()) {
      String name = open.pop();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        at = at.contains("/") ? at.substring(0, at.lastIndexOf('/')) : "";
        continue;
      }
      String next = at.isEmpty() ? name : at + "/" + name;
      Optional<TreeNode> node = find.apply(next);
      if (node.isPresent() && node.get().inode() instanceof LayerEntry.SymbolicLink link) {
        if (links.size() == MOST_LINKS) {
          throw new IllegalArgumentException(path + " leads to nothing");
        }
        links.add(node.get());
        at = link.target().startsWith("/") ? "" : at;
        pushAll(open, link.target());
      } else {
        at = next;
      }
    }
    return links;
  }

  private static void pushAll(Deque<String> open, String target) {
    List<String> names = List.of(target.split("/"));
    for (int i = names.size() - 1; i >= 0; i--) {
      open.push(names.get(i));
    }
  }
}
