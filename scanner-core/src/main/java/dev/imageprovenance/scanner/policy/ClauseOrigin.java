package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.ClauseLocation;
import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import dev.imageprovenance.scanner.oci.Text;
import java.util.Optional;

/**
 * Which clause said something, and where it stands; immutable.
 *
 * @param clause in a few words, as a person can find it: {@code setuid.allow /usr/bin/su}, an
 *     option of the command line
 * @param location where it stands; empty for an option, a built-in profile and the defaults
 */
public record ClauseOrigin(String clause, Optional<ClauseLocation> location) {
  /** A clause that stands in no file. */
  static ClauseOrigin of(String clause) {
    return new ClauseOrigin(clause, Optional.empty());
  }

  /** The same as evidence of a finding. */
  ClauseEvidence evidence() {
    return new ClauseEvidence(clause, location);
  }

  /** The clause with its place, for a person. */
  @Override
  public String toString() {
    String words = Text.excerpt(clause);
    return location.isEmpty() ? words : words + " (" + Text.escape(location.get().toString()) + ")";
  }
}
