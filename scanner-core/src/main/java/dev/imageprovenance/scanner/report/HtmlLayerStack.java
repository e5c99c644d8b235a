package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.report.HtmlFindingGroups.Anchored;
import dev.imageprovenance.scanner.report.ImageReport.LayerSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Draws an image as its stack of layers, the topmost first: two towers to scale, a ribbon from each
 * slab to the row that tells what it is, and then what each layer brought; not thread-safe.
 */
final class HtmlLayerStack {
  /** Of more layers the lowest are counted. */
  private static final int MOST_DRAWN = 150;

  /** Of more groups from one layer the rest is counted. */
  private static final int MOST_BROUGHT = 40;

  /** Of more subjects of one group the rest is counted. */
  private static final int MOST_NAMED = 6;

  private static final String NO_BUILD_STEP = "/bin/sh -c #(nop) ";

  private final HtmlPage page;
  private final HtmlWriter html;
  private final int level;
  private final ImageReport image;
  private final HtmlFindingGroups groups;
  private final Severity failOn;
  private final List<LayerSummary> fromTop;

  HtmlLayerStack(
      HtmlPage page, int level, ImageReport image, HtmlFindingGroups groups, Severity failOn) {
    this.page = page;
    this.html = page.html();
    this.level = level;
    this.image = image;
    this.groups = groups;
    this.failOn = failOn;
    List<LayerSummary> layers = new ArrayList<>(image.layers());
    Collections.reverse(layers);
    this.fromTop = layers;
  }

  void render() throws IOException {
    html.open("section", "class", "layers").leaf("h" + level, "Layers");
    if (fromTop.isEmpty()) {
      html.leaf("p", "The image has no layers.");
    } else {
      stack(fromTop.subList(0, Math.min(fromTop.size(), MOST_DRAWN)));
      brought();
    }
    html.close("section");
  }

  private void stack(List<LayerSummary> drawn) throws IOException {
    html.open("figure", "class", "stack", "style", "--layers:" + drawn.size());
    html.open("p", "class", "captions", "aria-hidden", "true");
    html.leaf("span", "stored", "class", "stored").leaf("span", "unpacked", "class", "unpacked");
    html.leaf("span", "stored → unpacked", "class", "both").close("p");
    List<String> tones = new ArrayList<>();
    for (LayerSummary layer : drawn) {
      tones.add(tone(layer));
    }
    new HtmlTowers(html).draw(drawn, tones, summary());
    html.open("ol", "class", "rows");
    for (int i = 0; i < drawn.size(); i++) {
      row(drawn.get(i), tones.get(i));
    }
    html.close("ol");
    html.leaf("figcaption", legend());
    html.close("figure");
    if (drawn.size() < fromTop.size()) {
      int hidden = fromTop.size() - drawn.size();
      page.leftOut(Wording.count(hidden, "layer below these is", "layers below these are"));
    }
  }

  private String summary() {
    LayerTotals totals = LayerTotals.of(image.layers());
    return Wording.count(fromTop.size(), "layer", "layers")
        + " drawn to scale: "
        + size(totals.storedBytes())
        + " stored, "
        + size(totals.uncompressedBytes())
        + " unpacked";
  }

  private String legend() {
    return "The topmost layer comes first. Both towers have the same scale; a layer too small for it"
        + " is drawn as a thin line.";
  }

  private String tone(LayerSummary layer) {
    if (layer.problem().isPresent() || layer.read().equals("no")) {
      return "unread";
    }
    Severity worst = Severity.INFO;
    for (Anchored brought : groups.broughtBy(layer.index())) {
      Severity severity = brought.group().first().severity();
      worst = severity.isAtLeast(worst) ? severity : worst;
    }
    String calm = layer.index() % 2 == 0 ? "even" : "odd";
    return worst.isAtLeast(failOn) ? "bad" : worst.isAtLeast(Severity.MEDIUM) ? "warn" : calm;
  }

  private void row(LayerSummary layer, String tone) throws IOException {
    html.open("li", "class", "row " + tone, "value", Integer.toString(layer.index() + 1));
    html.open("span", "class", "number").leaf("span", "layer ", "class", "unseen");
    html.text(Integer.toString(layer.index() + 1)).close("span");
    html.leaf("span", step(layer), "class", "step");
    html.open("span", "class", "brought");
    badges(layer);
    html.close("span");
    html.leaf("span", sizes(layer), "class", "sizes");
    html.close("li");
  }

