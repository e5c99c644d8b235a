package dev.imageprovenance.scanner.layer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Turns the bytes of file names into text and back without loss, and entry names into paths;
 * stateless and thread-safe.
 *
 * <p>A byte that is no UTF-8 becomes the lone surrogate U+DC00 + byte, so that different names stay
 * different and {@link #encode} gives back the very bytes.
 */
public final class PathName {
  private static final int ESCAPE = 0xDC00;

  private PathName() {}

  /** The text of {@code bytes}. */
  public static String decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /** The text of {@code length} bytes from {@code offset}. */
  public static String decode(byte[] bytes, int offset, int length) {
    if (isAscii(bytes, offset, length)) {
      return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }
    StringBuilder text = new StringBuilder(length);
    int end = offset + length;
    for (int i = offset; i < end; ) {
      int width = sequenceLength(bytes, i, end);
      if (width == 0) {
        text.append((char) (ESCAPE + (bytes[i] & 0xFF)));
        i++;
      } else {
        text.appendCodePoint(codePoint(bytes, i, width));
        i += width;
      }
    }
    return text.toString();
  }

  /** The bytes of which {@link #decode} makes {@code text}. */
  public static byte[] encode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 8);
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      appendUtf8(bytes, codePoint);
      i += Character.charCount(codePoint);
    }
    return bytes.toByteArray();
  }

  /**
   * The path of an entry's name: relative to the root, empty components and {@code .} left out,
   * {@code ..} resolved without looking at links and stopped at the root. The root is the empty
   * path.
   */
  public static String normalise(String name) {
    if (isNormal(name)) {
      return name;
    }
    StringBuilder path = new StringBuilder(name.length());
    for (int start = 0; start <= name.length(); ) {
      int slash = name.indexOf('/', start);
      int end = slash < 0 ? name.length() : slash;
      appendComponent(path, name, start, end);
      start = end + 1;
    }
    return path.toString();
  }

  /** True when a component of {@code name} is {@code ..}. */
  public static boolean hasParentReference(String name) {
    for (int at = name.indexOf(".."); at >= 0; at = name.indexOf("..", at + 1)) {
      boolean starts = at == 0 || name.charAt(at - 1) == '/';
      boolean ends = at + 2 == name.length() || name.charAt(at + 2) == '/';
      if (starts && ends) {
        return true;
      }
    }
    return false;
  }

  /** The directory that a path is in; the root's is the root. */
  public static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /** The last component of a path. */
  public static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** True when no component is empty, {@code .} or {@code ..}, which is nearly always. */
  private static boolean isNormal(String name) {
    int componentStart = 0;
    for (int i = 0; i <= name.length(); i++) {
      if (i == name.length() || name.charAt(i) == '/') {
        if (isSpecial(name, componentStart, i)) {
          return false;
        }
        componentStart = i + 1;
      }
    }
    return true;
  }

  private static boolean isSpecial(String name, int start, int end) {
    return switch (end - start) {
      case 0 -> true;
      case 1 -> name.charAt(start) == '.';
      case 2 -> name.charAt(start) == '.' && name.charAt(start + 1) == '.';
      default -> false;
    };
  }

  private static void appendComponent(StringBuilder path, String name, int start, int end) {
    if (!isSpecial(name, start, end)) {
      if (path.length() > 0) {
        path.append('/');
      }
      path.append(name, start, end);
    } else if (end - start == 2) {
      path.setLength(Math.max(0, path.lastIndexOf("/")));
    }
  }

  private static boolean isAscii(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /** How many bytes the well-formed UTF-8 sequence at {@code i} has (RFC 3629), 0 if it is none. */
  private static int sequenceLength(byte[] bytes, int i, int end) {
    int first = bytes[i] & 0xFF;
    if (first < 0x80) {
      return 1;
    }
    int width = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || i + width > end) {
      return 0;
    }
    int second = bytes[i + 1] & 0xFF;
    int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < lowest || second > highest) {
      return 0;
    }
    for (int k = 2; k < width; k++) {
      if ((bytes[i + k] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return width;
  }

  private static int codePoint(byte[] bytes, int i, int width) {
    if (width == 1) {
      return bytes[i];
    }
    int value = bytes[i] & (0x7F >> width);
    for (int k = 1; k < width; k++) {
      value = value << 6 | (bytes[i + k] & 0x3F);
    }
    return value;
  }

  private static void appendUtf8(ByteArrayOutputStream bytes, int codePoint) {
    if (codePoint >= ESCAPE + 0x80 && codePoint <= ESCAPE + 0xFF) {
      bytes.write(codePoint - ESCAPE);
    } else if (codePoint < 0x80) {
      bytes.write(codePoint);
    } else if (codePoint < 0x800) {
      bytes.write(0xC0 | codePoint >> 6);
      appendContinuation(bytes, codePoint);
    } else if (codePoint < 0x10000) {
      bytes.write(0xE0 | codePoint >> 12);
      appendContinuation(bytes, codePoint >> 6);
      appendContinuation(bytes, codePoint);
    } else {
      bytes.write(0xF0 | codePoint >> 18);
      appendContinuation(bytes, codePoint >> 12);
      appendContinuation(bytes, codePoint >> 6);
      appendContinuation(bytes, codePoint);
    }
  }

  private static void appendContinuation(ByteArrayOutputStream bytes, int bits) {
    bytes.write(0x80 | (bits & 0x3F));
  }
}
