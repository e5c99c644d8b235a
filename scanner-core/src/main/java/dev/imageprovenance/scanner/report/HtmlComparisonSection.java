package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.ContainerDrift;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.PlatformDifference;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.util.List;

/**
 * Shows one comparison: the verdict, both sides beside one another, the ladder, and then what
 * differs; not thread-safe.
 */
final class HtmlComparisonSection {
  /** Of more platforms the rest is counted. */
  private static final int MOST_PLATFORMS = 200;

  private final HtmlPage page;
  private final HtmlWriter html;
  private final int level;
  private final String anchor;
  private final Comparison comparison;

  /**
   * A section.
   *
   * @param level of its heading
   * @param anchor where links find it
   */
  HtmlComparisonSection(HtmlPage page, int level, String anchor, Comparison comparison) {
    this.page = page;
    this.html = page.html();
    this.level = level;
    this.anchor = anchor;
    this.comparison = comparison;
  }

  void render() throws IOException {
    html.open("article", "id", anchor, "class", HtmlVerdict.style(comparison.verdict()));
    headline();
    HtmlSides sides = new HtmlSides(page, comparison);
    sides.render(level + 1);
    new HtmlLadder(html).render(level + 1, comparison);
    platforms();
    if (comparison.provenance().isPresent()) {
      new HtmlProvenance(page, level + 1, comparison).render(comparison.provenance().get());
    }
    HtmlDifferences differences = new HtmlDifferences(page, level + 1, anchor);
    differences.packaging("The index around the images", comparison.packaging());
    boolean isOverview = ComparisonWording.isOverview(comparison);
    HtmlQuota quota = new HtmlQuota(page, comparison.images().size(), MOST_PLATFORMS);
    for (ImageComparison image : comparison.images()) {
      if (!quota.admits()) {
        break;
      }
      differences.image(image, isOverview);
    }
    quota.tellLeftOut("platform", "platforms");
    new HtmlSignatureDifferences(page, level + 1).render(comparison.signatures());
    if (comparison.drift().isPresent()) {
      new HtmlDrift(page, level + 1, anchor).render(comparison.drift().get());
    }
    sides.verifications(level + 1);
    html.close("article");
  }

  private void headline() throws IOException {
    Verdict verdict = comparison.verdict();
    String state = ComparisonWording.state(comparison);
    html.open("header", "class", "headline").open("p", "class", "outcome");
    HtmlVerdict.badge(html, verdict);
    if (!state.isEmpty()) {
      html.text(" ").leaf("span", state, "class", "state");
    }
    html.close("p").open("h" + level);
    html.open("span", "class", "side").text(Text.excerpt(comparison.deployed().address()));
    html.close("span")
        .text(" ")
        .leaf("span", ComparisonWording.sign(comparison), "class", "equals");
    html.text(" ").open("span", "class", "side");
    html.text(Text.excerpt(comparison.registry().address())).close("span").close("h" + level);
    String why = Wording.message(ComparisonWording.why(comparison), false);
    html.leaf("p", capitalized(why) + ".", "class", "sentence");
    List<ContainerDrift.Mount> unseen =
        ComparisonWording.drift(comparison).map(ContainerDrift::notLookedInto).orElse(List.of());
    if (!unseen.isEmpty()) {
      html.leaf(
          "p",
          "Not looked into: " + TextDriftSection.mounts(unseen, false) + ".",
          "class",
          "problem");
    }
    html.close("header");
  }

  private void platforms() throws IOException {
    if (!ComparisonWording.isOverview(comparison)) {
      return;
    }
    html.open("section").leaf("h" + (level + 1), "Platforms");
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String name : new String[] {"Platform", "How equal", "Why"}) {
      html.leaf("th", name, "scope", "col");
    }
    html.close("tr").close("thead").open("tbody");
    int rows = comparison.images().size() + comparison.platforms().size();
    HtmlQuota quota = new HtmlQuota(page, rows, MOST_PLATFORMS);
    for (ImageComparison image : comparison.images()) {
      if (quota.admits()) {
        platform(
            image.platform().toString(),
            verdict(image),
            ComparisonWording.state(image),
            Wording.message(image.why(), false));
      }
    }
    for (PlatformDifference lone : comparison.platforms()) {
      if (quota.admits()) {
        lone(lone);
      }
    }
    html.close("tbody").close("table").close("div");
    quota.tellLeftOut("platform", "platforms");
    repair();
    html.close("section");
  }

  private void lone(PlatformDifference lone) throws IOException {
    boolean pruned = lone.kind() == PlatformDifference.Kind.PRUNED;
    platform(
        lone.platform().toString(),
        pruned ? Verdict.UNKNOWN : Verdict.FAIL,
        lone.kind().label(),
        (pruned ? "only the registry has manifest " : "only the deployed side has manifest ")
            + Wording.digest(lone.digest(), false)
            + " (descriptor)");
  }

  private void platform(String platform, Verdict verdict, String state, String why)
      throws IOException {
    html.open("tr").open("th", "scope", "row").name(platform).close("th").open("td");
    HtmlVerdict.badge(html, verdict, state);
    html.close("td").leaf("td", why).close("tr");
  }

  private Verdict verdict(ImageComparison image) {
    if (image.isIntegrityBroken()) {
      return Verdict.FAIL;
    }
    return image
        .rung()
        .asKnown()
        .map(rung -> rung.satisfies(comparison.required()) ? Verdict.PASS : Verdict.FAIL)
        .orElse(Verdict.UNKNOWN);
  }

  private void repair() throws IOException {
    List<String> command = RepairCommand.of(comparison);
    if (!command.isEmpty()) {
      html.leaf("p", "A copy of the registry's makes it whole again:", "class", "hint");
      html.open("pre").code(Wording.printable(String.join(" ", command))).close("pre");
    }
  }

  static String capitalized(String words) {
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
