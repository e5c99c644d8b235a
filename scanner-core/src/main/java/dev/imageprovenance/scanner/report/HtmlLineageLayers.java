package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.lineage.LineageLayer;
import dev.imageprovenance.scanner.lineage.LineageLayer.Content;
import dev.imageprovenance.scanner.lineage.LineageLayer.Owner;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.ImageConfig;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.report.ImageReport.LayerSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Draws an image's layers, the topmost first, each in the tone of whose it is, and lists their
 * digests; not thread-safe.
 */
final class HtmlLineageLayers {
  /** Of more layers the lowest are counted. */
  private static final int MOST_DRAWN = 150;

  private static final int MOST_LISTED = 1_000;

  private final HtmlPage page;
  private final HtmlWriter html;
  private final int level;
  private final Lineage lineage;
  private final List<LineageLayer> fromTop;

  HtmlLineageLayers(HtmlPage page, int level, Lineage lineage) {
    this.page = page;
    this.html = page.html();
    this.level = level;
    this.lineage = lineage;
    List<LineageLayer> layers = new ArrayList<>(lineage.layers());
    Collections.reverse(layers);
    this.fromTop = layers;
  }

  void render() throws IOException {
    html.open("section", "class", "layers").leaf("h" + level, "Layers");
    if (fromTop.isEmpty()) {
      html.leaf("p", "The image has no layers.");
    } else {
      stack(fromTop.subList(0, Math.min(fromTop.size(), MOST_DRAWN)));
      html.open("details");
      html.leaf("summary", Wording.count(fromTop.size(), "layer", "layers") + " in detail");
      table();
      html.close("details");
    }
    html.close("section");
  }

  private void stack(List<LineageLayer> drawn) throws IOException {
    html.open("figure", "class", "stack", "style", "--layers:" + drawn.size());
    html.open("p", "class", "captions", "aria-hidden", "true");
    html.leaf("span", "stored", "class", "stored").leaf("span", "unpacked", "class", "unpacked");
    html.leaf("span", "stored → unpacked", "class", "both").close("p");
    List<String> tones = new ArrayList<>();
    List<LayerSummary> summaries = new ArrayList<>();
    for (LineageLayer layer : drawn) {
      tones.add(tone(layer));
      summaries.add(summary(layer));
    }
    new HtmlTowers(html)
        .draw(summaries, tones, Wording.count(drawn.size(), "layer", "layers") + " drawn to scale");
    html.open("ol", "class", "rows");
    for (int i = 0; i < drawn.size(); i++) {
      row(drawn.get(i), tones.get(i));
    }
    html.close("ol");
    html.leaf("figcaption", "The topmost layer comes first; layers of one base share a tone.");
    html.close("figure");
    if (drawn.size() < fromTop.size()) {
      int hidden = fromTop.size() - drawn.size();
      page.leftOut(Wording.count(hidden, "layer below these is", "layers below these are"));
    }
  }

  private static String tone(LineageLayer layer) {
    if (layer.content() instanceof Content.Broken) {
      return "bad";
    }
    if (!layer.isComputed()) {
      return "unread";
    }
    return layer.owner() == Owner.OWN ? "own" : layer.base().orElse(0) % 2 == 0 ? "even" : "odd";
  }

  private static LayerSummary summary(LineageLayer layer) {
    return new LayerSummary(
        layer.layer().index(),
        Optional.empty(),
        Optional.empty(),
        layer.diffId(),
        layer.storedSize(),
        layer.uncompressedSize(),
        "",
        -1,
        Optional.empty(),
        layer.isComputed() ? "now" : "no",
        Optional.empty());
  }

  private void row(LineageLayer layer, String tone) throws IOException {
    int number = layer.layer().index() + 1;
    html.open("li", "class", "row " + tone, "value", Integer.toString(number));
    html.open("span", "class", "number").leaf("span", "layer ", "class", "unseen");
    html.text(Integer.toString(number)).close("span");
    html.leaf("span", step(layer), "class", "step");
    html.open("span", "class", "brought").leaf("span", owner(layer), "class", "tag").close("span");
    html.leaf(
        "span",
        size(layer.storedSize()) + " → " + size(layer.uncompressedSize()),
        "class",
        "sizes");
    html.close("li");
  }

