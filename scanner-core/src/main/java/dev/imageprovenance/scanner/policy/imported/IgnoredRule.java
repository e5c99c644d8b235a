package dev.imageprovenance.scanner.policy.imported;

import java.time.LocalDate;
import java.util.Optional;

/**
 * One rule that another scanner is told to ignore; immutable.
 *
 * @param id the other scanner's name for it
 * @param kind what it is about, where the file says so
 * @param reason why, where the file says so
 * @param expires the last day, where the file says so
 * @param narrowed true when it is ignored for some files or packages only
 */
record IgnoredRule(
    String id, Kind kind, Optional<String> reason, Optional<LocalDate> expires, boolean narrowed) {
  /** What a rule is about. */
  enum Kind {
    VULNERABILITY,
    MISCONFIGURATION,
    SECRET,
    LICENSE,
    UNTOLD
  }
}
