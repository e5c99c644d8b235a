package dev.imageprovenance.scanner.policy;

import java.util.List;

/**
 * The groups of one policy file; an image must be in one of them. Immutable.
 *
 * @param groups at least one
 * @param origin the clause
 */
public record TrustClause(List<TrustGroup> groups, ClauseOrigin origin) {
  /** Copies the list. */
  public TrustClause {
    groups = List.copyOf(groups);
  }
}
