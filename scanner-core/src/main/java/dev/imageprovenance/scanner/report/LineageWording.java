package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.lineage.BaseClaim.Statement;
import dev.imageprovenance.scanner.lineage.Freshness;
import dev.imageprovenance.scanner.lineage.Freshness.Rebuild;
import dev.imageprovenance.scanner.oci.Text;
import java.time.Duration;
import java.util.List;

/** Words what a lineage says, for every format that people read; stateless. */
final class LineageWording {
  private static final long SECONDS_A_DAY = 86_400;

  private LineageWording() {}

  /** "layer 1", "layers 1-3". */
  static String layers(int depth) {
    return depth == 1 ? "layer 1" : "layers 1-" + depth;
  }

  /** What is claimed, escaped. */
  static String says(Statement statement) {
    if (statement instanceof Statement.Named named) {
      return Text.excerpt(named.text());
    }
    if (statement instanceof Statement.Boundary boundary) {
      return layers(boundary.layers()) + ", " + Text.excerpt(boundary.sign());
    }
    if (statement instanceof Statement.Unusable unusable) {
      return Text.excerpt(unusable.text());
    }
    return statement instanceof Statement.Scratch ? "scratch" : "(empty)";
  }

  /** What follows the word for the tag's movement; may be empty. */
  static String freshness(Freshness freshness, boolean full) {
    return switch (freshness.movement()) {
      case CURRENT -> "";
      case GONE -> "from the registry";
      case MOVED -> moved(freshness, full);
    };
  }

  private static String moved(Freshness freshness, boolean full) {
    StringBuilder text = new StringBuilder("to ");
    freshness
        .pointsAt()
        .ifPresent(digest -> text.append(Wording.digest(digest, full)).append(" (registry)"));
    freshness.behind().ifPresent(behind -> text.append(", ").append(age(behind)));
    freshness.rebuild().ifPresent(rebuild -> text.append("; ").append(rebuild(rebuild)));
    return text.toString();
  }

  private static String age(Duration behind) {
    long seconds = Math.abs(behind.toSeconds());
    String much =
        seconds >= SECONDS_A_DAY
            ? Wording.count(seconds / SECONDS_A_DAY, "day", "days")
            : seconds >= 3_600
                ? Wording.count(seconds / 3_600, "hour", "hours")
                : Wording.count(Math.max(1, seconds / 60), "minute", "minutes");
    return behind.isZero()
        ? "of the same age by its own word"
        : much + (behind.isNegative() ? " older" : " younger") + " by its own word";
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
