package dev.imageprovenance.scanner.report;

/**
 * Writes text so that GitHub's and GitLab's Markdown shows it as it is: no markup, no link, no
 * mention, no reference comes of it; stateless.
 */
final class MarkdownText {
  /** Only names that somebody made to be a nuisance are so long. */
  private static final int MOST = 1000;

  /** What has a meaning in Markdown wherever it stands. */
  private static final String MARKUP = "\\`*_[]|~";

  /** What makes a reference of the word behind it, or a formula of what follows. */
  private static final String SIGNS = "@#!$%^";

  private MarkdownText() {}

  /** A sentence, in which names may be. */
  static String sentence(String text) {
    String shown = cut(text.replace('\n', ' '));
    StringBuilder out = new StringBuilder(shown.length() + 16);
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      if (isLinkStart(shown, i) || (SIGNS.indexOf(c) >= 0 && i + 1 < shown.length())) {
        // An element of its own: whoever looks for links and names looks at one text at a time.
        out.append("<span>").append(c).append("</span>");
      } else if (MARKUP.indexOf(c) >= 0) {
        out.append('\\').append(c);
      } else {
        html(out, c);
      }
    }
    return out.toString();
  }

  /** A name or a command; in a table a bar would end the cell even here. */
  static String code(String text) {
    if (text.isEmpty()) {
      return "(empty)";
    }
    String shown = cut(text.replace('\n', ' '));
    String fence = "`".repeat(longestRun(shown) + 1);
    boolean needsSpace = shown.startsWith("`") || shown.endsWith("`") || shown.isBlank();
    String space = needsSpace ? " " : "";
    return fence + space + shown + space + fence;
  }

  /** The same in a cell of a table. */
  static String codeInCell(String text) {
    return code(text).replace("|", "\\|");
  }

  /** A block of code, each line indented by {@code indent}. */
  static String block(String language, String text, String indent) {
    String fence = "`".repeat(Math.max(3, longestRun(text) + 1));
    return indent
        + fence
        + language
        + "\n"
        + indent
        + text.replace("\n", "\n" + indent)
        + "\n"
        + indent
        + fence
        + "\n";
  }

  /** A name where elements are written, and no Markdown is understood. */
  static String codeElement(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    String shown = cut(text.replace('\n', ' '));
    for (int i = 0; i < shown.length(); i++) {
      html(out, shown.charAt(i));
    }
    return "<code>" + out + "</code>";
  }

  private static void html(StringBuilder out, char c) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      default -> out.append(c);
    }
  }

  /** The colon of {@code https://x}, the dot of {@code www.x}. */
  private static boolean isLinkStart(String text, int index) {
    return text.startsWith("://", index)
        || (text.charAt(index) == '.' && text.regionMatches(true, index - 3, "www", 0, 3));
  }

  private static int longestRun(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  private static String cut(String text) {
    if (text.length() <= MOST) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(MOST - 1));
    return text.substring(0, splitsPair ? MOST - 1 : MOST) + "…";
  }
}
