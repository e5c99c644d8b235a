package dev.imageprovenance.scanner.compare;

/**
 * How engines tell paths of a container in their list of changes; stateless. It is JSON, where
 * every byte that is no UTF-8 has become U+FFFD.
 */
public final class EnginePaths {
  private static final int REPLACEMENT = 0xFFFD;

  private EnginePaths() {}

  /** A path of a file tree as engines tell it, without slash in front. */
  public static String told(String path) {
    return path.codePoints().anyMatch(EnginePaths::isUndecoded)
        ? path.codePoints()
            .map(c -> isUndecoded(c) ? REPLACEMENT : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
        : path;
  }

  /** True when bytes may have been lost, so that several paths are told alike. */
  public static boolean isInexact(String told) {
    return told.indexOf(REPLACEMENT) >= 0;
  }

  /** What an engine told, without the slashes in front. */
  public static String relative(String told) {
    int start = 0;
    while (start < told.length() && told.charAt(start) == '/') {
      start++;
    }
    return told.substring(start);
  }

  private static boolean isUndecoded(int codePoint) {
    return codePoint >= 0xDC80 && codePoint <= 0xDCFF;
  }
}
