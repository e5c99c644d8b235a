package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Secrets;
import java.util.Optional;

/**
 * A field that two image configs do not share; immutable. What looks like a secret is not in it.
 *
 * @param field its path in the specification's spelling: {@code config.User}, {@code created},
 *     {@code config.Env.PATH}
 * @param effect whether a runtime uses it
 * @param severity how much it matters
 * @param deployed its value on the deployed side, text as it is and everything else as JSON; empty
 *     when absent
 * @param registry its value on the registry's side
 * @param withheld how much of the values was left out because a secret may be in it
 */
public record ConfigDifference(
    String field,
    Effect effect,
    Severity severity,
    Optional<String> deployed,
    Optional<String> registry,
    Withheld withheld) {
  /** The difference between two values as they are, which may hold secrets. */
  public static ConfigDifference of(
      String field,
      Effect effect,
      Severity severity,
      Optional<String> deployed,
      Optional<String> registry) {
    boolean inParts = holdsSecret(deployed) || holdsSecret(registry);
    Withheld withheld =
        ConfigComparison.isNamedByItsAuthor(field) && (inParts || Secrets.isTelling(field))
            ? Withheld.WHOLE
            : inParts ? Withheld.PARTS : Withheld.NOTHING;
    return new ConfigDifference(
        field,
        effect,
        severity,
        deployed.map(value -> shown(value, withheld)),
        registry.map(value -> shown(value, withheld)),
        withheld);
  }

  private static boolean holdsSecret(Optional<String> value) {
    return value.filter(Secrets::areIn).isPresent();
  }

  private static String shown(String value, Withheld withheld) {
    return switch (withheld) {
      case NOTHING -> value;
      case PARTS -> Secrets.withhold(value);
      case WHOLE -> Secrets.WITHHELD;
    };
  }

  /** How much of the values is left out. */
  public enum Withheld {
    /** They are as they are. */
    NOTHING,
    /** {@link Secrets#WITHHELD} stands in place of what may be a secret. */
    PARTS,
    /** Nothing of them is told but that they differ. */
    WHOLE
  }

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
