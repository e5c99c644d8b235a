package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.io.Writer;

/**
 * Writes what is signed of images as one self-contained HTML page, as {@link HtmlReportRenderer}
 * writes scans; immutable and thread-safe.
 */
public final class HtmlSignaturesRenderer implements ReportRenderer<SignaturesRun> {
  @Override
  public void render(SignaturesRun run, Writer out) throws IOException {
    HtmlPage page = new HtmlPage(out);
    int images = 0;
    for (SignaturesReport report : run.reports()) {
      images += Math.max(1, report.images().size());
    }
    boolean isOne = images == 1;
    String title =
        isOne
            ? Text.excerpt(run.reports().get(0).requested())
            : Wording.count(images, "image", "images");
    page.begin(run.verdict(), title, "Image signatures", run.startedAt());
    if (!isOne) {
      overview(page, run, images);
    }
    HtmlQuota quota = new HtmlQuota(page, images, Integer.MAX_VALUE);
    int number = 0;
    for (SignaturesReport report : run.reports()) {
      if (report.problem().isPresent() && quota.admits()) {
        HtmlProblemSection.render(
            page.html(),
            isOne ? 1 : 2,
            anchor(++number),
            Text.excerpt(report.requested()),
            report.verdict(),
            report.problem().get());
      }
      for (SignedImageReport image : report.images()) {
        if (quota.admits()) {
          new HtmlSignaturesSection(page, isOne ? 1 : 2, anchor(++number), report, image).render();
        }
      }
    }
    quota.tellLeftOut("image", "images");
    page.end(run.tool(), run.exitCode());
  }

  private static void overview(HtmlPage page, SignaturesRun run, int images) throws IOException {
    HtmlWriter html = page.html();
    html.open("header", "class", "headline").open("p", "class", "outcome");
    HtmlVerdict.badge(html, run.verdict());
    html.close("p").leaf("h1", Wording.count(images, "image", "images")).close("header");
    html.open("div", "class", "scroll").open("table", "class", "overview");
    html.open("thead").open("tr");
    for (String name : new String[] {"Verdict", "Image", "Signatures"}) {
      html.leaf("th", name, "scope", "col");
    }
    html.close("tr").close("thead").open("tbody");
    HtmlQuota quota = new HtmlQuota(page, images, 1_000);
    int number = 0;
    for (SignaturesReport report : run.reports()) {
      if (report.problem().isPresent() && quota.admits()) {
        String words = TextProblemSection.inWords(report.problem().get().kind());
        row(html, anchor(++number), report, "", words);
      }
      for (SignedImageReport image : report.images()) {
        if (quota.admits()) {
          String platform = " " + Text.excerpt(image.platform().toString());
          row(html, anchor(++number), report, platform, SignatureWording.state(image));
        }
      }
    }
    html.close("tbody").close("table").close("div");
    quota.tellLeftOut("image", "images");
  }

  private static void row(
      HtmlWriter html, String anchor, SignaturesReport report, String platform, String state)
      throws IOException {
    html.open("tr").open("td");
    HtmlVerdict.badge(html, report.verdict());
    html.close("td").open("th", "scope", "row").open("a", "href", "#" + anchor);
    html.name(report.requested()).text(platform).close("a").close("th");
    html.leaf("td", state).close("tr");
  }

  private static String anchor(int number) {
    return "signatures-" + number;
  }
}
