package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.report.HtmlStack.Drawn;
import dev.imageprovenance.scanner.report.LayerTowers.Slab;
import java.io.IOException;
import java.util.List;

/**
 * Draws the towers of {@link LayerTowers} and the ribbons that lead from what is stored to what
 * that unpacks to, and on to each layer's row beside the drawing; not thread-safe.
 */
final class HtmlTowers {
  /** The drawing is stretched to the rows beside it; only proportions count. */
  private static final int ROW = 400;

  private static final int WIDTH = 1_000;
  private static final int STORED_END = 260;
  private static final int UNPACKED_START = 480;
  private static final int UNPACKED_END = 740;

  /** Rows have gaps between them, so ribbons end a little inside. */
  private static final int GAP = 32;

  private final HtmlWriter html;

  HtmlTowers(HtmlWriter html) {
    this.html = html;
  }

  /**
   * Draws {@code fromTop}.
   *
   * @param summary what the drawing shows, for who cannot see it
   */
  void draw(List<Drawn> fromTop, String summary) throws IOException {
    int height = fromTop.size() * ROW;
    LayerTowers towers = LayerTowers.of(fromTop, height);
    html.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "class",
        "towers",
        "viewBox",
        "0 0 " + WIDTH + " " + height,
        "preserveAspectRatio",
        "none",
        "role",
        "img",
        "aria-label",
        summary);
    for (int i = 0; i < fromTop.size(); i++) {
      Slab stored = towers.stored().get(i);
      Slab unpacked = towers.unpacked().get(i);
      Slab row = new Slab(i * ROW + GAP, (i + 1) * ROW - GAP, true);
      html.open("g", "class", fromTop.get(i).tone());
      ribbon(STORED_END, stored, UNPACKED_START, unpacked);
      ribbon(UNPACKED_END, unpacked, WIDTH, row);
      slab(0, STORED_END, stored);
      slab(UNPACKED_START, UNPACKED_END, unpacked);
      html.close("g");
    }
    html.close("svg");
  }

  private void slab(int start, int end, Slab slab) throws IOException {
    html.empty(
        "rect",
        "class",
        slab.isKnown() ? "slab" : "slab missing",
        "x",
        Integer.toString(start),
        "y",
        Integer.toString(slab.top()),
        "width",
        Integer.toString(end - start),
        "height",
        Integer.toString(slab.bottom() - slab.top()));
  }

  /** A band that swings from one slab to another. */
  private void ribbon(int start, Slab from, int end, Slab to) throws IOException {
    int middle = (start + end) / 2;
    html.empty(
        "path",
        "class",
        "ribbon",
        "d",
        "M"
            + start
            + " "
            + from.top()
            + "C"
            + middle
            + " "
            + from.top()
            + " "
            + middle
            + " "
            + to.top()
            + " "
            + end
            + " "
            + to.top()
            + "V"
            + to.bottom()
            + "C"
            + middle
            + " "
            + to.bottom()
            + " "
            + middle
            + " "
            + from.bottom()
            + " "
            + start
            + " "
            + from.bottom()
            + "Z");
  }
}
