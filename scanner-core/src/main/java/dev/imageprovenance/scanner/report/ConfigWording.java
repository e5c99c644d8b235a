package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.ConfigDifference;
import dev.imageprovenance.scanner.compare.ConfigDifference.Withheld;
import dev.imageprovenance.scanner.oci.Text;
import java.util.Optional;

/** Puts a difference of two configs into words; stateless. */
final class ConfigWording {
  private static final String PREFIX = "config.";
  private static final String NOTHING = "(not set)";

  /** Of longer values only what follows their common beginning is shown. */
  private static final int LONG = 120;

  /** How much of the common beginning stays, so that the place can be recognised. */
  private static final int CONTEXT = 20;

  private ConfigWording() {}

  /** The field without the prefix that nearly all fields have, escaped. */
  static String field(ConfigDifference difference) {
    String field = difference.field();
    return Text.excerpt(field.startsWith(PREFIX) ? field.substring(PREFIX.length()) : field);
  }

  /** What came, went or changed: the word used in JSON. */
  static String change(ConfigDifference difference) {
    return difference.registry().isEmpty()
        ? "added"
        : difference.deployed().isEmpty() ? "removed" : "changed";
  }

  /** Both values, the registry's first; in full if {@code full}. */
  static void addValues(Phrase phrase, ConfigDifference difference, boolean full) {
    if (difference.withheld() == Withheld.WHOLE) {
      phrase.words(change(difference)).words("(values withheld: may be secret)", Style.FAINT);
      return;
    }
    int skipped = full ? 0 : commonBeginning(difference.registry(), difference.deployed());
    addValue(phrase, difference.registry(), skipped, full);
    phrase.word("→", Style.FAINT);
    addValue(phrase, difference.deployed(), skipped, full);
    if (difference.withheld() == Withheld.PARTS) {
      phrase.words("(parts withheld: may be secret)", Style.FAINT);
    }
  }

  /** Both values on one line, the registry's first, long ones cut. */
  static String values(ConfigDifference difference) {
    Phrase phrase = new Phrase();
    addValues(phrase, difference, false);
    StringBuilder line = new StringBuilder();
    for (Phrase.Word word : phrase.list()) {
      line.append(line.isEmpty() ? "" : " ").append(word.text());
    }
    return line.toString();
  }

  private static void addValue(Phrase phrase, Optional<String> value, int skipped, boolean full) {
    if (value.isEmpty()) {
      phrase.word(NOTHING, Style.FAINT);
      return;
    }
    String rest = (skipped > 0 ? "…" : "") + value.get().substring(skipped);
    String shown = full ? Text.escape(rest) : Text.excerpt(rest);
    if (isAmbiguous(shown)) {
      phrase.word('"' + shown + '"', Style.PLAIN);
    } else {
      phrase.words(shown);
    }
  }

  /** Spaces that wrapping would swallow must be seen. */
  private static boolean isAmbiguous(String text) {
    return text.isBlank() || text.startsWith(" ") || text.endsWith(" ") || text.contains("  ");
  }

  private static int commonBeginning(Optional<String> one, Optional<String> other) {
    if (one.isEmpty()
        || other.isEmpty()
        || Math.max(one.get().length(), other.get().length()) <= LONG) {
      return 0;
    }
    int length = Math.min(one.get().length(), other.get().length());
    int same = 0;
    while (same < length && one.get().charAt(same) == other.get().charAt(same)) {
      same++;
    }
    int skipped = Math.max(0, same - CONTEXT);
    boolean splitsPair = skipped > 0 && Character.isLowSurrogate(one.get().charAt(skipped));
    return splitsPair ? skipped - 1 : skipped;
  }
}
