package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import java.io.IOException;

/**
 * Draws verdicts and severities, always as a word, which a sign and a colour make quicker to see;
 * stateless.
 */
final class HtmlVerdict {
  private static final String CIRCLE = "M8 .8a7.2 7.2 0 1 0 0 14.4A7.2 7.2 0 0 0 8 .8Z";

  private HtmlVerdict() {}

  /** The class of elements that belong to a verdict. */
  static String style(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "pass";
      case FAIL -> "fail";
      case UNKNOWN -> "unknown";
    };
  }

  /** The class of elements that belong to a severity, which stand out from {@code failOn} on. */
  static String style(Severity severity, Severity failOn) {
    return severity.label() + (severity.isAtLeast(failOn) ? " failing" : "");
  }

  /** The signs, once for each page. */
  static void symbols(HtmlWriter html) throws IOException {
    html.open("svg", "xmlns", "http://www.w3.org/2000/svg", "class", "symbols");
    symbol(html, "sign-pass", "M4.4 8.3 7 10.9l4.7-5.4");
    symbol(html, "sign-fail", "M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6");
    symbol(html, "sign-unknown", "M5.9 6.2a2.1 2.1 0 1 1 3 1.9q-.9.45-.9 1.3M8 11.6v.2");
    html.close("svg");
  }

  private static void symbol(HtmlWriter html, String id, String path) throws IOException {
    html.open("symbol", "id", id, "viewBox", "0 0 16 16");
    html.empty("path", "class", "disc", "d", CIRCLE);
    html.empty("path", "class", "stroke", "d", path);
    html.close("symbol");
  }

  /** Sign and word. */
  static void badge(HtmlWriter html, Verdict verdict) throws IOException {
    badge(html, verdict, verdict.name());
  }

  /** The verdict's sign with another word. */
  static void badge(HtmlWriter html, Verdict verdict, String word) throws IOException {
    html.open("span", "class", "verdict " + style(verdict));
    html.open("svg", "class", "sign", "viewBox", "0 0 16 16", "aria-hidden", "true");
    html.empty("use", "href", "#sign-" + style(verdict));
    html.close("svg").leaf("span", word).close("span");
  }

  /** A severity's word. */
  static void severity(HtmlWriter html, Severity severity, Severity failOn) throws IOException {
    html.leaf("span", severity.label(), "class", "severity " + style(severity, failOn));
  }
}
