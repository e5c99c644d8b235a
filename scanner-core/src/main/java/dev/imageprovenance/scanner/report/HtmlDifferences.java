package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.ConfigDifference;
import dev.imageprovenance.scanner.compare.ConfigDifference.Effect;
import dev.imageprovenance.scanner.compare.ConfigDifference.Withheld;
import dev.imageprovenance.scanner.compare.FileDifference;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.PackagingDifference;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows how two images differ, the registry's side before the deployed one's; not thread-safe. */
final class HtmlDifferences {
  /** Of more settings the rest is counted. */
  private static final int MOST_SETTINGS = 500;

  /** Of more differences of packaging the rest is counted. */
  private static final int MOST_PACKAGING = 200;

  private final HtmlPage page;
  private final HtmlWriter html;
  private final int level;
  private final HtmlFileDifferences files;

  /**
   * For a part of the page.
   *
   * @param level of its headings
   * @param anchor what its anchors begin with
   */
  HtmlDifferences(HtmlPage page, int level, String anchor) {
    this.page = page;
    this.html = page.html();
    this.level = level;
    this.files = new HtmlFileDifferences(page, anchor);
  }

  /** One platform's images; named when there are several. */
  void image(ImageComparison image, boolean isNamed) throws IOException {
    String of = isNamed ? " of " + Text.escape(image.platform().toString()) : "";
    config("Settings" + of, image.config());
    if (image.files().isPresent()) {
      files("Files" + of, image.files().get());
    }
    Optional<String> layers = ComparisonWording.layers(image);
    if (layers.isPresent()) {
      html.leaf("p", "Layers: " + layers.get() + ".");
    }
    packaging("Packaging" + of, image.packaging());
  }

  void packaging(String title, List<PackagingDifference> packaging) throws IOException {
    if (packaging.isEmpty()) {
      return;
    }
    html.open("section").leaf("h" + level, title);
    head("Aspect", "Registry's", "Deployed");
    HtmlQuota quota = new HtmlQuota(page, packaging.size(), MOST_PACKAGING);
    for (PackagingDifference difference : packaging) {
      if (!quota.admits()) {
        break;
      }
      html.open("tr").leaf("th", difference.aspect().label(), "scope", "row");
      html.leaf("td", Wording.message(difference.registry(), false));
      html.leaf("td", Wording.message(difference.deployed(), false)).close("tr");
    }
    end();
    quota.tellLeftOut("difference", "differences");
    html.close("section");
  }

  private void head(String... names) throws IOException {
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String name : names) {
      html.leaf("th", name, "scope", "col");
    }
    html.close("tr").close("thead").open("tbody");
  }

  private void end() throws IOException {
    html.close("tbody").close("table").close("div");
  }

  private void config(String title, List<ConfigDifference> differences) throws IOException {
    if (differences.isEmpty()) {
      return;
    }
    List<ConfigDifference> runtime = of(differences, true);
    List<ConfigDifference> others = of(differences, false);
    html.open("section").leaf("h" + level, title);
    if (runtime.isEmpty()) {
      html.leaf("p", "The settings differ in nothing that a runtime uses.");
    } else {
      settings(runtime);
    }
    if (!others.isEmpty()) {
      html.open("details");
      html.leaf(
          "summary",
          Wording.count(others.size(), "field differs", "fields differ")
              + " that no runtime uses or misses");
      settings(others);
      html.close("details");
    }
    html.close("section");
  }

  private static List<ConfigDifference> of(List<ConfigDifference> differences, boolean atRuntime) {
    List<ConfigDifference> some = new ArrayList<>();
    for (ConfigDifference difference : differences) {
      if ((difference.effect() == Effect.RUNTIME) == atRuntime) {
        some.add(difference);
      }
    }
    return some;
  }

  private void settings(List<ConfigDifference> differences) throws IOException {
    head("Severity", "Setting", "Registry's", "Deployed");
    HtmlQuota quota = new HtmlQuota(page, differences.size(), MOST_SETTINGS);
    for (ConfigDifference difference : differences) {
      if (!quota.admits()) {
        break;
      }
      setting(difference);
    }
    end();
    quota.tellLeftOut("setting", "settings");
  }

  private void setting(ConfigDifference difference) throws IOException {
    html.open("tr").open("td");
    HtmlVerdict.severity(html, difference.severity(), Severity.HIGH);
    html.close("td").open("th", "scope", "row").code(ConfigWording.field(difference));
    if (difference.withheld() == Withheld.PARTS) {
      html.leaf("div", "parts withheld: may be secret", "class", "aside");
    }
    html.close("th");
    if (difference.withheld() == Withheld.WHOLE) {
      html.leaf(
          "td",
          ConfigWording.change(difference) + "; values withheld: may be secret",
          "colspan",
          "2",
          "class",
          "aside");
    } else {
      new HtmlContrast(html).cells(difference.registry(), difference.deployed());
    }
    html.close("tr");
  }

  private void files(String title, Fact<List<FileDifference>> fact) throws IOException {
    html.open("section").leaf("h" + level, title);
    if (fact instanceof Fact.Known<List<FileDifference>> known) {
      files.render(known.value());
    } else {
      html.open("p", "class", "problem").leaf("b", "Not compared: ");
      html.text(Wording.message(fact.whyUnknown().orElse(""), false)).close("p");
    }
    html.close("section");
  }
}
