package dev.imageprovenance.scanner.layer;

import java.util.regex.Pattern;

/** Takes password hashes out of passwd, group and shadow files; stateless and thread-safe. */
final class PasswordHashes {
  private static final String PLACEHOLDER = "<hash>";

  /** What stands in the password field of an account without a usable hash. */
  private static final Pattern MARKER = Pattern.compile("[!*]*|x|X|\\*LK\\*|\\*NP\\*|NP|!LK!|LK");

  /** Marks in front of a hash that lock its account, as usermod -L puts them. */
  private static final Pattern LOCK = Pattern.compile("^[!*]+");

  private PasswordHashes() {}

  /**
   * {@code text} with the second field of each line replaced unless it is one of the usual markers.
   * Marks that lock an account stay. The other fields stay whatever they look like, for names and
   * numbers decide who a user is.
   */
  static String redact(String text) {
    StringBuilder redacted = new StringBuilder(text.length());
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline + 1;
      appendRedacted(redacted, text.substring(start, end));
      start = end;
    }
    return redacted.toString();
  }

  private static void appendRedacted(StringBuilder out, String line) {
    int first = line.indexOf(':') + 1;
    if (first == 0) {
      out.append(line);
      return;
    }
    int second = line.indexOf(':', first);
    int end = second < 0 ? endOfText(line) : second;
    out.append(line, 0, first);
    out.append(redactedField(line.substring(first, end)));
    out.append(line, end, line.length());
  }

  private static String redactedField(String field) {
    if (MARKER.matcher(field.strip()).matches()) {
      return field;
    }
    var lock = LOCK.matcher(field);
    return (lock.find() ? lock.group() : "") + PLACEHOLDER;
  }

  private static int endOfText(String line) {
    int end = line.length();
    while (end > 0 && (line.charAt(end - 1) == '\n' || line.charAt(end - 1) == '\r')) {
      end--;
    }
    return end;
  }
}
