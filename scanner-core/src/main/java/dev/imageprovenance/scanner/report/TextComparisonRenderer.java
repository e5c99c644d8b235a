package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Optional;

/**
 * Writes comparisons for people: verdict and rung first, then why, then the differences; immutable
 * and thread-safe.
 */
public final class TextComparisonRenderer implements ReportRenderer<ComparisonRun> {
  private final TextOptions options;

  /** Renders as {@code options} say. */
  public TextComparisonRenderer(TextOptions options) {
    this.options = options;
  }

  @Override
  public void render(ComparisonRun run, Writer out) throws IOException {
    TextPage page = new TextPage(out, options);
    boolean quiet = options.verbosity() == Verbosity.QUIET;
    boolean first = true;
    for (ComparisonReport report : run.comparisons()) {
      if (quiet && report.verdict() == Verdict.PASS) {
        continue;
      }
      if (!first) {
        page.blank();
      }
      first = false;
      render(page, report);
    }
    if (run.comparisons().size() > 1 && !quiet) {
      page.blank();
      renderTotals(page, run.comparisons());
    }
  }

  private void render(TextPage page, ComparisonReport report) throws IOException {
    Optional<Comparison> comparison = report.comparison();
    if (comparison.isPresent()) {
      new TextComparisonSection(page, options, comparison.get()).render();
      return;
    }
    String subject =
        Text.escape(report.deployed())
            + report.registry().map(registry -> " ? " + Text.escape(registry)).orElse("");
    TextProblemSection.render(page, subject, report.verdict(), report.problem().orElseThrow());
  }

  private static void renderTotals(TextPage page, List<ComparisonReport> comparisons)
      throws IOException {
    Phrase phrase =
        new Phrase().words(Wording.count(comparisons.size(), "comparison:", "comparisons:"));
    String separator = "";
    for (Verdict verdict : List.of(Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN)) {
      long count = comparisons.stream().filter(each -> each.verdict() == verdict).count();
      if (count > 0) {
        phrase.glue(separator);
        phrase.word(
            count + " " + TextReportRenderer.inWords(verdict), TextReportRenderer.style(verdict));
        separator = ",";
      }
    }
    page.print(0, 2, phrase);
  }
}
