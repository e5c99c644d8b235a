package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.SignatureComparison;
import dev.imageprovenance.scanner.compare.SignatureComparison.Difference;
import dev.imageprovenance.scanner.compare.SignatureComparison.Outcome;
import dev.imageprovenance.scanner.finding.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Shows which signatures and attestations one side lacks; not thread-safe. */
final class HtmlSignatureDifferences {
  private final HtmlPage page;
  private final HtmlWriter html;
  private final int level;

  /**
   * For a part of the page.
   *
   * @param level of its heading
   */
  HtmlSignatureDifferences(HtmlPage page, int level) {
    this.page = page;
    this.html = page.html();
    this.level = level;
  }

  void render(SignatureComparison signatures) throws IOException {
    Optional<String> same = SignatureDifferenceWording.same(signatures);
    boolean isSilent =
        signatures.outcome() instanceof Outcome.NotCompared && !signatures.required();
    if (isSilent || signatures.outcome() instanceof Outcome.SamePlace) {
      return;
    }
    html.open("section").leaf("h" + level, "Signatures and attestations");
    if (!signatures.differences().isEmpty()) {
      table(signatures.differences(), signatures.required());
    }
    for (String unknown : signatures.unknowns()) {
      notKnown(unknown);
    }
    if (signatures.outcome() instanceof Outcome.NotCompared not) {
      notKnown(not.reason());
    }
    if (same.isPresent()) {
      html.leaf("p", HtmlComparisonSection.capitalized(same.get()) + ".");
    }
    html.close("section");
  }

  private void notKnown(String reason) throws IOException {
    html.open("p", "class", "problem").leaf("b", "Not known: ");
    html.text(Wording.message(reason, false)).close("p");
  }

  private void table(List<Difference> differences, boolean required) throws IOException {
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String name : List.of("Severity", "Kind", "Registry's", "Deployed")) {
      html.leaf("th", name, "scope", "col");
    }
    html.close("tr").close("thead").open("tbody");
    HtmlQuota quota = new HtmlQuota(page, differences.size(), 200);
    for (Difference difference : differences) {
      if (!quota.admits()) {
        break;
      }
      html.open("tr").open("td");
      HtmlVerdict.severity(
          html, difference.severity(), required ? Severity.MEDIUM : Severity.CRITICAL);
      html.close("td").leaf("th", difference.kind().label(), "scope", "row");
      html.leaf("td", SignatureDifferenceWording.count(difference.registry()));
      html.leaf("td", SignatureDifferenceWording.count(difference.deployed())).close("tr");
    }
    html.close("tbody").close("table").close("div");
    quota.tellLeftOut("kind", "kinds");
  }
}
