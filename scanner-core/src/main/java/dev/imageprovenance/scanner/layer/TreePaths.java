package dev.imageprovenance.scanner.layer;

import java.util.ArrayDeque;
import java.util.Deque;

/** Arithmetic on the paths of layer entries; stateless. */
final class TreePaths {
  private TreePaths() {}

  /**
   * {@code path} without empty, {@code .} and {@code ..} components; what would leave the root
   * stays in it. The very same string when there is nothing to do.
   */
  static String clean(String path) {
    return isClean(path) ? path : rebuild(path);
  }

  private static boolean isClean(String path) {
    int length = path.length();
    int start = 0;
    while (start < length) {
      int end = componentEnd(path, start, length);
      if (end == start || isDot(path, start, end) || isDotDot(path, start, end)) {
        return false;
      }
      start = end + 1;
      if (start == length) {
        return false;
      }
    }
    return true;
  }

  private static String rebuild(String path) {
    Deque<String> components = new ArrayDeque<>();
    for (int start = 0; start < path.length(); ) {
      int end = componentEnd(path, start, path.length());
      if (isDotDot(path, start, end)) {
        components.pollLast();
      } else if (end > start && !isDot(path, start, end)) {
        components.addLast(path.substring(start, end));
      }
      start = end + 1;
    }
    return String.join("/", components);
  }

  /** Where the component that begins at {@code start} ends, at most {@code limit}. */
  static int componentEnd(String path, int start, int limit) {
    int slash = path.indexOf('/', start);
    return slash < 0 || slash > limit ? limit : slash;
  }

  static boolean isDot(String path, int start, int end) {
    return end - start == 1 && path.charAt(start) == '.';
  }

  static boolean isDotDot(String path, int start, int end) {
    return end - start == 2 && path.charAt(start) == '.' && path.charAt(start + 1) == '.';
  }
}