  private void badges(LayerSummary layer) throws IOException {
    if (tone(layer).equals("unread")) {
      html.open("a", "href", "#" + groups.layer(layer.index()));
      html.leaf("span", "not read", "class", "severity unread").close("a");
    }
    Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
    for (Anchored brought : groups.broughtBy(layer.index())) {
      FindingGroup group = brought.group();
      counts.merge(group.first().severity(), group.size(), Integer::sum);
    }
    List<Severity> worstFirst = new ArrayList<>(counts.keySet());
    Collections.reverse(worstFirst);
    for (Severity severity : worstFirst) {
      html.open("a", "href", "#" + groups.layer(layer.index()));
      html.leaf(
          "span",
          Wording.grouped(counts.getOrDefault(severity, 0)) + " " + severity.label(),
          "class",
          "severity " + HtmlVerdict.style(severity, failOn));
      html.close("a");
    }
    int excused = groups.excusedFrom(layer.index());
    if (excused > 0) {
      html.leaf("span", Wording.grouped(excused) + " excused", "class", "severity");
    }
  }

  private static String step(LayerSummary layer) {
    return layer
        .instruction()
        .map(step -> step.startsWith(NO_BUILD_STEP) ? step.substring(NO_BUILD_STEP.length()) : step)
        .map(Text::excerpt)
        .or(() -> layer.digest().or(layer::diffId).map(digest -> Wording.digest(digest, false)))
        .orElse("");
  }

  private static String sizes(LayerSummary layer) {
    return size(layer.storedSize()) + " → " + size(layer.uncompressedSize());
  }

  private static String size(long bytes) {
    return bytes < 0 ? "?" : Wording.bytes(bytes);
  }

  /** What was found in the layers that brought something, or that could not be read. */
  private void brought() throws IOException {
    List<LayerSummary> notable = new ArrayList<>();
    for (LayerSummary layer : fromTop) {
      if (tone(layer).equals("unread") || !groups.broughtBy(layer.index()).isEmpty()) {
        notable.add(layer);
      }
    }
    HtmlQuota quota = new HtmlQuota(page, notable.size(), MOST_DRAWN);
    for (LayerSummary layer : notable) {
      if (!quota.admits()) {
        break;
      }
      broughtBy(layer);
    }
    quota.tellLeftOut("layer with findings", "layers with findings");
  }

  private void broughtBy(LayerSummary layer) throws IOException {
    html.open("section", "class", "layer " + tone(layer), "id", groups.layer(layer.index()));
    html.open("h" + (level + 1)).leaf("span", "Layer " + (layer.index() + 1)).text(" ");
    html.code(step(layer)).close("h" + (level + 1));
    if (tone(layer).equals("unread")) {
      String why =
          layer.problem().map(problem -> ": " + Wording.message(problem, false)).orElse("");
      html.leaf("p", "This layer was not read" + why, "class", "problem");
    }
    List<Anchored> brought = groups.broughtBy(layer.index());
    if (!brought.isEmpty()) {
      html.open("ul", "class", "brought-list");
      HtmlQuota quota = new HtmlQuota(page, brought.size(), MOST_BROUGHT);
      for (Anchored each : brought) {
        if (!quota.admits()) {
          break;
        }
        item(each);
      }
      html.close("ul");
      quota.tellLeftOut("group of findings", "groups of findings");
    }
    html.close("section");
  }

  private void item(Anchored each) throws IOException {
    Finding first = each.group().first();
    html.open("li");
    HtmlVerdict.severity(html, first.severity(), failOn);
    html.open("div").open("a", "href", "#" + each.anchor());
    html.text(Wording.message(each.group().headline(), false)).close("a");
    if (each.group().size() > 1) {
      subjects(each.group().subjects());
    }
    html.close("div");
    html.close("li");
  }

  private void subjects(List<String> subjects) throws IOException {
    int shown = Math.min(subjects.size(), MOST_NAMED);
    for (String subject : subjects.subList(0, shown)) {
      html.text(" ").code(subject);
    }
    if (shown < subjects.size()) {
      html.text(" and " + Wording.grouped(subjects.size() - shown) + " more");
    }
  }
}
