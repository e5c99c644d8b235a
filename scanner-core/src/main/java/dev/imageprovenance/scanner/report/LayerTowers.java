package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.report.HtmlStack.Drawn;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the slabs of a drawing are that shows layers as two towers on one ground, to one scale:
 * what is stored, and what that unpacks to; immutable.
 *
 * @param stored a slab for each layer, from the top
 * @param unpacked likewise
 */
record LayerTowers(List<Slab> stored, List<Slab> unpacked) {
  /** No slab is thinner, so that the smallest layer is seen. */
  static final int THINNEST = 25;

  LayerTowers {
    stored = List.copyOf(stored);
    unpacked = List.copyOf(unpacked);
  }

  /**
   * A slab, in units of the drawing, downwards.
   *
   * @param top where it begins
   * @param bottom where it ends
   * @param isKnown whether its size is known; otherwise it is as thin as can be
   */
  record Slab(int top, int bottom, boolean isKnown) {}

  /** Towers of which the higher one is at most {@code height} high. */
  static LayerTowers of(List<Drawn> fromTop, int height) {
    List<Long> stored = new ArrayList<>(fromTop.size());
    List<Long> unpacked = new ArrayList<>(fromTop.size());
    for (Drawn layer : fromTop) {
      stored.add(layer.storedSize());
      unpacked.add(layer.unpackedSize());
    }
    double most = Math.max(1, Math.max(sum(stored), sum(unpacked)));
    double scale = Math.max(0, height - fromTop.size() * THINNEST) / most;
    return new LayerTowers(tower(stored, scale, height), tower(unpacked, scale, height));
  }

  private static double sum(List<Long> sizes) {
    double sum = 0;
    for (long size : sizes) {
      sum += Math.max(0, size);
    }
    return sum;
  }

  /** Stands on the ground: what it lacks of the height is above it. */
  private static List<Slab> tower(List<Long> sizes, double scale, int height) {
    int[] thickness = new int[sizes.size()];
    int total = 0;
    for (int i = 0; i < thickness.length; i++) {
      thickness[i] = Math.max(THINNEST, (int) (Math.max(0, sizes.get(i)) * scale));
      total += thickness[i];
    }
    List<Slab> slabs = new ArrayList<>(thickness.length);
    int top = Math.max(0, height - total);
    for (int i = 0; i < thickness.length; i++) {
      slabs.add(new Slab(top, top + thickness[i], sizes.get(i) >= 0));
      top += thickness[i];
    }
    return slabs;
  }
}
