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

  /** "1 day", "1,200 days". */
  static String count(long number, String unit) {
    StringBuilder digits = new StringBuilder(Long.toString(number));
    for (int i = digits.length() - 3; i > 0; i -= 3) {
      digits.insert(i, ',');
    }
    return digits + " " + unit + (number == 1 ? "" : "s");
  }

  static String name(BaseImage image) {
    return Text.excerpt(image.name());
  }
}
