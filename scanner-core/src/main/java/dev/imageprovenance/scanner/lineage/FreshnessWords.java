package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.lineage.Freshness.Rebuild;
import dev.imageprovenance.scanner.oci.Text;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Says in words what became of the tag of a base; stateless. */
public final class FreshnessWords {
  private static final long SECONDS_A_DAY = 86_400;

  private FreshnessWords() {}

  /** What follows the word for the tag's movement, with digests in full; may be empty. */
  public static String of(Freshness freshness) {
    return switch (freshness.movement()) {
      case CURRENT -> "";
      case GONE -> "from the registry";
      case MOVED -> moved(freshness);
    };
  }

  /** When it was looked at where the tag leads; empty when it was asked now. */
  public static Optional<String> seen(Freshness freshness) {
    return freshness
        .seenAgo()
        .map(ago -> "as seen " + seenAge(ago) + " ago; --tags-max-age 1s asks again");
  }

  private static String seenAge(Duration ago) {
    long seconds = Math.max(1, ago.toSeconds());
    return seconds < 60 ? Words.count(seconds, "second") : much(seconds);
  }

  private static String moved(Freshness freshness) {
    StringBuilder text = new StringBuilder("to ");
    freshness.pointsAt().ifPresent(digest -> text.append(digest).append(" (registry)"));
    freshness.behind().ifPresent(behind -> text.append(", ").append(age(behind)));
    freshness.rebuild().ifPresent(rebuild -> text.append("; ").append(rebuild(rebuild)));
    return text.toString();
  }

  private static String age(Duration behind) {
    long seconds = Math.abs(behind.toSeconds());
    return behind.isZero()
        ? "of the same age by its own word"
        : much(seconds) + (behind.isNegative() ? " older" : " younger") + " by its own word";
  }

  private static String much(long seconds) {
    return seconds >= SECONDS_A_DAY
        ? Words.count(seconds / SECONDS_A_DAY, "day")
        : seconds >= 3_600
            ? Words.count(seconds / 3_600, "hour")
            : Words.count(Math.max(1, seconds / 60), "minute");
  }

  private static String rebuild(Rebuild rebuild) {
    return switch (rebuild.kind()) {
      case NOTHING -> "it has the same layers and settings: nothing to gain by building again";
      case LAYERS -> "only its layers differ: building again is all that is needed";
      case SETTINGS -> "it runs differently, look before building again: " + settings(rebuild);
    };
  }

  private static String settings(Rebuild rebuild) {
    List<String> names =
        rebuild.settings().stream()
            .map(name -> name.startsWith("config.") ? name.substring(7) : name)
            .map(Text::excerpt)
            .toList();
    return String.join(", ", names);
  }
}
