package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One self-contained page: its frame, its style, and how much it may hold; not thread-safe. It has
 * no script, and tells the browser to load nothing.
 */
final class HtmlPage {
  private static final String STYLESHEET = "report.css";

  /**
   * Nothing but the style within the page, whatever a name from an image might have smuggled in.
   */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

  /** From so many characters on, lists are left out: larger pages are no pleasure in a browser. */
  private static final long FULL = 4_000_000;

  private final HtmlWriter html;

  HtmlPage(Writer out) {
    this.html = new HtmlWriter(out);
  }

  HtmlWriter html() {
    return html;
  }

  /** True when lists should end: what they hold is counted from here on. */
  boolean isFull() {
    return html.written() >= FULL;
  }

  /** Opens the page, up to its main part. */
  void begin(Verdict verdict, String subject, String kind, Instant startedAt) throws IOException {
    html.doctype();
    html.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml").open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", CONTENT_SECURITY_POLICY);
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.empty("meta", "name", "referrer", "content", "no-referrer");
    html.leaf("title", verdict.name() + " · " + subject);
    html.stylesheet(stylesheet());
    html.close("head").open("body", "class", HtmlVerdict.style(verdict));
    HtmlVerdict.symbols(html);
    html.open("div", "class", "topline").leaf("span", kind).text(" ");
    time(startedAt);
    html.close("div").open("main");
  }

  /** Closes the page with who made it and what its exit code was. */
  void end(RunReport.Tool tool, int exitCode) throws IOException {
    html.close("main").open("footer");
    html.leaf(
        "p", tool.name() + " " + tool.version() + " · exit code " + exitCode + meaning(exitCode));
    html.open("p").text("Every digest stands with its kind and its origin. ");
    html.leaf("b", "computed")
        .text(" is proof: the bytes were hashed for this report. Every other origin is a claim.");
    html.close("p");
    html.leaf("p", "The JSON report of the same run holds everything, also what is cut here.");
    html.close("footer").close("body").close("html");
  }

  /** Says that something was left out, and where it is. */
  void leftOut(String what) throws IOException {
    html.leaf("p", what + " left out here; the JSON report has all of them.", "class", "left-out");
  }

  private void time(Instant instant) throws IOException {
    String iso = instant.toString();
    int end = Math.min(iso.length(), "2026-01-02T03:04:05".length());
    String shown = iso.substring(0, end).replace('T', ' ').replace("Z", "") + " UTC";
    html.leaf("time", shown, "datetime", iso);
  }

  private static String meaning(int exitCode) {
    return switch (exitCode) {
      case 0 -> ", passed";
      case 1 -> ", failed";
      case 2 -> ", wrong usage or configuration";
      case 3 -> ", could not check";
      case 4 -> ", integrity broken";
      default -> "";
    };
  }

  private static String stylesheet() {
    try (InputStream in = HtmlPage.class.getResourceAsStream(STYLESHEET)) {
      if (in == null) {
        throw new IOException("The resource " + STYLESHEET + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
