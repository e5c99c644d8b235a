package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import java.io.IOException;

/** Shows why something could not be checked: what failed, where, what to do; stateless. */
final class HtmlProblemSection {
  private HtmlProblemSection() {}

  /**
   * Shows {@code problem} of {@code subject}, which is safe to print.
   *
   * @param level of its heading
   */
  static void render(
      HtmlWriter html,
      int level,
      String anchor,
      String subject,
      Verdict verdict,
      ScanReport.Problem problem)
      throws IOException {
    boolean isMistake = problem.kind().exitCode() == 2;
    Verdict shown = isMistake ? Verdict.FAIL : verdict;
    html.open("article", "id", anchor, "class", HtmlVerdict.style(shown));
    html.open("header", "class", "headline").open("p", "class", "outcome");
    HtmlVerdict.badge(html, shown, isMistake ? "ERROR" : verdict.name());
    html.close("p").leaf("h" + level, subject);
    html.leaf(
        "p", capitalized(TextProblemSection.inWords(problem.kind())) + ".", "class", "sentence");
    html.close("header");
    html.open("dl", "class", "problem-facts");
    lines(html, "Reason", problem.message());
    if (problem.remedy().isPresent()) {
      lines(html, "Remedy", problem.remedy().get());
    }
    html.close("dl").close("article");
  }

  private static void lines(HtmlWriter html, String label, String text) throws IOException {
    html.leaf("dt", label).open("dd");
    for (String line : text.split("\n", -1)) {
      html.leaf("div", line);
    }
    html.close("dd");
  }

  private static String capitalized(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
