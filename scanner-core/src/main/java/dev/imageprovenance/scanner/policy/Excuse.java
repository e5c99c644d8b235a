package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.ClauseLocation;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Why a finding does not count; immutable.
 *
 * @param kind what kind of clause excuses it
 * @param clause the clause in a few words, as a person can find it: {@code setuid.allow
 *     /usr/bin/su}, a waiver's id, an option of the command line
 * @param location where the clause stands; empty when it stands in no file
 * @param reason why somebody accepted it
 * @param owner who did
 * @param expires the last day on which it holds (UTC)
 */
public record Excuse(
    Kind kind,
    String clause,
    Optional<ClauseLocation> location,
    Optional<String> reason,
    Optional<String> owner,
    Optional<LocalDate> expires) {
  /** What kind of clause excuses a finding. */
  public enum Kind {
    /** The policy allows such things. */
    ALLOWED,
    /** Somebody accepted it for a while. */
    WAIVED,
    /** It was there before: only what is new fails. */
    BASELINE
  }

  /** The policy allows it by that clause. */
  public static Excuse allowed(ClauseOrigin origin) {
    return new Excuse(
        Kind.ALLOWED,
        origin.clause(),
        origin.location(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
