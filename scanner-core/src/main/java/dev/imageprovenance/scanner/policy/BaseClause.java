package dev.imageprovenance.scanner.policy;

import java.util.List;
import java.util.Optional;

/**
 * What one policy file requires of the image that an image is built on; immutable.
 *
 * @param groups it must be in one of them; empty for any proven base
 * @param maxAgeDays how many days ago it may have been made
 * @param origin the clause
 */
record BaseClause(
    List<TrustGroup> groups, Optional<Setting<Integer>> maxAgeDays, ClauseOrigin origin) {
  BaseClause {
    groups = List.copyOf(groups);
  }
}
