package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.CheckResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Shows in one table how several images fared, each with a link to its part; not thread-safe. */
final class HtmlScanOverview {
  /** Of more images the rest is counted. */
  private static final int MOST_ROWS = 1_000;

  private final HtmlPage page;
  private final HtmlWriter html;

  HtmlScanOverview(HtmlPage page) {
    this.page = page;
    this.html = page.html();
  }

  void render(Verdict verdict, List<ScannedSubject> subjects) throws IOException {
    html.open("header", "class", "headline overview").open("p", "class", "outcome");
    HtmlVerdict.badge(html, verdict);
    html.close("p").leaf("h1", Wording.count(subjects.size(), "image", "images"));
    html.leaf("p", totals(subjects), "class", "sentence").close("header");
    html.open("div", "class", "scroll").open("table", "class", "overview");
    html.open("thead").open("tr");
    for (String name : new String[] {"Verdict", "Image", "Platform", "Layers", "Findings"}) {
      html.leaf("th", name, "scope", "col");
    }
    html.close("tr").close("thead").open("tbody");
    HtmlQuota quota = new HtmlQuota(page, subjects.size(), MOST_ROWS);
    for (ScannedSubject subject : subjects) {
      if (!quota.admits()) {
        break;
      }
      row(subject);
    }
    html.close("tbody").close("table").close("div");
    quota.tellLeftOut("image", "images");
  }

  /** "3 passed, 1 failed". */
  private static String totals(List<ScannedSubject> subjects) {
    List<String> parts = new ArrayList<>();
    for (Verdict verdict : List.of(Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN)) {
      long count = subjects.stream().filter(each -> each.verdict() == verdict).count();
      if (count > 0) {
        parts.add(Wording.grouped(count) + " " + TextReportRenderer.inWords(verdict));
      }
    }
    return parts.isEmpty() ? "Nothing was scanned." : String.join(", ", parts) + ".";
  }

  private void row(ScannedSubject subject) throws IOException {
    html.open("tr").open("td");
    HtmlVerdict.badge(html, subject.verdict());
    html.close("td").open("th", "scope", "row").open("a", "href", "#" + subject.anchor());
    html.name(cut(subject.scan().requested())).close("a").close("th");
    if (subject.image().isEmpty()) {
      String reason =
          subject.scan().problem().map(problem -> problem.message().split("\n", 2)[0]).orElse("");
      html.leaf("td", reason, "colspan", "3").close("tr");
      return;
    }
    ImageReport image = subject.image().get();
    html.leaf("td", Text.escape(image.platform().toString()));
    html.leaf("td", layers(image)).leaf("td", findings(image)).close("tr");
  }

  private static String layers(ImageReport image) {
    long bytes = LayerTotals.of(image.layers()).storedBytes();
    return Wording.grouped(image.layers().size())
        + (bytes < 0 ? "" : ", " + Wording.bytes(bytes) + " stored");
  }

  /** "1 high, 4 medium". */
  private static String findings(ImageReport image) {
    Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
    for (CheckResult result : image.results()) {
      for (Finding finding : result.findings()) {
        counts.merge(finding.severity(), 1, Integer::sum);
      }
    }
    StringBuilder words = new StringBuilder();
    for (Severity severity : counts.keySet()) {
      String count = Wording.grouped(counts.getOrDefault(severity, 0)) + " " + severity.label();
      words.insert(0, words.isEmpty() ? count : count + ", ");
    }
    return words.isEmpty() ? "none" : words.toString();
  }

  private static String cut(String raw) {
    return raw.length() <= 300 ? raw : raw.substring(0, 300) + "…";
  }
}