  private String owner(LineageLayer layer) {
    return switch (layer.owner()) {
      case OWN -> "own";
      case UNKNOWN -> "base or own";
      case BASE -> layer.base().orElse(0) == 0 ? "base" : "base of the base";
    };
  }

  private static String step(LineageLayer layer) {
    return layer
        .layer()
        .history()
        .flatMap(ImageConfig.History::createdBy)
        .map(text -> Text.excerpt(text.strip()))
        .orElseGet(() -> layer.diffId().map(digest -> Wording.digest(digest, false)).orElse(""));
  }

  private static String size(long bytes) {
    return bytes < 0 ? "?" : Wording.bytes(bytes);
  }

  private void table() throws IOException {
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String name : new String[] {"Layer", "Whose", "Digests", "Stored", "Unpacked"}) {
      html.leaf("th", name, "scope", "col");
    }
    html.close("tr").close("thead").open("tbody");
    HtmlQuota quota = new HtmlQuota(page, fromTop.size(), MOST_LISTED);
    for (LineageLayer layer : lineage.layers()) {
      if (!quota.admits()) {
        break;
      }
      details(layer);
    }
    html.close("tbody").close("table").close("div");
    quota.tellLeftOut("layer", "layers");
  }

  private void details(LineageLayer layer) throws IOException {
    html.open("tr").leaf("th", Integer.toString(layer.layer().index() + 1), "scope", "row");
    html.open("td").text(owner(layer));
    if (layer.base().isPresent()) {
      html.text(" ").name(lineage.bases().get(layer.base().get()).image().name());
    }
    html.close("td").open("td");
    digests(layer);
    problem(layer);
    history(layer);
    html.close("td");
    html.leaf("td", size(layer.storedSize()), "class", "amount");
    html.leaf("td", size(layer.uncompressedSize()), "class", "amount").close("tr");
  }

  private void digests(LineageLayer layer) throws IOException {
    Optional<Descriptor> descriptor = layer.layer().descriptor();
    if (layer.content() instanceof Content.Computed computed) {
      digest(DigestKind.LAYER, computed.storedDigest(), DigestOrigin.COMPUTED);
    } else if (descriptor.isPresent()) {
      digest(DigestKind.LAYER, descriptor.get().digest(), DigestOrigin.DESCRIPTOR);
    }
    if (layer.diffId().isPresent()) {
      digest(
          DigestKind.DIFF_ID,
          layer.diffId().get(),
          layer.isComputed() ? DigestOrigin.COMPUTED : DigestOrigin.CONFIG);
    }
    if (layer.chainId().isPresent()) {
      digest(
          DigestKind.CHAIN_ID,
          layer.chainId().get(),
          layer.chainComputed() ? DigestOrigin.COMPUTED : DigestOrigin.CONFIG);
    }
    if (descriptor.isPresent()) {
      html.open("div", "class", "aside").name(descriptor.get().mediaType().value()).close("div");
    }
  }

  private void digest(DigestKind kind, Digest digest, DigestOrigin origin) throws IOException {
    html.open("div").text(kind.label() + " ").code(digest.toString()).text(" ");
    HtmlVerifications.origin(html, origin);
    html.close("div");
  }

  private void problem(LineageLayer layer) throws IOException {
    if (layer.content() instanceof Content.Broken broken) {
      html.open("div").leaf("b", "broken", "class", "fail");
      html.text(": " + Wording.message(broken.reason(), false)).close("div");
    } else if (layer.content() instanceof Content.Unread unread) {
      html.open("div").leaf("b", "not read", "class", "unknown");
      html.text(": " + Wording.message(unread.reason(), false)).close("div");
    }
  }

  private void history(LineageLayer layer) throws IOException {
    Optional<ImageConfig.History> history = layer.layer().history();
    Optional<String> step = history.flatMap(ImageConfig.History::createdBy);
    if (step.isPresent()) {
      html.open("div").text("made by ").name(step.get().strip()).close("div");
    }
    Optional<String> author = history.flatMap(ImageConfig.History::author);
    if (author.isPresent()) {
      html.open("div").text("author ").name(author.get()).close("div");
    }
  }
}
