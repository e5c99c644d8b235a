package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.oci.Text;

/** Says in words how many layers are meant; stateless. */
final class Words {
  private Words() {}

  /** "the lowest layer", "the lowest 3 of 5 layers", "all 3 layers". */
  static String layersOf(int depth, int total) {
    if (depth == total) {
      return depth == 1 ? "the only layer" : "all " + depth + " layers";
    }
    return depth == 1
        ? "the lowest of " + total + " layers"
        : "the lowest " + depth + " of " + total + " layers";
  }

  /** "layer 1", "layers 1-3". */
  static String lowest(int depth) {
    return depth == 1 ? "layer 1" : "layers 1-" + depth;
  }

  static String name(BaseImage image) {
    return Text.excerpt(image.name());
  }
}
