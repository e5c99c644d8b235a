package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.lineage.AssessedClaim;
import dev.imageprovenance.scanner.lineage.AssessedClaim.Assessment;
import dev.imageprovenance.scanner.lineage.Lineage;
import java.io.IOException;

/** Shows what is said of an image's base beside what it is worth; not thread-safe. */
final class HtmlLineageClaims {
  /** Of more claims the rest is counted. */
  private static final int MOST_CLAIMS = 500;

  private final HtmlPage page;
  private final HtmlWriter html;
  private final int level;
  private final Lineage lineage;

  HtmlLineageClaims(HtmlPage page, int level, Lineage lineage) {
    this.page = page;
    this.html = page.html();
    this.level = level;
    this.lineage = lineage;
  }

  void render() throws IOException {
    html.open("section").leaf("h" + level, "Claims beside proofs");
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String name : new String[] {"Who says it", "What is said", "What it is worth"}) {
      html.leaf("th", name, "scope", "col");
    }
    html.close("tr").close("thead").open("tbody");
    HtmlQuota quota = new HtmlQuota(page, lineage.claims().size(), MOST_CLAIMS);
    for (AssessedClaim claim : lineage.claims()) {
      if (!quota.admits()) {
        break;
      }
      row(claim);
    }
    html.close("tbody").close("table").close("div");
    quota.tellLeftOut("claim", "claims");
    html.close("section");
  }

  private void row(AssessedClaim claim) throws IOException {
    html.open("tr").leaf("th", claim.claim().origin().label(), "scope", "row");
    html.open("td").code(LineageWording.says(claim.claim().statement())).close("td");
    html.open("td");
    Assessment assessment = claim.assessment();
    switch (assessment) {
      case PROVEN -> HtmlVerdict.badge(html, Verdict.PASS, assessment.label());
      case CONTRADICTED -> HtmlVerdict.badge(html, Verdict.FAIL, assessment.label());
      case DECLARED, FLATTENED, UNPROVEN, UNKNOWN ->
          HtmlVerdict.badge(html, Verdict.UNKNOWN, assessment.label());
      case AGREES, DIFFERS, NOT_A_BASE -> html.leaf("span", assessment.label(), "class", "tag");
    }
    html.text(" " + Wording.message(claim.why(), false)).close("td").close("tr");
  }
}
