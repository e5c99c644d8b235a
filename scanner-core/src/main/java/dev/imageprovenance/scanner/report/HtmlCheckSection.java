package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.report.HtmlFindingGroups.Anchored;
import dev.imageprovenance.scanner.report.ImageReport.LayerSummary;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Shows the checks of one image, each with what it found and what excused it; not thread-safe. */
final class HtmlCheckSection {
  private final HtmlPage page;
  private final HtmlWriter html;
  private final int level;
  private final ImageReport image;
  private final HtmlFindingGroups groups;
  private final HtmlFindingCard cards;
  private final HtmlExcused excused;

  HtmlCheckSection(
      HtmlPage page, int level, ImageReport image, HtmlFindingGroups groups, Severity failOn) {
    this.page = page;
    this.html = page.html();
    this.level = level;
    this.image = image;
    this.groups = groups;
    this.cards = new HtmlFindingCard(page, image, groups, failOn);
    this.excused = new HtmlExcused(page, failOn);
  }

  void render() throws IOException {
    html.open("section", "class", "checks").leaf("h" + level, "Checks");
    for (CheckResult result : image.results()) {
      check(result);
    }
    html.close("section");
  }

  private void check(CheckResult result) throws IOException {
    String style = HtmlVerdict.style(result.verdict());
    html.open("section", "class", "check " + style, "id", groups.check(result.check()));
    html.open("div", "class", "check-head");
    HtmlVerdict.badge(html, result.verdict());
    html.leaf("h" + (level + 1), result.check().value());
    html.leaf("p", Wording.message(result.summary(), false)).close("div");
    if (result.unknown().isPresent()) {
      unknown(result, result.unknown().get());
    }
    findings(groups.of(result.check()));
    excused.render(result);
    html.close("section");
  }

  private void unknown(CheckResult result, String reason) throws IOException {
    html.open("p", "class", "problem");
    html.leaf("b", result.unknownAllowed() ? "Unknown, which the policy allows: " : "Unknown: ");
    Optional<LayerSummary> layer = toldByLayer(result, reason);
    if (layer.isPresent()) {
      String name = "layer " + (layer.get().index() + 1);
      html.leaf("a", name, "href", "#" + groups.layer(layer.get().index()));
      html.text(" could not be read").close("p");
    } else {
      html.text(Wording.message(reason, false)).close("p");
    }
    boolean canBeAllowed =
        result.verdict() == Verdict.UNKNOWN
            && !result.unknownAllowed()
            && !result.check().equals(CheckId.INTEGRITY)
            && !image.isIntegrityBroken();
    if (canBeAllowed) {
      html.open("p", "class", "hint").text("To pass without knowing, add ");
      html.code("--allow-unknown " + result.check()).close("p");
    }
  }

  /** The layer whose problem is all the reason: it is told there, and by integrity. */
  private Optional<LayerSummary> toldByLayer(CheckResult result, String reason) {
    for (LayerSummary layer : image.layers()) {
      boolean isReason = layer.problem().filter(reason::equals).isPresent();
      if (isReason && !result.check().equals(CheckId.INTEGRITY)) {
        return Optional.of(layer);
      }
    }
    return Optional.empty();
  }

  private void findings(List<Anchored> found) throws IOException {
    if (found.isEmpty()) {
      return;
    }
    HtmlQuota quota = new HtmlQuota(page, found.size(), HtmlFindingGroups.MOST_OF_CHECK);
    int told = 0;
    html.open("ol", "class", "findings");
    for (Anchored each : found) {
      if (!quota.admits()) {
        break;
      }
      cards.render(each);
      told += each.group().size();
    }
    html.close("ol");
    if (quota.leftOut() > 0) {
      int hidden = findings(found, told);
      page.leftOut(Wording.count(hidden, "finding more is", "findings more are"));
    }
  }

  private static int findings(List<Anchored> groups, int told) {
    int all = 0;
    for (Anchored each : groups) {
      List<Finding> findings = each.group().findings();
      all += findings.size();
    }
    return all - told;
  }
}
