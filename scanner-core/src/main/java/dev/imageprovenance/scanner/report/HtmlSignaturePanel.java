package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.signature.Evidence;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.Standing;
import dev.imageprovenance.scanner.signature.discovery.RouteOutcome;
import dev.imageprovenance.scanner.signature.statement.SlsaProvenance;
import dev.imageprovenance.scanner.signature.statement.Statement;
import dev.imageprovenance.scanner.signature.statement.VerificationSummary;
import java.io.IOException;
import java.util.List;

/**
 * Shows who signed an image, what is attested of it, what both are worth, and where was looked; not
 * thread-safe.
 */
final class HtmlSignaturePanel {
  /** Of more evidence the rest is counted. */
  private static final int MOST = 500;

  private final HtmlPage page;
  private final HtmlWriter html;
  private final int level;

  /**
   * A panel.
   *
   * @param level of its heading
   */
  HtmlSignaturePanel(HtmlPage page, int level) {
    this.page = page;
    this.html = page.html();
    this.level = level;
  }

  void render(Signatures signatures) throws IOException {
    html.open("section", "class", "signatures");
    html.leaf("h" + level, "Signatures and attestations");
    if (signatures.evidence().isEmpty()) {
      html.leaf("p", "None was found.");
    } else {
      evidence(signatures);
    }
    routes(signatures.routes());
    html.close("section");
  }

  private void evidence(Signatures signatures) throws IOException {
    head("What it is", "What it is worth", "What it says", "Where it is");
    HtmlQuota quota = new HtmlQuota(page, signatures.evidence().size(), MOST);
    for (Evidence each : SignatureWording.sorted(signatures.evidence())) {
      if (!quota.admits()) {
        break;
      }
      row(each);
    }
    html.close("tbody").close("table").close("div");
    quota.tellLeftOut("signature or attestation", "signatures and attestations");
  }

  private void head(String... names) throws IOException {
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String name : names) {
      html.leaf("th", name, "scope", "col");
    }
    html.close("tr").close("thead").open("tbody");
  }

  private void row(Evidence each) throws IOException {
    html.open("tr").leaf("th", SignatureWording.kind(each), "scope", "row").open("td");
    HtmlVerdict.badge(html, verdict(each.standing()), SignatureWording.worth(each.standing()));
    html.text(" " + Wording.message(SignatureWording.whyWorth(each.standing()), false));
    if (each.standing() instanceof Standing.Verified verified && !verified.refusals().isEmpty()) {
      html.text(
          "; beside it " + Wording.message(SignatureWording.reasons(verified.refusals()), false));
    }
    html.close("td").open("td");
    if (each.statement().isPresent()) {
      says(each.statement().get());
    }
    html.close("td").open("td");
    html.text(each.form().label() + " ");
    Digest digest = each.place().blob().orElse(each.place().artifact());
    html.code(Wording.digest(digest, false));
    html.text(" by " + SignatureWording.routes(each)).close("td").close("tr");
  }

  private static Verdict verdict(Standing standing) {
    if (standing instanceof Standing.Verified) {
      return Verdict.PASS;
    }
    return standing instanceof Standing.Refused ? Verdict.FAIL : Verdict.UNKNOWN;
  }

  private void says(Statement statement) throws IOException {
    if (statement.predicate() instanceof SlsaProvenance provenance) {
      html.text("built by ");
      if (provenance.builderId().isEmpty()) {
        html.text("a builder without a name");
      } else {
        html.name(provenance.builderId());
      }
      for (SlsaProvenance.Source source : provenance.sources()) {
        html.text(" from ").name(source.uri());
      }
      html.text(", " + Wording.count(provenance.materials().size(), "material", "materials"));
    } else if (statement.predicate() instanceof VerificationSummary summary) {
      html.text(summary.passed() ? "passed by " : "failed by ").name(summary.verifierId());
      html.text(" for ").name(summary.resourceUri());
      html.text(" " + Text.excerpt(String.join(", ", summary.levels())));
    } else {
      html.name(statement.predicateType());
    }
  }

  private void routes(List<RouteOutcome> routes) throws IOException {
    boolean unknown = routes.stream().anyMatch(RouteOutcome::isUnknown);
    html.open("details", unknown ? new String[] {"open", "open"} : new String[0]);
    html.leaf("summary", "Looked at " + Wording.count(routes.size(), "place", "places"));
    head("For", "Place", "Answer");
    for (RouteOutcome outcome : routes) {
      html.open("tr").open("td").code(Wording.digest(outcome.subject(), false)).close("td");
      html.leaf("td", outcome.route().label()).open("td");
      switch (outcome.state()) {
        case FOUND -> html.leaf("span", "found", "class", "tag");
        case ABSENT -> html.leaf("span", "nothing", "class", "tag");
        case UNKNOWN -> HtmlVerdict.badge(html, Verdict.UNKNOWN, "unknown");
      }
      html.text(" " + Wording.message(outcome.detail(), false)).close("td").close("tr");
    }
    html.close("tbody").close("table").close("div").close("details");
  }
}
