package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.io.Writer;

/**
 * Writes lineages as one self-contained HTML page, as {@link HtmlReportRenderer} writes scans;
 * immutable and thread-safe.
 */
public final class HtmlLineageRenderer implements ReportRenderer<LineageRun> {
  @Override
  public void render(LineageRun run, Writer out) throws IOException {
    HtmlPage page = new HtmlPage(out);
    int images = 0;
    for (LineageReport report : run.lineages()) {
      images += Math.max(1, report.lineages().size());
    }
    boolean isOne = images == 1;
    String title =
        isOne
            ? Text.excerpt(run.lineages().get(0).requested())
            : Wording.count(images, "lineage", "lineages");
    page.begin(run.verdict(), title, "Image lineage", run.startedAt());
    if (!isOne) {
      overview(page, run, images);
    }
    HtmlQuota quota = new HtmlQuota(page, images, Integer.MAX_VALUE);
    int number = 0;
    for (LineageReport report : run.lineages()) {
      if (report.problem().isPresent() && quota.admits()) {
        HtmlProblemSection.render(
            page.html(),
            isOne ? 1 : 2,
            anchor(++number),
            Text.excerpt(report.requested()),
            report.verdict(),
            report.problem().get());
      }
      for (Lineage lineage : report.lineages()) {
        if (quota.admits()) {
          new HtmlLineageSection(page, isOne ? 1 : 2, anchor(++number), report, lineage).render();
        }
      }
    }
    quota.tellLeftOut("lineage", "lineages");
    page.end(run.tool(), run.exitCode());
  }

  private static void overview(HtmlPage page, LineageRun run, int images) throws IOException {
    HtmlWriter html = page.html();
    html.open("header", "class", "headline").open("p", "class", "outcome");
    HtmlVerdict.badge(html, run.verdict());
    html.close("p").leaf("h1", Wording.count(images, "lineage", "lineages")).close("header");
    html.open("div", "class", "scroll").open("table", "class", "overview");
    html.open("thead").open("tr");
    for (String name : new String[] {"Verdict", "Image", "Base"}) {
      html.leaf("th", name, "scope", "col");
    }
    html.close("tr").close("thead").open("tbody");
    HtmlQuota quota = new HtmlQuota(page, images, 1_000);
    int number = 0;
    for (LineageReport report : run.lineages()) {
      if (report.problem().isPresent() && quota.admits()) {
        row(
            html,
            anchor(++number),
            report,
            "",
            TextProblemSection.inWords(report.problem().get().kind()));
      }
      for (Lineage lineage : report.lineages()) {
        if (quota.admits()) {
          row(
              html,
              anchor(++number),
              report,
              " " + Text.excerpt(lineage.platform().toString()),
              lineage.state().label());
        }
      }
    }
    html.close("tbody").close("table").close("div");
    quota.tellLeftOut("lineage", "lineages");
  }

  private static void row(
      HtmlWriter html, String anchor, LineageReport report, String platform, String state)
      throws IOException {
    html.open("tr").open("td");
    HtmlVerdict.badge(html, report.verdict());
    html.close("td").open("th", "scope", "row").open("a", "href", "#" + anchor);
    html.name(report.requested()).text(platform).close("a").close("th");
    html.leaf("td", state).close("tr");
  }

  private static String anchor(int number) {
    return "lineage-" + number;
  }
}
