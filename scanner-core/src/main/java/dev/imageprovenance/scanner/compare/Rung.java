package dev.imageprovenance.scanner.compare;

import java.util.Locale;
import java.util.Optional;

/** How equal two images are, from the strongest rung of the ladder to the weakest. */
public enum Rung {
  /** The same manifest or index digest. */
  IDENTICAL("identical"),
  /** The same config digest and layers of the same content: only the packaging differs. */
  SAME_IMAGE("same-image"),
  /** The same layers, and a config that is the same in all that a runtime uses. */
  SAME_RUNTIME("same-runtime"),
  /** The same effective file tree and the same runtime config: rebuilt. */
  SAME_CONTENT("same-content"),
  /** The configuration or the files differ. */
  DIFFERENT("different");

  private final String label;

  Rung(String label) {
    this.label = label;
  }

  /** The word used in options, text and JSON. */
  public String label() {
    return label;
  }

  /** The rung of that label, in upper or lower case. */
  public static Optional<Rung> named(String label) {
    for (Rung rung : values()) {
      if (rung.label.equals(label.toLowerCase(Locale.ROOT))) {
        return Optional.of(rung);
      }
    }
    return Optional.empty();
  }

  /** True when this rung is {@code required} or a stronger one. */
  public boolean satisfies(Rung required) {
    return compareTo(required) <= 0;
  }

  /** The weaker of the two. */
  public Rung and(Rung other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
