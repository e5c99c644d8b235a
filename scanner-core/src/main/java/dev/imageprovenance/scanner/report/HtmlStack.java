package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.report.ImageReport.LayerSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Draws an image as its stack of layers: two towers to scale, a ribbon from each slab to the row
 * that tells what it is; not thread-safe.
 */
final class HtmlStack {
  /** Of more layers the lowest are counted. */
  private static final int MOST_DRAWN = 150;

  /** What classic builders write before steps that run nothing. */
  private static final String NO_RUN = "/bin/sh -c #(nop) ";

  private final HtmlPage page;
  private final HtmlWriter html;

  HtmlStack(HtmlPage page) {
    this.page = page;
    this.html = page.html();
  }

  /**
   * One layer.
   *
   * @param index position, 0 is the lowest
   * @param storedSize bytes; -1 when not known
   * @param unpackedSize bytes; -1 when not known
   * @param tone the class that gives slab, ribbon and row their colour
   * @param step what made it, escaped, or what else tells it from others
   * @param badges what else there is to say of it, in a word or two
   */
  record Drawn(
      int index, long storedSize, long unpackedSize, String tone, String step, List<Badge> badges) {
    Drawn {
      badges = List.copyOf(badges);
    }
  }

  /**
   * A word or two.
   *
   * @param style its class
   * @param words the words
   * @param anchor where more is told
   */
  record Badge(String style, String words, Optional<String> anchor) {}

  /** What made a layer, escaped; its digest where that is not known. */
  static String step(Optional<String> instruction, Optional<Digest> digest) {
    return instruction
        .map(String::strip)
        .map(step -> step.startsWith(NO_RUN) ? step.substring(NO_RUN.length()).strip() : step)
        .map(Text::excerpt)
        .or(() -> digest.map(found -> Wording.digest(found, false)))
        .orElse("");
  }

  /** As {@link #step(Optional, Optional)}. */
  static String step(LayerSummary layer) {
    return step(layer.instruction(), layer.digest().or(layer::diffId));
  }

  /**
   * Draws {@code fromTop}.
   *
   * @param legend what a reader must know to read the drawing
   */
  void draw(List<Drawn> fromTop, String legend) throws IOException {
    List<Drawn> drawn = fromTop.subList(0, Math.min(fromTop.size(), MOST_DRAWN));
    html.open("figure", "class", "stack", "style", "--layers:" + drawn.size());
    html.open("p", "class", "captions", "aria-hidden", "true");
    html.leaf("span", "stored", "class", "stored").leaf("span", "unpacked", "class", "unpacked");
    html.leaf("span", "stored → unpacked", "class", "both").close("p");
    new HtmlTowers(html).draw(drawn, summary(drawn));
    html.open("ol", "class", "rows");
    for (Drawn layer : drawn) {
      row(layer);
    }
    html.close("ol").leaf("figcaption", legend).close("figure");
    if (drawn.size() < fromTop.size()) {
      int hidden = fromTop.size() - drawn.size();
      page.leftOut(Wording.count(hidden, "layer below these is", "layers below these are"));
    }
  }

  /** What the drawing shows, for who cannot see it. */
  private static String summary(List<Drawn> drawn) {
    List<String> sizes = new ArrayList<>();
    for (Drawn layer : drawn) {
      sizes.add("layer " + (layer.index() + 1) + ": " + sizes(layer));
    }
    return Wording.count(drawn.size(), "layer", "layers")
        + " drawn to scale, stored → unpacked; "
        + String.join("; ", sizes);
  }

  private void row(Drawn layer) throws IOException {
    String number = Integer.toString(layer.index() + 1);
    html.open("li", "class", "row " + layer.tone(), "value", number);
    html.open("span", "class", "number").leaf("span", "layer ", "class", "unseen").text(number);
    html.close("span").leaf("span", layer.step(), "class", "step", "title", layer.step());
    html.open("span", "class", "badges");
    for (Badge badge : layer.badges()) {
      badge(badge);
    }
    html.close("span").leaf("span", sizes(layer), "class", "sizes").close("li");
  }

  private void badge(Badge badge) throws IOException {
    if (badge.anchor().isPresent()) {
      html.open("a", "href", "#" + badge.anchor().get());
      html.leaf("span", badge.words(), "class", badge.style()).close("a");
    } else {
      html.leaf("span", badge.words(), "class", badge.style());
    }
  }

  private static String sizes(Drawn layer) {
    return size(layer.storedSize()) + " → " + size(layer.unpackedSize());
  }

  private static String size(long bytes) {
    return bytes < 0 ? "?" : Wording.bytes(bytes);
  }
}
