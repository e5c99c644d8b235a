package dev.imageprovenance.scanner.policy.syntax;

import dev.imageprovenance.scanner.finding.ClauseLocation;

/**
 * What is wrong with a policy, and where; immutable.
 *
 * @param location where it stands
 * @param message what is wrong and what would be right, without a full stop; text from the file is
 *     escaped
 */
public record PolicyProblem(ClauseLocation location, String message) {
  /** As compilers write it. */
  @Override
  public String toString() {
    return location + ": " + message;
  }
}
