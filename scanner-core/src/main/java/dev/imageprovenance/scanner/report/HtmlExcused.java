package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.Excuse;
import dev.imageprovenance.scanner.policy.ExcusedFinding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows the findings that do not count, each with the clause that excuses it and why; not
 * thread-safe.
 */
final class HtmlExcused {
  /** Of more findings the rest is counted. */
  private static final int MOST_FINDINGS = 500;

  private final HtmlPage page;
  private final HtmlWriter html;
  private final Severity failOn;

  HtmlExcused(HtmlPage page, Severity failOn) {
    this.page = page;
    this.html = page.html();
    this.failOn = failOn;
  }

  void render(CheckResult result) throws IOException {
    if (result.excused().isEmpty()) {
      return;
    }
    html.open("details", "class", "excused").leaf("summary", summary(result));
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String name : new String[] {"Excused", "Finding", "By", "Why"}) {
      html.leaf("th", name, "scope", "col");
    }
    html.close("tr").close("thead").open("tbody");
    HtmlQuota quota = new HtmlQuota(page, result.excused().size(), MOST_FINDINGS);
    for (ExcusedFinding each : result.excused()) {
      if (!quota.admits()) {
        break;
      }
      row(each);
    }
    html.close("tbody").close("table").close("div");
    quota.tellLeftOut("finding", "findings");
    html.close("details");
  }

  /** "3 findings do not count: 2 allowed, 1 waived". */
  private static String summary(CheckResult result) {
    List<String> parts = new ArrayList<>();
    for (Excuse.Kind kind : Excuse.Kind.values()) {
      int count = result.excused(kind).size();
      if (count > 0) {
        parts.add(Wording.grouped(count) + " " + word(kind));
      }
    }
    return Wording.count(result.excused().size(), "finding does", "findings do")
        + " not count: "
        + String.join(", ", parts);
  }

  private static String word(Excuse.Kind kind) {
    return switch (kind) {
      case ALLOWED -> "allowed";
      case WAIVED -> "waived";
      case BASELINE -> "in the baseline";
    };
  }

  private void row(ExcusedFinding each) throws IOException {
    Excuse excuse = each.excuse();
    html.open("tr").leaf("td", word(excuse.kind())).open("th", "scope", "row");
    HtmlVerdict.severity(html, each.finding().severity(), failOn);
    html.text(" " + Wording.message(each.finding().message(), false)).close("th").open("td");
    html.code(Text.escape(excuse.clause()));
    if (excuse.location().isPresent()) {
      html.open("div", "class", "aside").name(excuse.location().get().toString()).close("div");
    }
    html.close("td").open("td");
    html.text(excuse.reason().map(Text::escape).orElse(""));
    if (excuse.owner().isPresent()) {
      html.leaf("div", "accepted by " + Text.escape(excuse.owner().get()), "class", "aside");
    }
    if (excuse.expires().isPresent()) {
      html.leaf("div", "until " + excuse.expires().get(), "class", "aside");
    }
    html.close("td").close("tr");
  }
}
