package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.workload.PodImage;
import dev.imageprovenance.scanner.workload.PodsComparison;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a comparison of pods as one self-contained HTML page, a row for each image with those who
 * run it, as {@link HtmlReportRenderer} writes scans; immutable and thread-safe.
 */
public final class HtmlPodsRenderer implements ReportRenderer<PodsRun> {
  /** Of more images the rest is counted. */
  private static final int MOST_IMAGES = 2_000;

  @Override
  public void render(PodsRun run, Writer out) throws IOException {
    HtmlPage page = new HtmlPage(out);
    page.begin(run.verdict(), Text.excerpt(run.list()), "Images of pods", run.startedAt());
    Optional<PodsComparison> comparison = run.comparison();
    if (comparison.isPresent()) {
      comparison(page, comparison.get());
    } else {
      HtmlProblemSection.render(
          page.html(),
          1,
          "pods",
          Text.escape(run.list()),
          run.verdict(),
          run.problem().orElseThrow());
    }
    page.end(run.tool(), run.exitCode());
  }

  private static void comparison(HtmlPage page, PodsComparison comparison) throws IOException {
    HtmlWriter html = page.html();
    html.open("article", "class", HtmlVerdict.style(comparison.verdict()));
    html.open("header", "class", "headline").open("p", "class", "outcome");
    HtmlVerdict.badge(html, comparison.verdict());
    html.close("p").leaf("h1", Text.escape(comparison.list()));
    html.leaf("p", totals(comparison), "class", "sentence");
    html.open("dl", "class", "facts");
    fact(html, "Required of images", comparison.required().label() + " or a stronger rung");
    fact(html, "Processes fail from", comparison.failOn().label());
    html.close("dl").close("header");
    images(page, comparison);
    html.close("article");
  }

  private static void fact(HtmlWriter html, String name, String value) throws IOException {
    html.open("div").leaf("dt", name).leaf("dd", value).close("div");
  }

  /** "12 pods, 14 containers, 5 images: 4 passed, 1 failed." */
  private static String totals(PodsComparison comparison) {
    List<String> parts = new ArrayList<>();
    for (Verdict verdict : List.of(Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN)) {
      int count = 0;
      for (PodImage image : comparison.images()) {
        count += comparison.verdict(image) == verdict ? 1 : 0;
      }
      if (count > 0) {
        parts.add(Wording.grouped(count) + " " + TextReportRenderer.inWords(verdict));
      }
    }
    return Wording.count(comparison.pods(), "pod", "pods")
        + ", "
        + Wording.count(comparison.containers(), "container", "containers")
        + ", "
        + Wording.count(comparison.images().size(), "image", "images")
        + (parts.isEmpty() ? ": nothing was compared." : ": " + String.join(", ", parts) + ".");
  }

  private static void images(HtmlPage page, PodsComparison comparison) throws IOException {
    if (comparison.images().isEmpty()) {
      return;
    }
    HtmlWriter html = page.html();
    // Roles keep the table a table where it is laid out in blocks, on narrow screens.
    html.open("table", "class", "pods", "role", "table");
    html.open("thead", "role", "rowgroup").open("tr", "role", "row");
    for (String name : new String[] {"Verdict", "Image", "Against its registry", "Who runs it"}) {
      html.leaf("th", name, "scope", "col", "role", "columnheader");
    }
    html.close("tr").close("thead").open("tbody", "role", "rowgroup");
    HtmlQuota quota = new HtmlQuota(page, comparison.images().size(), MOST_IMAGES);
    for (PodImage image : comparison.images()) {
      if (!quota.admits()) {
        break;
      }
      new HtmlPodImageRow(page, comparison, image).render();
    }
    html.close("tbody").close("table");
    quota.tellLeftOut("image", "images");
  }
}
