package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import java.util.List;

/**
 * Whose signatures an image must have, by the word of one clause; immutable.
 *
 * @param groups the names of trusted signers: of each group one must have signed
 * @param clause which says so
 */
public record RequiredSigners(List<List<String>> groups, ClauseEvidence clause) {
  /** Copies the lists. */
  public RequiredSigners {
    groups = groups.stream().map(List::copyOf).toList();
  }
}
