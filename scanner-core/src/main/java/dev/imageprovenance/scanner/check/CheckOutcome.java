package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import java.util.List;
import java.util.Optional;

/**
 * What one check says before any policy; immutable. A check that is unknown may still have findings
 * from the part it could see.
 *
 * @param check which
 * @param findings worst first, then by subject
 * @param unknown why it could not look at everything; empty when it could
 * @param summary one short sentence for a person, such as the user it found
 */
public record CheckOutcome(
    CheckId check, List<Finding> findings, Optional<String> unknown, String summary) {
  /** Copies the list. */
  public CheckOutcome {
    findings = List.copyOf(findings);
  }
}
