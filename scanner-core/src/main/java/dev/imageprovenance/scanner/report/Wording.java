package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Text;

/** Spells numbers, sizes and digests for people; stateless. */
final class Wording {
  private static final int SHORT_HEX = 12;
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private Wording() {}

  /** "1 file", "12 files". */
  static String count(long number, String singular, String plural) {
    return grouped(number) + " " + (number == 1 ? singular : plural);
  }

  /** A number with commas between thousands. */
  static String grouped(long number) {
    String digits = Long.toString(number);
    int sign = number < 0 ? 1 : 0;
    StringBuilder out = new StringBuilder(digits.length() + 6).append(digits);
    for (int i = digits.length() - 3; i > sign; i -= 3) {
      out.insert(i, ',');
    }
    return out.toString();
  }

  /** Bytes in decimal units with one digit after the point: "999 B", "48.2 MB". */
  static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    long unit = 1000;
    int index = 1;
    while (index < UNITS.length - 1 && tenths(bytes, unit) >= 10_000) {
      unit *= 1000;
      index++;
    }
    long tenths = tenths(bytes, unit);
    return tenths / 10 + "." + tenths % 10 + " " + UNITS[index];
  }

  private static long tenths(long bytes, long unit) {
    long tenth = unit / 10;
    return bytes / unit * 10 + (bytes % unit + tenth / 2) / tenth;
  }

  /** Permission bits as five octal digits: "04755". */
  static String octal(int mode) {
    String digits = Integer.toOctalString(mode & 07777);
    return "00000".substring(digits.length()) + digits;
  }

  /** The digest, shortened to twelve characters behind the algorithm unless {@code full}. */
  static String digest(Digest digest, boolean full) {
    return full ? digest.toString() : shorten(digest.toString());
  }

  /** The text with every long digest in it cut to twelve characters. */
  static String shorten(String text) {
    StringBuilder out = null;
    int copied = 0;
    for (int colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
      int end = colon + 1;
      while (end < text.length() && isHex(text.charAt(end))) {
        end++;
      }
      boolean isDigest = end - colon - 1 >= 32 && colon > 0 && isAlgorithm(text.charAt(colon - 1));
      if (isDigest) {
        out = out == null ? new StringBuilder(text.length()) : out;
        out.append(text, copied, colon + 1 + SHORT_HEX);
        copied = end;
      }
    }
    return out == null ? text : out.append(text, copied, text.length()).toString();
  }

  /**
   * The text without anything that a terminal obeys. Unlike {@link Text#escape} it leaves
   * backslashes alone, because the text was escaped by whoever wrote it.
   */
  static String printable(String text) {
    if (text.indexOf('\\') < 0) {
      return Text.escape(text);
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    int start = 0;
    for (int slash = text.indexOf('\\'); slash >= 0; slash = text.indexOf('\\', start)) {
      out.append(Text.escape(text.substring(start, slash))).append('\\');
      start = slash + 1;
    }
    return out.append(Text.escape(text.substring(start))).toString();
  }

  /**
   * A sentence of a check on one line, safe to print, its digests shortened unless {@code full}.
   */
  static String message(String text, boolean full) {
    String printable = printable(text.replace('\n', ' '));
    return full ? printable : shorten(printable);
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  private static boolean isAlgorithm(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  }
}
