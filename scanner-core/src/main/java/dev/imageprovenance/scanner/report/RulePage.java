package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the documentation says about a check: the page of docs/checks or docs/codes with its id,
 * taken apart; immutable.
 *
 * @param question what the check asks; empty without a page
 * @param why why that matters, Markdown
 * @param codes what the check can find, by code in the page's order
 * @param fix what to do about it, Markdown
 * @param allow how to accept it, Markdown
 */
record RulePage(String question, String why, Map<String, Meaning> codes, String fix, String allow) {
  /** Of a check that nobody explained. */
  static final RulePage EMPTY = new RulePage("", "", Map.of(), "", "");

  private static final List<String> DIRECTORIES = List.of("checks", "codes");
  private static final Pattern QUESTION = Pattern.compile("(?m)^\\*\\*(.+)\\*\\*$");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([A-Z][A-Z_]*)` \\| ([a-z]+)[^|]*\\| (.+) \\|$");
  private static final Pattern LINK_WITHIN_DOCS =
      Pattern.compile("\\[([^\\]]*)\\]\\((?!https?://)[^)]*\\)");

  /**
   * What a code means.
   *
   * @param severity as a rule
   * @param text when it is found, Markdown on one line
   */
  record Meaning(Severity severity, String text) {}

  /**
   * The page of {@code check}; one without content if nobody wrote it.
   *
   * @throws UncheckedIOException if this program's own resources cannot be read
   */
  static RulePage of(CheckId check) {
    for (String directory : DIRECTORIES) {
      Optional<String> markdown = read("pages/" + directory + "/" + check + ".md");
      if (markdown.isPresent()) {
        return parse(LINK_WITHIN_DOCS.matcher(markdown.get()).replaceAll("$1"));
      }
    }
    return EMPTY;
  }

  private static RulePage parse(String markdown) {
    Matcher question = QUESTION.matcher(markdown);
    Map<String, Meaning> codes = new LinkedHashMap<>();
    Matcher row = ROW.matcher(markdown);
    while (row.find()) {
      severity(row.group(2))
          .ifPresent(severity -> codes.put(row.group(1), new Meaning(severity, row.group(3))));
    }
    return new RulePage(
        question.find() ? question.group(1) : "",
        section(markdown, "Why it matters"),
        codes,
        section(markdown, "How to fix it"),
        section(markdown, "How to allow it"));
  }

  /** What stands below a heading, up to the next one. */
  private static String section(String markdown, String heading) {
    String line = "\n## " + heading + "\n";
    int start = markdown.indexOf(line);
    if (start < 0) {
      return "";
    }
    int end = markdown.indexOf("\n## ", start + line.length() - 1);
    return markdown.substring(start + line.length(), end < 0 ? markdown.length() : end).strip();
  }

  private static Optional<Severity> severity(String label) {
    for (Severity severity : Severity.values()) {
      if (severity.name().toLowerCase(Locale.ROOT).equals(label)) {
        return Optional.of(severity);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> read(String resource) {
    try (InputStream in = RulePage.class.getResourceAsStream(resource)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
