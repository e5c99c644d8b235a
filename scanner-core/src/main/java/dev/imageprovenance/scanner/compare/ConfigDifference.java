package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.finding.Severity;
import java.util.Optional;

/**
 * A field that two image configs do not share; immutable.
 *
 * @param field its path in the specification's spelling: {@code config.User}, {@code created},
 *     {@code config.Env.PATH}
 * @param effect whether a runtime uses it
 * @param severity how much it matters
 * @param deployed its value on the deployed side, text as it is and everything else as JSON; empty
 *     when absent
 * @param registry its value on the registry's side
 */
public record ConfigDifference(
    String field,
    Effect effect,
    Severity severity,
    Optional<String> deployed,
    Optional<String> registry) {
  /** What a difference does. */
  public enum Effect {
    /** The container runs differently. */
    RUNTIME("runtime"),
    /** A conversion between formats dropped it; engines that know it behave without it. */
    DROPPED("dropped"),
    /** No runtime uses it. */
    HARMLESS("harmless");

    private final String label;

    Effect(String label) {
      this.label = label;
    }

    /** The word used in text and JSON. */
    public String label() {
      return label;
    }
  }
}
