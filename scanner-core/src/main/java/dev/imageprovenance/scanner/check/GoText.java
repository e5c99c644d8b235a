package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.oci.Text;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Text as Go programs handle it: byte strings, held here with one char for each byte (ISO 8859-1);
 * stateless.
 */
final class GoText {
  /** U+FFFD as UTF-8, one char for each byte. */
  private static final String REPLACEMENT = "\u00EF\u00BF\u00BD";

  private GoText() {}

  /**
   * The UTF-8 bytes of a text from a JSON document. A lone surrogate becomes U+FFFD, as Go's JSON
   * decoder makes it.
   */
  static String bytesOf(String text) {
    StringBuilder wellFormed = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(wellFormed::appendCodePoint);
    return new String(
        wellFormed.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** A byte string made safe for a message: decoded as UTF-8 where it is, escaped, cut. */
  static String show(String bytes) {
    return Text.excerpt(decode(bytes));
  }

  /** A byte string as UTF-8 text; bytes that are none become U+DC80 to U+DCFF. */
  static String decode(String bytes) {
    byte[] raw = bytes.getBytes(StandardCharsets.ISO_8859_1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException notUtf8) {
      StringBuilder out = new StringBuilder(bytes.length());
      bytes.chars().map(b -> b < 0x80 ? b : 0xDC00 + b).forEach(c -> out.append((char) c));
      return out.toString();
    }
  }

  /**
   * True when two byte strings are equal, runs of U+FFFD counted as one: parsers differ in how many
   * they put in the place of a broken sequence.
   */
  static boolean sameName(String left, String right) {
    return left.equals(right)
        || (left.contains(REPLACEMENT) && squeeze(left).equals(squeeze(right)));
  }

  private static String squeeze(String bytes) {
    return bytes.replaceAll("(" + REPLACEMENT + ")+", REPLACEMENT);
  }

  /** The parts between separators, empty ones too; always at least one. */
  static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
      parts.add(text.substring(start, end));
      start = end + 1;
    }
    parts.add(text.substring(start));
    return parts;
  }

  /** Without Unicode white space at both ends, as Go's {@code bytes.TrimSpace} leaves it. */
  static String trim(String bytes) {
    int start = 0;
    int end = bytes.length();
    for (int width = spaceAt(bytes, start); width > 0; width = spaceAt(bytes, start)) {
      start += width;
    }
    for (int width = spaceBefore(bytes, start, end);
        width > 0;
        width = spaceBefore(bytes, start, end)) {
      end -= width;
    }
    return bytes.substring(start, end);
  }

  /** The number of bytes of the white space at {@code index}, 0 when there is none. */
  private static int spaceAt(String bytes, int index) {
    for (int width = 1; width <= 3 && index + width <= bytes.length(); width++) {
      if (isSpace(bytes, index, width)) {
        return width;
      }
    }
    return 0;
  }

  private static int spaceBefore(String bytes, int start, int end) {
    for (int width = 1; width <= 3 && end - width >= start; width++) {
      if (isSpace(bytes, end - width, width)) {
        return width;
      }
    }
    return 0;
  }

  private static boolean isSpace(String bytes, int index, int width) {
    int a = bytes.charAt(index);
    if (width == 1) {
      return a == ' ' || (a >= '\t' && a <= '\r');
    }
    int b = bytes.charAt(index + 1);
    if (width == 2) {
      return a == 0xC2 && (b == 0x85 || b == 0xA0);
    }
    int c = bytes.charAt(index + 2);
    if ((a & 0xF0) != 0xE0 || (b & 0xC0) != 0x80 || (c & 0xC0) != 0x80) {
      return false;
    }
    int codePoint = (a & 0x0F) << 12 | (b & 0x3F) << 6 | (c & 0x3F);
    return codePoint == 0x1680
        || (codePoint >= 0x2000 && codePoint <= 0x200A)
        || codePoint == 0x2028
        || codePoint == 0x2029
        || codePoint == 0x202F
        || codePoint == 0x205F
        || codePoint == 0x3000;
  }
}
