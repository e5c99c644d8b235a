package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.signature.trust.TrustedSigner;
import java.io.IOException;

/** Shows what is signed of one image: the verdict, who is believed, the panel; not thread-safe. */
final class HtmlSignaturesSection {
  private final HtmlPage page;
  private final HtmlWriter html;
  private final int level;
  private final String anchor;
  private final SignaturesReport report;
  private final SignedImageReport image;

  /**
   * A section.
   *
   * @param level of its heading
   * @param anchor where links find it
   */
  HtmlSignaturesSection(
      HtmlPage page, int level, String anchor, SignaturesReport report, SignedImageReport image) {
    this.page = page;
    this.html = page.html();
    this.level = level;
    this.anchor = anchor;
    this.report = report;
    this.image = image;
  }

  void render() throws IOException {
    html.open("article", "id", anchor, "class", HtmlVerdict.style(image.verdict()));
    headline();
    if (!image.results().isEmpty()) {
      required();
    }
    new HtmlSignaturePanel(page, level + 1).render(image.signatures());
    html.close("article");
  }

  private void headline() throws IOException {
    html.open("header", "class", "headline").open("p", "class", "outcome");
    HtmlVerdict.badge(html, image.verdict());
    html.text(" ").leaf("span", SignatureWording.state(image), "class", "state").close("p");
    html.leaf("h" + level, Text.excerpt(report.requested()));
    StringBuilder sentence = new StringBuilder();
    for (String why : SignatureWording.whys(image)) {
      sentence.append(sentence.length() == 0 ? "" : " ");
      sentence.append(capitalized(Wording.message(why, false))).append('.');
    }
    html.leaf("p", sentence.toString(), "class", "sentence");
    if (SignatureWording.remedy(image).isPresent()) {
      html.leaf("p", SignatureWording.remedy(image).get(), "class", "hint");
    }
    html.open("dl", "class", "facts");
    fact("Platform", Text.excerpt(image.platform().toString()));
    Resolution resolution = image.resolution();
    fact("Source", resolution.source().label() + " " + Text.excerpt(resolution.servedBy()));
    for (Digest index : image.signatures().indexes()) {
      digest(DigestKind.INDEX, index);
    }
    digest(DigestKind.MANIFEST, image.signatures().manifest());
    for (TrustedSigner signer : image.believed().signers()) {
      String words = Wording.message(SignatureWording.believed(signer), false);
      fact("Believed", Text.excerpt(signer.name()) + ", " + words);
    }
    if (image.believed().signers().isEmpty()) {
      fact("Believed", "nobody");
    }
    html.close("dl").close("header");
  }

  private void fact(String name, String value) throws IOException {
    html.open("div").leaf("dt", name).leaf("dd", value).close("div");
  }

  private void digest(DigestKind kind, Digest digest) throws IOException {
    html.open("div").leaf("dt", kind.label()).open("dd").code(Wording.digest(digest, false));
    html.text(" ");
    HtmlVerifications.origin(html, DigestOrigin.COMPUTED);
    html.close("dd").close("div");
  }

  private void required() throws IOException {
    html.open("section", "class", "checks").leaf("h" + (level + 1), "What is required");
    for (CheckResult result : image.results()) {
      String style = HtmlVerdict.style(result.verdict());
      html.open("section", "class", "check " + style).open("div", "class", "check-head");
      HtmlVerdict.badge(html, result.verdict());
      html.leaf("h" + (level + 2), result.check().value());
      html.leaf("p", Wording.message(result.summary(), false)).close("div");
      if (result.unknown().isPresent()) {
        html.open("p", "class", "problem").leaf("b", "Unknown: ");
        html.text(Wording.message(result.unknown().get(), false)).close("p");
      }
      if (!result.findings().isEmpty()) {
        findings(result);
      }
      html.close("section");
    }
    html.close("section");
  }

  private void findings(CheckResult result) throws IOException {
    HtmlQuota quota =
        new HtmlQuota(page, result.findings().size(), HtmlFindingGroups.MOST_OF_CHECK);
    html.open("ul");
    for (var finding : result.findings()) {
      if (!quota.admits()) {
        break;
      }
      html.open("li");
      HtmlVerdict.severity(html, finding.severity(), image.policy().failOn());
      html.text(" " + Wording.message(finding.message(), false) + " ");
      html.leaf("span", finding.code(), "class", "tag");
      if (finding.remedy().isPresent() && result.verdict() == Verdict.FAIL) {
        html.leaf("p", finding.remedy().get().text() + ".", "class", "hint");
      }
      html.close("li");
    }
    html.close("ul");
    quota.tellLeftOut("finding", "findings");
  }

  private static String capitalized(String sentence) {
    return sentence.isEmpty()
        ? sentence
        : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
