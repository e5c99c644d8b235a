package dev.imageprovenance.scanner.report;

import java.io.IOException;
import java.io.Writer;

/**
 * Writes XML 1.0 as ASCII, one element a line; what XML cannot hold becomes text; not thread-safe.
 */
final class XmlWriter {
  private final Writer out;
  private int depth;

  XmlWriter(Writer out) {
    this.out = out;
  }

  void declaration() throws IOException {
    out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  }

  /** Opens an element; {@code attributes} are names, each with its value behind it. */
  void open(String name, String... attributes) throws IOException {
    start(name, attributes);
    out.write(">\n");
    depth++;
  }

  void close(String name) throws IOException {
    depth--;
    indent();
    out.write("</" + name + ">\n");
  }

  /** An element without content. */
  void empty(String name, String... attributes) throws IOException {
    start(name, attributes);
    out.write("/>\n");
  }

  /** An element that holds text. */
  void leaf(String name, String text, String... attributes) throws IOException {
    start(name, attributes);
    out.write(">");
    out.write(escape(text, false));
    out.write("</" + name + ">\n");
  }

  private void start(String name, String... attributes) throws IOException {
    indent();
    out.write("<" + name);
    for (int i = 0; i < attributes.length; i += 2) {
      out.write(" " + attributes[i] + "=\"" + escape(attributes[i + 1], true) + "\"");
    }
  }

  private void indent() throws IOException {
    out.write("  ".repeat(depth));
  }

  /**
   * The text with references for what has a meaning in XML or is not ASCII; a character that XML
   * 1.0 cannot hold (section 2.2) as {@code \\uXXXX}.
   */
  static String escape(String text, boolean isAttribute) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      switch (codePoint) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append(isAttribute ? "&quot;" : "\"");
        case '\n' -> escaped.append(isAttribute ? "&#10;" : "\n");
        case '\t' -> escaped.append(isAttribute ? "&#9;" : "\t");
        case '\r' -> escaped.append("&#13;");
        default -> {
          if (codePoint >= ' ' && codePoint <= '~') {
            escaped.append((char) codePoint);
          } else if (isCharacter(codePoint)) {
            escaped.append("&#").append(codePoint).append(';');
          } else {
            String hex = Integer.toHexString(codePoint);
            escaped.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
          }
        }
      }
    }
    return escaped.toString();
  }

  private static boolean isCharacter(int codePoint) {
    return codePoint > '~'
        && !(codePoint >= 0xD800 && codePoint <= 0xDFFF)
        && codePoint != 0xFFFE
        && codePoint != 0xFFFF;
  }
}
