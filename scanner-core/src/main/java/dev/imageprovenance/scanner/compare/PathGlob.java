package dev.imageprovenance.scanner.compare;

import java.util.regex.Pattern;

/**
 * A pattern of absolute paths; immutable. {@code *} stands for any characters but a slash, {@code
 * **} for any characters, {@code ?} for one that is no slash; everything else is itself.
 */
final class PathGlob {
  private final Pattern pattern;

  PathGlob(String glob) {
    StringBuilder regex = new StringBuilder();
    int i = 0;
    while (i < glob.length()) {
      char c = glob.charAt(i);
      if (c == '*' && i + 1 < glob.length() && glob.charAt(i + 1) == '*') {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
      i++;
    }
    this.pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** Whether the path, given without its leading slash, is meant. */
  boolean matches(String relativePath) {
    return pattern.matcher("/" + relativePath).matches();
  }
}
