package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.ClauseLocation;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The file in which findings are fixed: a Dockerfile, a pom.xml, a policy. Formats of CI systems
 * point at it, because they show nothing that is in no file of the repository; immutable.
 *
 * @param path relative to the repository's root, with slashes
 * @param line 1-based
 */
public record FixLocation(String path, int line) {
  private static final String UNRESERVED = "-._~/!$&'()*+,;=@";

  /**
   * @throws IllegalArgumentException if the path is not one below the root, or the line is less
   *     than 1
   */
  public FixLocation {
    path = path.replace('\\', '/');
    while (path.startsWith("./")) {
      path = path.substring(2);
    }
    if (!isBelowRoot(path)) {
      throw new IllegalArgumentException(
          "\"" + path + "\" is no path below the repository's root, as in docker/Dockerfile");
    }
    if (line < 1) {
      throw new IllegalArgumentException("line " + line + ": lines count from 1");
    }
  }

  /** {@code Dockerfile} at the repository's root. */
  public static FixLocation defaults() {
    return new FixLocation("Dockerfile", 1);
  }

  /**
   * Understands {@code FILE[:LINE]}.
   *
   * @throws IllegalArgumentException if that is no path below the root
   */
  public static FixLocation parse(String text) {
    int colon = text.lastIndexOf(':');
    String line = text.substring(colon + 1);
    boolean hasLine = colon > 0 && line.length() <= 9 && isNumber(line);
    return hasLine
        ? new FixLocation(text.substring(0, colon), Integer.parseInt(line))
        : new FixLocation(text, 1);
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Where a clause of a policy stands; empty when that is outside of the repository. */
  static Optional<FixLocation> of(ClauseLocation clause) {
    String path = clause.file().replace('\\', '/');
    return isBelowRoot(path) && clause.line() >= 1
        ? Optional.of(new FixLocation(path, clause.line()))
        : Optional.empty();
  }

  /** True for a path that names something below the root it is relative to. */
  static boolean isBelowRoot(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) < ' ') {
        return false;
      }
    }
    int colon = path.indexOf(':');
    boolean hasScheme = colon >= 0 && path.lastIndexOf('/', colon) < 0;
    return !path.isEmpty()
        && !hasScheme
        && !path.startsWith("/")
        && !path.endsWith("/")
        && !("/" + path + "/").contains("/../");
  }

  /** The path as a relative reference (RFC 3986, section 4.2). */
  String uri() {
    StringBuilder uri = new StringBuilder(path.length() + 8);
    for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xFF);
      boolean isPlain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || UNRESERVED.indexOf(c) >= 0;
      if (isPlain) {
        uri.append(c);
      } else {
        uri.append('%')
            .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
            .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
    return uri.toString();
  }
}
