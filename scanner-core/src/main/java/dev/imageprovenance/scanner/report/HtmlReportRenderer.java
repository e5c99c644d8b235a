package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.UnusedClauses.Unused;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Writes a report as one self-contained HTML page, without scripts and without anything to load;
 * immutable and thread-safe.
 *
 * <p>The page is bounded: of very long lists it shows the beginning and says how much is left out,
 * which JSON holds.
 */
public final class HtmlReportRenderer implements ReportRenderer<RunReport> {
  /** Of more clauses the rest is counted. */
  private static final int MOST_CLAUSES = 500;

  @Override
  public void render(RunReport run, Writer out) throws IOException {
    HtmlPage page = new HtmlPage(out);
    List<ScannedSubject> subjects = ScannedSubject.of(run.scans());
    boolean isOne = subjects.size() == 1;
    String title =
        isOne
            ? Text.excerpt(subjects.get(0).scan().requested())
            : Wording.count(subjects.size(), "image", "images");
    page.begin(run.verdict(), title, "Image scan", run.startedAt());
    if (!isOne) {
      new HtmlScanOverview(page).render(run.verdict(), subjects);
    }
    HtmlQuota quota = new HtmlQuota(page, subjects.size(), Integer.MAX_VALUE);
    for (ScannedSubject subject : subjects) {
      if (!quota.admits()) {
        break;
      }
      subject(page, isOne ? 1 : 2, subject, run);
    }
    quota.tellLeftOut("image", "images");
    unused(page, run.unusedClauses());
    page.end(run.tool(), run.exitCode());
  }

  /** What may be a typing error or a left-over, and fails nothing. */
  private static void unused(HtmlPage page, List<Unused> clauses) throws IOException {
    if (clauses.isEmpty()) {
      return;
    }
    HtmlWriter html = page.html();
    html.open("section").leaf("h2", "Clauses of the policy that nothing needed");
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String name : new String[] {"Clause", "Where", "What is odd"}) {
      html.leaf("th", name, "scope", "col");
    }
    html.close("tr").close("thead").open("tbody");
    HtmlQuota quota = new HtmlQuota(page, clauses.size(), MOST_CLAUSES);
    for (Unused clause : clauses) {
      if (!quota.admits()) {
        break;
      }
      html.open("tr").open("th", "scope", "row").code(Text.escape(clause.origin().clause()));
      html.close("th").open("td");
      html.name(clause.origin().location().map(Object::toString).orElse("no file")).close("td");
      html.leaf("td", clause.words()).close("tr");
    }
    html.close("tbody").close("table").close("div");
    quota.tellLeftOut("clause", "clauses");
    html.close("section");
  }

  private static void subject(HtmlPage page, int level, ScannedSubject subject, RunReport run)
      throws IOException {
    ScanReport scan = subject.scan();
    if (subject.image().isPresent()) {
      new HtmlImageSection(page, level, subject.anchor(), scan, subject.image().get(), run.policy())
          .render();
    } else if (scan.problem().isPresent()) {
      HtmlProblemSection.render(
          page.html(),
          level,
          subject.anchor(),
          Text.escape(scan.requested()),
          scan.verdict(),
          scan.problem().get());
    }
  }
}
