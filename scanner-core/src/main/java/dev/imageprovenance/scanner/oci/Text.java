package dev.imageprovenance.scanner.oci;

/** Makes text from images and servers safe to show in a message; stateless. */
public final class Text {
  private static final int EXCERPT = 200;

  private Text() {}

  /**
   * {@code text} with control characters, bidirectional overrides and lone surrogates escaped as
   * {@code \\uXXXX}, and bytes that were no UTF-8 (U+DC80 to U+DCFF, see PathName) as {@code \xNN}.
   */
  public static String escape(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      int width = Character.charCount(codePoint);
      if (isUnsafe(codePoint)) {
        if (out == null) {
          out = new StringBuilder(text.length() + 16).append(text, 0, i);
        }
        appendEscaped(out, codePoint);
      } else if (out != null) {
        out.appendCodePoint(codePoint);
      }
      i += width;
    }
    return out == null ? text : out.toString();
  }

  /** {@link #escape} of at most 200 characters, with an ellipsis where it was cut. */
  public static String excerpt(String text) {
    return text.length() <= EXCERPT ? escape(text) : escape(text.substring(0, EXCERPT)) + "…";
  }

  private static boolean isUnsafe(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.PRIVATE_USE
        || type == Character.UNASSIGNED
        || codePoint == '\\';
  }

  private static void appendEscaped(StringBuilder out, int codePoint) {
    if (codePoint == '\\') {
      out.append("\\\\");
    } else if (codePoint >= 0xDC80 && codePoint <= 0xDCFF) {
      out.append(String.format("\\x%02x", codePoint - 0xDC00));
    } else if (codePoint > 0xFFFF) {
      out.append(String.format("\\U%08x", codePoint));
    } else {
      out.append(String.format("\\u%04x", codePoint));
    }
  }
}
