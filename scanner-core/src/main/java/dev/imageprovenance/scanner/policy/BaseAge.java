package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.ProvenBase;
import dev.imageprovenance.scanner.oci.Text;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** How long ago a base was made, by its own word; all kinds are immutable. */
sealed interface BaseAge {
  /**
   * It says so.
   *
   * @param made the day (UTC)
   * @param number of days since then
   */
  record Days(LocalDate made, long number) implements BaseAge {}

  /** It does not say, or what it says cannot be. */
  record Unknown(String why) implements BaseAge {}

  /** The age of {@code base} on that day (UTC). */
  static BaseAge of(ProvenBase base, LocalDate today) {
    if (base.image().isEmpty()) {
      return new Unknown("only its layers are known, which do not tell");
    }
    Optional<String> created = base.image().get().created();
    if (created.isEmpty()) {
      return new Unknown("its config does not say when it was made");
    }
    try {
      LocalDate made =
          OffsetDateTime.parse(created.get()).withOffsetSameInstant(ZoneOffset.UTC).toLocalDate();
      long days = ChronoUnit.DAYS.between(made, today);
      // Clocks differ by hours at most.
      return days < -1
          ? new Unknown("it says that it was made on " + made + ", which is still to come")
          : new Days(made, Math.max(days, 0));
    } catch (DateTimeException e) {
      return new Unknown("\"" + Text.excerpt(created.get()) + "\" is no time");
    }
  }
}
