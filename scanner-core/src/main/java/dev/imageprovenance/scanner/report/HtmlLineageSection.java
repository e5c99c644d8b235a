package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.image.DigestVerification.When;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.lineage.BaseImage;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.BaseLevel.Basis;
import dev.imageprovenance.scanner.lineage.Freshness;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.util.List;

/**
 * Shows one lineage: the verdict, the layers with whose they are, the bases, the claims beside the
 * proofs, the digests; not thread-safe.
 */
final class HtmlLineageSection {
  /** Of more names of one base the rest is counted. */
  private static final int MOST_NAMES = 50;

  private final HtmlPage page;
  private final HtmlWriter html;
  private final int level;
  private final String anchor;
  private final LineageReport report;
  private final Lineage lineage;

  /**
   * A section.
   *
   * @param level of its heading
   * @param anchor where links find it
   */
  HtmlLineageSection(
      HtmlPage page, int level, String anchor, LineageReport report, Lineage lineage) {
    this.page = page;
    this.html = page.html();
    this.level = level;
    this.anchor = anchor;
    this.report = report;
    this.lineage = lineage;
  }

  void render() throws IOException {
    html.open("article", "id", anchor, "class", HtmlVerdict.style(lineage.verdict()));
    headline();
    new HtmlLineageLayers(page, level + 1, lineage).render();
    if (!lineage.bases().isEmpty()) {
      bases();
    }
    if (!lineage.claims().isEmpty()) {
      new HtmlLineageClaims(page, level + 1, lineage).render();
    }
    digests();
    html.close("article");
  }

  private void headline() throws IOException {
    html.open("header", "class", "headline").open("p", "class", "outcome");
    HtmlVerdict.badge(html, lineage.verdict());
    html.text(" ").leaf("span", lineage.state().label(), "class", "state").close("p");
    html.leaf("h" + level, Text.excerpt(report.requested()));
    html.leaf("p", capitalized(Wording.message(lineage.why(), false)) + ".", "class", "sentence");
    if (lineage.remedy().isPresent()) {
      html.leaf("p", Wording.message(lineage.remedy().get(), false), "class", "hint");
    }
    html.open("dl", "class", "facts");
    fact("Platform", Text.excerpt(lineage.platform().toString()));
    Resolution resolution = lineage.resolution();
    fact("Source", resolution.source().label() + " " + Text.excerpt(resolution.servedBy()));
    fact("Layers", Integer.toString(lineage.layers().size()));
    fact("Images looked at", Wording.grouped(lineage.candidateCount()));
    html.close("dl").close("header");
  }

  private void fact(String name, String value) throws IOException {
    html.open("div").leaf("dt", name).leaf("dd", value).close("div");
  }

  private void bases() throws IOException {
    html.open("section").leaf("h" + level(1), "Bases");
    for (int i = 0; i < lineage.bases().size(); i++) {
      base(i, lineage.bases().get(i));
    }
    html.close("section");
  }

  private void base(int position, BaseLevel base) throws IOException {
    boolean proven = base.basis() == Basis.PROVEN;
    html.open("section", "class", "check", "id", anchor + "-base-" + (position + 1));
    html.open("div", "class", "check-head");
    HtmlVerdict.badge(html, proven ? Verdict.PASS : Verdict.UNKNOWN, base.basis().label());
    html.open("h" + level(2)).code(Text.excerpt(base.image().name())).close("h" + level(2));
    html.leaf(
        "p",
        (position == 0 ? "" : "base of the base: ")
            + LineageWording.layers(base.depth())
            + (base.image().verified() == When.EARLIER
                ? ", its documents were verified earlier"
                : ""));
    html.close("div").open("dl", "class", "standing");
    digest(
        DigestKind.CHAIN_ID, base.chainId(), proven ? DigestOrigin.COMPUTED : DigestOrigin.CONFIG);
    BaseImage image = base.image();
    if (image.index().isPresent()) {
      digest(DigestKind.INDEX, image.index().get(), DigestOrigin.COMPUTED);
    }
    if (image.manifest().isPresent()) {
      digest(DigestKind.MANIFEST, image.manifest().get(), DigestOrigin.COMPUTED);
    }
    digest(DigestKind.CONFIG, image.config(), DigestOrigin.COMPUTED);
    if (base.freshness().isPresent()) {
      tag(base.freshness().get());
    }
    names(base.images());
    html.close("dl").close("section");
  }

  private void digest(DigestKind kind, Digest digest, DigestOrigin origin) throws IOException {
    html.leaf("dt", kind.label()).open("dd").code(digest.toString()).text(" ");
    HtmlVerifications.origin(html, origin);
    html.close("dd");
  }

  private void tag(Fact<Freshness> fact) throws IOException {
    html.leaf("dt", "Tag").open("dd");
    if (fact instanceof Fact.Known<Freshness> known) {
      Freshness freshness = known.value();
      boolean current = freshness.movement() == Freshness.Movement.CURRENT;
      HtmlVerdict.badge(
          html, current ? Verdict.PASS : Verdict.UNKNOWN, freshness.movement().label());
      html.text(" " + LineageWording.freshness(freshness, true));
    } else {
      HtmlVerdict.badge(html, Verdict.UNKNOWN, "not known");
      html.text(" " + Wording.message(fact.whyUnknown().orElse(""), false));
    }
    html.close("dd");
  }

  private void names(List<BaseImage> images) throws IOException {
    if (images.size() < 2) {
      return;
    }
    html.leaf("dt", "Also").open("dd");
    HtmlQuota quota = new HtmlQuota(page, images.size() - 1, MOST_NAMES);
    for (BaseImage image : images.subList(1, images.size())) {
      if (quota.admits()) {
        html.name(image.name()).text(" ");
      }
    }
    if (quota.leftOut() > 0) {
      html.text("and " + Wording.grouped(quota.leftOut()) + " more");
    }
    html.close("dd");
  }

  private void digests() throws IOException {
    html.open("section", "class", "digests").leaf("h" + level(1), "Digests");
    html.open("ol", "class", "chain");
    String from = "";
    for (Resolution.Step step : lineage.resolution().steps()) {
      if (step.kind() != DigestKind.CONFIG) {
        link(step.from(), step.kind(), step.digest(), step.origin());
        from = step.kind().label();
      }
    }
    link(from, DigestKind.CONFIG, lineage.config(), DigestOrigin.COMPUTED);
    html.close("ol");
    if (!lineage.verifications().isEmpty()) {
      html.open("details");
      html.leaf(
          "summary",
          Wording.count(lineage.verifications().size(), "promised digest", "promised digests"));
      new HtmlVerifications(page).table(lineage.verifications());
      html.close("details");
    }
    html.close("section");
  }

  private void link(String from, DigestKind kind, Digest digest, DigestOrigin origin)
      throws IOException {
    html.open("li").leaf("span", Text.excerpt(from) + " →", "class", "from").text(" ");
    html.leaf("span", kind.label(), "class", "kind").text(" ").code(digest.toString()).text(" ");
    HtmlVerifications.origin(html, origin);
    html.close("li");
  }

  private int level(int below) {
    return level + below;
  }

  private static String capitalized(String sentence) {
    return sentence.isEmpty()
        ? sentence
        : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
