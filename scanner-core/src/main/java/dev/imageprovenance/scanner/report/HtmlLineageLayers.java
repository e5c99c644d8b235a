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
import dev.imageprovenance.scanner.report.HtmlStack.Badge;
import dev.imageprovenance.scanner.report.HtmlStack.Drawn;
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
      stack();
      html.open("details");
      html.leaf("summary", Wording.count(fromTop.size(), "layer", "layers") + " in detail");
      table();
      html.close("details");
    }
    html.close("section");
  }

  private void stack() throws IOException {
    List<Drawn> drawn = new ArrayList<>(fromTop.size());
    for (LineageLayer layer : fromTop) {
      drawn.add(
          new Drawn(
              layer.layer().index(),
              layer.storedSize(),
              layer.uncompressedSize(),
              tone(layer),
              HtmlStack.step(
                  layer.layer().history().flatMap(ImageConfig.History::instruction),
                  layer.diffId()),
              List.of(new Badge("tag", owner(layer), Optional.empty()))));
    }
    new HtmlStack(page)
        .draw(drawn, "The topmost layer comes first; layers of one base share a tone.");
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

  private String owner(LineageLayer layer) {
    return switch (layer.owner()) {
      case OWN -> "own";
      case UNKNOWN -> "base or own";
      case BASE -> layer.base().orElse(0) == 0 ? "base" : "base of the base";
    };
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
    Optional<String> step = history.flatMap(ImageConfig.History::instruction);
    if (step.isPresent()) {
      html.open("div").text("made by ").name(step.get().strip()).close("div");
    }
    Optional<String> author = history.flatMap(ImageConfig.History::author);
    if (author.isPresent()) {
      html.open("div").text("author ").name(author.get()).close("div");
    }
  }
}
