package dev.imageprovenance.scanner.layer;

import java.util.regex.Pattern;

/** Takes password hashes out of passwd, group and shadow files; stateless and thread-safe. */
final class PasswordHashes {
  private static final String PLACEHOLDER = "<hash>";

  /** What stands in the password field of an account without a usable hash. */
  private static final Pattern MARKER = Pattern.compile("[!*]*|x|X|\\*LK\\*|\\*NP\\*|NP|!LK!|LK");

  /** Marks in front of a hash that lock its account, as usermod -L puts them. */
  private static final Pattern LOCK = Pattern.compile("^[!*]+");

  /** crypt(5)'s form, wherever it stands. */
  private static final Pattern CRYPT = Pattern.compile("\\$[0-9A-Za-z_-]{1,32}\\$[^:\\s]*");

  private PasswordHashes() {}

  /**
   * {@code text} with the second field of each line replaced unless it is one of the usual markers,
   * and whatever looks like the output of crypt elsewhere. Marks that lock an account stay.
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
      out.append(withoutCrypt(line));
      return;
    }
    int second = line.indexOf(':', first);
    int end = second < 0 ? endOfText(line) : second;
    out.append(withoutCrypt(line.substring(0, first)));
    out.append(redactedField(line.substring(first, end)));
    out.append(withoutCrypt(line.substring(end)));
  }

  private static String redactedField(String field) {
    if (MARKER.matcher(field.strip()).matches()) {
      return field;
    }
    var lock = LOCK.matcher(field);
    return (lock.find() ? lock.group() : "") + PLACEHOLDER;
  }

  private static String withoutCrypt(String text) {
    return text.indexOf('$') < 0 ? text : CRYPT.matcher(text).replaceAll(PLACEHOLDER);
  }

  private static int endOfText(String line) {
    int end = line.length();
    while (end > 0 && (line.charAt(end - 1) == '\n' || line.charAt(end - 1) == '\r')) {
      end--;
    }
    return end;
  }
}
