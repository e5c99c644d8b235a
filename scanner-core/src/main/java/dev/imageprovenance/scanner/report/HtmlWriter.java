package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes elements that are HTML and well-formed XML at once; not thread-safe.
 *
 * <p>There is no way to write text that is not escaped: names of elements and attributes are
 * checked, and values and text lose everything that a browser would obey, control characters and
 * changes of the direction of writing included.
 */
final class HtmlWriter {
  /** Longer text is cut, and says so; paths are at most 4096 bytes. */
  static final int MOST_CHARACTERS = 5_000;

  /** Begin on a line of their own: only between them space means nothing. */
  private static final Set<String> BLOCKS =
      Set.of(
          "head",
          "meta",
          "title",
          "style",
          "body",
          "header",
          "main",
          "footer",
          "nav",
          "article",
          "section",
          "div",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "p",
          "ol",
          "ul",
          "li",
          "dl",
          "dt",
          "dd",
          "table",
          "caption",
          "thead",
          "tbody",
          "tr",
          "th",
          "td",
          "details",
          "summary",
          "figure",
          "figcaption",
          "pre",
          "svg",
          "g",
          "path",
          "rect",
          "line",
          "circle");

  private final Writer out;
  private final Deque<String> open = new ArrayDeque<>();
  private long written;

  HtmlWriter(Writer out) {
    this.out = out;
  }

  /** Begins an element; {@code attributes} are names and values in turn. */
  HtmlWriter open(String element, String... attributes) throws IOException {
    tag(element, attributes);
    raw(">");
    open.push(element);
    return this;
  }

  /**
   * Ends the innermost element.
   *
   * @throws IllegalStateException if that is another than {@code element}
   */
  HtmlWriter close(String element) throws IOException {
    String innermost = open.isEmpty() ? "nothing" : open.pop();
    if (!innermost.equals(element)) {
      throw new IllegalStateException(element + " cannot end where " + innermost + " is open");
    }
    raw("</");
    raw(element);
    raw(">");
    return this;
  }

  /** An element without content. */
  HtmlWriter empty(String element, String... attributes) throws IOException {
    tag(element, attributes);
    raw(" />");
    return this;
  }

  /** An element that holds only {@link #text}. */
  HtmlWriter leaf(String element, String text, String... attributes) throws IOException {
    return open(element, attributes).text(text).close(element);
  }

  /**
   * Words of this program, or text whose names were escaped by whoever wrote it: backslashes stay
   * as they are.
   */
  HtmlWriter text(String text) throws IOException {
    escaped(Wording.printable(text));
    return this;
  }

  /** A name as an image, a server or a person gives it, in an element of its own. */
  HtmlWriter name(String raw) throws IOException {
    return code(Text.escape(raw));
  }

  /** Text for machines, such as a digest or an escaped path, in an element of its own. */
  HtmlWriter code(String text) throws IOException {
    return leaf("code", text);
  }

  /** The content of a style element, which is a resource of this program. */
  HtmlWriter stylesheet(String css) throws IOException {
    if (css.indexOf('<') >= 0 || css.indexOf('&') >= 0) {
      throw new IllegalStateException("The stylesheet reads otherwise in XML than in HTML");
    }
    open("style");
    raw(css);
    return close("style");
  }

  /** The first line, which no element can be. */
  HtmlWriter doctype() throws IOException {
    raw("<!DOCTYPE html>");
    return this;
  }

  /** How many characters were written. */
  long written() {
    return written;
  }

  private void tag(String element, String... attributes) throws IOException {
    requireName(element);
    if (attributes.length % 2 != 0) {
      throw new IllegalArgumentException("an attribute of " + element + " has no value");
    }
    raw(BLOCKS.contains(element) && !open.contains("pre") ? "\n<" : "<");
    raw(element);
    for (int i = 0; i < attributes.length; i += 2) {
      requireName(attributes[i]);
      raw(" ");
      raw(attributes[i]);
      raw("=\"");
      escaped(Wording.printable(attributes[i + 1]));
      raw("\"");
    }
  }

  private static void requireName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!isLetter && (i == 0 || (c != '-' && (c < '0' || c > '9')))) {
        throw new IllegalArgumentException("not a name of HTML: " + name);
      }
    }
  }

  private void escaped(String text) throws IOException {
    int end = Math.min(text.length(), MOST_CHARACTERS);
    boolean splitsPair = end < text.length() && Character.isLowSurrogate(text.charAt(end));
    end -= splitsPair ? 1 : 0;
    int copied = 0;
    for (int i = 0; i < end; i++) {
      String entity = entity(text.charAt(i));
      if (entity != null) {
        rawPart(text, copied, i);
        raw(entity);
        copied = i + 1;
      }
    }
    rawPart(text, copied, end);
    if (end < text.length()) {
      raw("… (" + Wording.grouped(text.length() - end) + " characters more)");
    }
  }

  private static @org.jspecify.annotations.Nullable String entity(char c) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      default -> null;
    };
  }

  private void raw(String text) throws IOException {
    out.append(text);
    written += text.length();
  }

  private void rawPart(String text, int start, int end) throws IOException {
    if (end > start) {
      out.append(text, start, end);
      written += end - start;
    }
  }
}
