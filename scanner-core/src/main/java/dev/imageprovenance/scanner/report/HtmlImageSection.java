package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.policy.PolicySource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shows one platform's image: the verdict, its layers, the checks, its digests; not thread-safe.
 */
final class HtmlImageSection {
  private final HtmlPage page;
  private final HtmlWriter html;
  private final int level;
  private final String anchor;
  private final ScanReport scan;
  private final ImageReport image;
  private final Policy policy;
  private final Severity failOn;
  private final HtmlFindingGroups groups;

  /**
   * A section.
   *
   * @param level of its heading
   * @param anchor where links find it
   * @param policy what it was judged by, with all that other images are judged by
   */
  HtmlImageSection(
      HtmlPage page, int level, String anchor, ScanReport scan, ImageReport image, Policy policy) {
    this.page = page;
    this.html = page.html();
    this.level = level;
    this.anchor = anchor;
    this.scan = scan;
    this.image = image;
    this.policy = policy;
    this.failOn = image.policy().failOn();
    this.groups = new HtmlFindingGroups(anchor, image);
  }

  void render() throws IOException {
    html.open("article", "id", anchor, "class", HtmlVerdict.style(image.verdict()));
    headline();
    new HtmlLayerStack(page, level + 1, image, groups, failOn).render();
    new HtmlCheckSection(page, level + 1, image, groups, failOn).render();
    if (image.signatures().isPresent()) {
      new HtmlSignaturePanel(page, level + 1).render(image.signatures().get());
    }
    new HtmlDigestSection(page, level + 1, image).render();
    html.close("article");
  }

  private void headline() throws IOException {
    html.open("header", "class", "headline");
    html.open("p", "class", "outcome");
    HtmlVerdict.badge(html, image.verdict());
    html.close("p");
    html.open("h" + level).text(Text.escape(scan.requested()));
    if (scan.images().size() > 1) {
      String platform = Text.escape(image.platform().toString());
      html.text(" ").leaf("span", platform, "class", "aside");
    }
    html.close("h" + level);
    html.leaf("p", sentence(), "class", "sentence");
    checkStrip();
    facts();
    html.close("header");
  }

  /** What decides, in one sentence. */
  private String sentence() {
    List<String> decisive = new ArrayList<>();
    int findings = 0;
    for (CheckResult result : image.results()) {
      findings += result.findings().size();
      if (result.verdict() == image.verdict()) {
        decisive.add(result.check().value());
      }
    }
    int checks = image.results().size();
    return switch (image.verdict()) {
      case PASS ->
          "All " + Wording.count(checks, "check", "checks") + " passed" + below(findings) + ".";
      case FAIL -> some(decisive, checks) + " failed: " + String.join(", ", decisive) + ".";
      case UNKNOWN ->
          some(decisive, checks)
              + " could not look at everything: "
              + String.join(", ", decisive)
              + ".";
    };
  }

  private static String some(List<String> decisive, int checks) {
    return decisive.size() + " of " + Wording.count(checks, "check", "checks");
  }

  private String below(int findings) {
    return findings == 0
        ? ""
        : ", with "
            + Wording.count(findings, "finding", "findings")
            + " below the threshold "
            + failOn.label();
  }

  private void checkStrip() throws IOException {
    html.open("ul", "class", "strip", "aria-label", "Checks");
    for (CheckResult result : image.results()) {
      html.open("li").open("a", "href", "#" + groups.check(result.check()));
      HtmlVerdict.badge(html, result.verdict(), result.check().value());
      html.leaf("span", ": " + result.verdict(), "class", "unseen");
      html.close("a").close("li");
    }
    html.close("ul");
  }

  private void facts() throws IOException {
    html.open("dl", "class", "facts");
    fact("Platform", Text.escape(image.platform().toString()));
    fact(
        "Source",
        image.resolution().source().label() + " " + Text.escape(image.resolution().servedBy()));
    LayerTotals totals = LayerTotals.of(image.layers());
    fact("Layers", totals.readInWords() + sizes(totals));
    Optional<String> base = image.origin().flatMap(origin -> OriginWording.base(origin, false));
    if (base.isPresent()) {
      fact("Base", base.get());
    }
    fact("Fails on", failOn.label() + (failOn == Severity.CRITICAL ? "" : " or worse"));
    if (!policy.sources().isEmpty()) {
      policy();
    }
    if (!scan.children().isEmpty()) {
      fact("Index", inWords(TextIndexLine.of(scan.children())));
    }
    html.close("dl");
  }

  private void policy() throws IOException {
    html.open("div").leaf("dt", "Policy");
    for (PolicySource source : policy.sources()) {
      html.open("dd").text(Text.excerpt(source.name()) + " ");
      html.code(Wording.digest(source.digest(), false)).close("dd");
    }
    html.close("div");
  }

  private void fact(String name, String value) throws IOException {
    html.open("div").leaf("dt", name).leaf("dd", value).close("div");
  }

  private static String sizes(LayerTotals totals) {
    return (totals.storedBytes() < 0 ? "" : ", " + Wording.bytes(totals.storedBytes()) + " stored")
        + (totals.uncompressedBytes() < 0
            ? ""
            : ", " + Wording.bytes(totals.uncompressedBytes()) + " unpacked");
  }

  private static String inWords(Phrase phrase) {
    StringBuilder words = new StringBuilder();
    for (Phrase.Word word : phrase.list()) {
      words.append(words.isEmpty() ? "" : " ").append(word.text());
    }
    return words.toString();
  }
}
