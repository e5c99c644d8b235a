package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Writes comparisons as one self-contained HTML page, as {@link HtmlReportRenderer} writes scans;
 * immutable and thread-safe.
 */
public final class HtmlComparisonRenderer implements ReportRenderer<ComparisonRun> {
  /** Of more comparisons the rest of the overview is counted. */
  private static final int MOST_ROWS = 1_000;

  @Override
  public void render(ComparisonRun run, Writer out) throws IOException {
    HtmlPage page = new HtmlPage(out);
    List<ComparisonReport> reports = run.comparisons();
    boolean isOne = reports.size() == 1;
    String title =
        isOne
            ? subject(reports.get(0))
            : Wording.count(reports.size(), "comparison", "comparisons");
    page.begin(run.verdict(), title, "Image comparison", run.startedAt());
    if (!isOne) {
      overview(page, run);
    }
    HtmlQuota quota = new HtmlQuota(page, reports.size(), Integer.MAX_VALUE);
    int number = 0;
    for (ComparisonReport report : reports) {
      if (!quota.admits()) {
        break;
      }
      report(page, isOne ? 1 : 2, anchor(++number), report);
    }
    quota.tellLeftOut("comparison", "comparisons");
    page.end(run.tool(), run.exitCode());
  }

  private static void report(HtmlPage page, int level, String anchor, ComparisonReport report)
      throws IOException {
    if (report.comparison().isPresent()) {
      new HtmlComparisonSection(page, level, anchor, report.comparison().get()).render();
    } else {
      HtmlProblemSection.render(
          page.html(),
          level,
          anchor,
          subject(report),
          report.verdict(),
          report.problem().orElseThrow());
    }
  }

  private static void overview(HtmlPage page, ComparisonRun run) throws IOException {
    HtmlWriter html = page.html();
    html.open("header", "class", "headline").open("p", "class", "outcome");
    HtmlVerdict.badge(html, run.verdict());
    html.close("p");
    html.leaf("h1", Wording.count(run.comparisons().size(), "comparison", "comparisons"));
    html.close("header");
    html.open("div", "class", "scroll").open("table", "class", "overview");
    html.open("thead").open("tr");
    for (String name : new String[] {"Verdict", "Compared", "How equal"}) {
      html.leaf("th", name, "scope", "col");
    }
    html.close("tr").close("thead").open("tbody");
    HtmlQuota quota = new HtmlQuota(page, run.comparisons().size(), MOST_ROWS);
    int number = 0;
    for (ComparisonReport report : run.comparisons()) {
      if (!quota.admits()) {
        break;
      }
      row(html, anchor(++number), report);
    }
    html.close("tbody").close("table").close("div");
    quota.tellLeftOut("comparison", "comparisons");
  }

  private static void row(HtmlWriter html, String anchor, ComparisonReport report)
      throws IOException {
    Verdict verdict = report.verdict();
    html.open("tr").open("td");
    HtmlVerdict.badge(html, verdict);
    html.close("td").open("th", "scope", "row").open("a", "href", "#" + anchor);
    html.code(subject(report)).close("a").close("th");
    String state =
        report
            .comparison()
            .map(ComparisonWording::state)
            .orElseGet(() -> TextProblemSection.inWords(report.problem().orElseThrow().kind()));
    html.leaf("td", state.isEmpty() ? "not known" : state).close("tr");
  }

  /** Both sides, escaped. */
  private static String subject(ComparisonReport report) {
    String sign = report.comparison().map(ComparisonWording::sign).orElse("?");
    return Text.excerpt(report.deployed())
        + report.registry().map(registry -> " " + sign + " " + Text.excerpt(registry)).orElse("");
  }

  private static String anchor(int number) {
    return "comparison-" + number;
  }
}
