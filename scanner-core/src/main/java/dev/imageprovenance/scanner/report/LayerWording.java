package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.LayerLocation;

/** Names layers for people, who count them from 1; stateless. */
final class LayerWording {
  private LayerWording() {}

  /** "layer 5 (sha256:e5d5b42d6138)". */
  static String layer(LayerLocation layer) {
    return name(layer) + " (" + Wording.message(layer.layerDigest(), false) + ")";
  }

  /** "layer 5". */
  static String name(LayerLocation layer) {
    return "layer " + (layer.layerIndex() + 1);
  }
}
