package dev.imageprovenance.scanner.signature.statement;

import dev.imageprovenance.scanner.oci.Secrets;
import java.util.Locale;

/**
 * Tells URIs of source that lead everybody to one place from those whose readers disagree, because
 * whoever starts a build may choose its source; stateless.
 */
final class SourceUri {
  private static final String SCHEME_END = "://";

  private SourceUri() {}

  /**
   * False for a URI whose path climbs, whose host is not all that stands before the first slash, or
   * of whose path something is withheld: a pattern would see another text than whoever clones it.
   */
  static boolean isClear(String uri) {
    int scheme = uri.indexOf(SCHEME_END);
    int start = scheme < 0 ? 0 : scheme + SCHEME_END.length();
    int slash = uri.indexOf('/', start);
    int end = slash < 0 ? uri.length() : slash;
    boolean plain = uri.chars().noneMatch(c -> c <= ' ' || c == '"' || Character.isISOControl(c));
    return plain
        && !climbs(uri)
        && (scheme < 0 || isHost(uri.substring(start, end)))
        && !Secrets.areIn(path(uri, end));
  }

  /** One login at most, and nothing that ends a host for some readers only (RFC 3986, 3.2). */
  private static boolean isHost(String authority) {
    return authority.chars().noneMatch(c -> c == '?' || c == '#' || c == '\\')
        && authority.indexOf('@') == authority.lastIndexOf('@');
  }

  private static String path(String uri, int start) {
    int fragment = uri.indexOf('#', start);
    return uri.substring(start, fragment < 0 ? uri.length() : fragment);
  }

  /** What climbs out of a directory leads elsewhere than it seems to. */
  private static boolean climbs(String uri) {
    String plain =
        uri.toLowerCase(Locale.ROOT)
            .replace("%2e", ".")
            .replace("%2f", "/")
            .replace("%5c", "/")
            .replace('\\', '/');
    String path = plain + "/";
    return path.contains("/../") || path.contains("/./");
  }
}
