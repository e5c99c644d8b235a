package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.check.ProvenBase;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.report.HtmlFindingGroups.Anchored;
import dev.imageprovenance.scanner.report.HtmlStack.Badge;
import dev.imageprovenance.scanner.report.HtmlStack.Drawn;
import dev.imageprovenance.scanner.report.ImageReport.LayerSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows the layers of a scanned image, the topmost first: as a stack to scale, and then what each
 * of them brought; not thread-safe.
 */
final class HtmlLayerStack {
  /** Of more layers with findings the rest is counted. */
  private static final int MOST_NOTABLE = 1_000;

  /** Of more groups from one layer the rest is counted. */
  private static final int MOST_BROUGHT = 40;

  /** Of more subjects of one group the rest is counted. */
  private static final int MOST_NAMED = 6;

  private static final String UNREAD = "unread";

  private final HtmlPage page;
  private final HtmlWriter html;
  private final int level;
  private final HtmlFindingGroups groups;
  private final Severity failOn;
  private final Optional<ImageOrigin> origin;
  private final List<LayerSummary> fromTop;

  HtmlLayerStack(
      HtmlPage page, int level, ImageReport image, HtmlFindingGroups groups, Severity failOn) {
    this.page = page;
    this.html = page.html();
    this.level = level;
    this.groups = groups;
    this.failOn = failOn;
    this.origin = image.origin();
    List<LayerSummary> layers = new ArrayList<>(image.layers());
    Collections.reverse(layers);
    this.fromTop = layers;
  }

  void render() throws IOException {
    html.open("section", "class", "layers").leaf("h" + level, "Layers");
    if (fromTop.isEmpty()) {
      html.leaf("p", "The image has no layers.");
    } else {
      List<Drawn> drawn = new ArrayList<>(fromTop.size());
      for (LayerSummary layer : fromTop) {
        drawn.add(
            new Drawn(
                layer.index(),
                layer.storedSize(),
                layer.uncompressedSize(),
                tone(layer),
                HtmlStack.step(layer),
                badges(layer)));
      }
      new HtmlStack(page)
          .draw(
              drawn,
              "The topmost layer comes first. Both towers have the same scale; a layer too small"
                  + " for it is drawn as a thin line.");
      brought();
    }
    html.close("section");
  }

  private static boolean isUnread(LayerSummary layer) {
    return layer.problem().isPresent() || layer.read().equals("no");
  }

  private String tone(LayerSummary layer) {
    if (isUnread(layer)) {
      return UNREAD;
    }
    Severity worst = Severity.INFO;
    for (Anchored brought : groups.broughtBy(layer.index())) {
      worst = brought.severity().isAtLeast(worst) ? brought.severity() : worst;
    }
    String calm = layer.index() % 2 == 0 ? "even" : "odd";
    return worst.isAtLeast(failOn) ? "bad" : worst.isAtLeast(Severity.MEDIUM) ? "warn" : calm;
  }

  private List<Badge> badges(LayerSummary layer) {
    Optional<String> anchor = Optional.of(groups.layer(layer.index()));
    List<Badge> badges = new ArrayList<>();
    owner(layer.index()).ifPresent(whose -> badges.add(new Badge("tag", whose, Optional.empty())));
    if (isUnread(layer)) {
      badges.add(new Badge("severity unread", "not read", anchor));
    }
    Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
    for (Anchored brought : groups.broughtBy(layer.index())) {
      for (Finding finding : brought.group().findings()) {
        counts.merge(finding.severity(), 1, Integer::sum);
      }
    }
    List<Severity> worstFirst = new ArrayList<>(counts.keySet());
    Collections.reverse(worstFirst);
    for (Severity severity : worstFirst) {
      String count = Wording.grouped(counts.getOrDefault(severity, 0));
      String style = "severity " + HtmlVerdict.style(severity, failOn);
      badges.add(new Badge(style, count + " " + severity.label(), anchor));
    }
    int excused = groups.excusedFrom(layer.index());
    if (excused > 0) {
      badges.add(new Badge("severity", Wording.grouped(excused) + " excused", Optional.empty()));
    }
    return badges;
  }

  /** "own", or the base; its name stands once, on its highest layer. */
  private Optional<String> owner(int layer) {
    Optional<String> owner = origin.flatMap(found -> found.owner(layer));
    Optional<ProvenBase> highest =
        origin.flatMap(ImageOrigin::base).filter(base -> base.depth() == layer + 1);
    return highest.isPresent()
        ? Optional.of("base " + Wording.shorten(Text.excerpt(highest.get().name())))
        : owner;
  }

  /** What was found in the layers that brought something, or that could not be read. */
  private void brought() throws IOException {
    List<LayerSummary> notable = new ArrayList<>();
    for (LayerSummary layer : fromTop) {
      if (isUnread(layer) || !groups.broughtBy(layer.index()).isEmpty()) {
        notable.add(layer);
      }
    }
    HtmlQuota quota = new HtmlQuota(page, notable.size(), MOST_NOTABLE);
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
    html.code(HtmlStack.step(layer)).close("h" + (level + 1));
    if (isUnread(layer)) {
      html.leaf("p", whyUnread(layer), "class", "problem");
    }
    List<Anchored> brought = groups.broughtBy(layer.index());
    if (!brought.isEmpty()) {
      html.open("ul", "class", "brought");
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

  private static String whyUnread(LayerSummary layer) {
    String problem = layer.problem().map(told -> Wording.message(told, false)).orElse("");
    String prefix = "layer " + (layer.index() + 1) + " could not be read: ";
    String why = problem.startsWith(prefix) ? problem.substring(prefix.length()) : problem;
    return why.isEmpty() ? "It was not read." : "It could not be read: " + why;
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
    html.close("div").close("li");
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
