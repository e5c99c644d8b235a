package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.report.HtmlStack.Drawn;
import dev.imageprovenance.scanner.report.LayerTowers.Slab;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LayerTowersTest {
  private static final int HEIGHT = 10_000;

  @Test
  void slabsAreToScale() {
    LayerTowers towers = LayerTowers.of(List.of(layer(300, 600), layer(100, 400)), HEIGHT);
    assertEquals(1.5, ratio(towers.unpacked().get(0), towers.unpacked().get(1)), 0.01);
  }

  @Test
  void bothTowersHaveOneScale() {
    LayerTowers towers = LayerTowers.of(List.of(layer(250, 1_000)), HEIGHT);
    assertEquals(4.0, ratio(towers.unpacked().get(0), towers.stored().get(0)), 0.01);
  }

  @Test
  void theSmallestLayerIsSeen() {
    LayerTowers towers = LayerTowers.of(List.of(layer(1, 1), layer(5L << 30, 9L << 30)), HEIGHT);
    assertEquals(LayerTowers.THINNEST, thickness(towers.stored().get(0)));
  }

  @Test
  void manyLayersFitIntoTheHeight() {
    List<Drawn> layers = Collections.nCopies(25, layer(1L << 40, Long.MAX_VALUE / 30));
    LayerTowers towers = LayerTowers.of(layers, HEIGHT);
    assertTrue(
        towers.unpacked().get(0).top() >= 0 && towers.unpacked().get(24).bottom() <= HEIGHT,
        towers.toString());
  }

  @Test
  void bothTowersStandOnTheGround() {
    LayerTowers towers = LayerTowers.of(List.of(layer(10, 90), layer(10, 20)), HEIGHT);
    assertEquals(towers.stored().get(1).bottom(), towers.unpacked().get(1).bottom());
  }

  @Test
  void anUnknownSizeIsNotDrawnAsASize() {
    LayerTowers towers = LayerTowers.of(List.of(layer(10, -1)), HEIGHT);
    assertFalse(towers.unpacked().get(0).isKnown());
  }

  @Test
  void emptyLayersAreDrawnAsLines() {
    LayerTowers towers = LayerTowers.of(List.of(layer(0, 0)), HEIGHT);
    assertEquals(LayerTowers.THINNEST, thickness(towers.unpacked().get(0)));
  }

  private static double ratio(Slab one, Slab other) {
    return (double) thickness(one) / thickness(other);
  }

  private static int thickness(Slab slab) {
    return slab.bottom() - slab.top();
  }

  private static Drawn layer(long stored, long unpacked) {
    return new Drawn(0, stored, unpacked, "even", "", List.of());
  }
}
