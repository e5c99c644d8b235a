package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.layer.LayerFacts;

/**
 * One layer of an image and what was found in it; immutable.
 *
 * @param layer as the documents describe it
 * @param facts what the pass found, or why there was none
 * @param fromCache whether an earlier scan read the bytes
 */
public record LayerState(ImageLayer layer, Fact<LayerFacts> facts, boolean fromCache) {
  /** Where the layer is, for a finding. */
  public LayerLocation location() {
    return new LayerLocation(
        layer.index(),
        layer.displayDigest(),
        layer.history().flatMap(history -> history.instruction()));
  }
}
