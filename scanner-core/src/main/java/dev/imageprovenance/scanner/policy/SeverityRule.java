package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import java.util.Optional;

/**
 * How severe the findings of a check are, or those of one code; immutable.
 *
 * @param check whose findings
 * @param code which of them; empty for all
 * @param severity what they are; empty when they do not count
 * @param origin the clause
 */
record SeverityRule(
    CheckId check, Optional<String> code, Optional<Severity> severity, ClauseOrigin origin) {
  boolean isAbout(Finding finding) {
    return isAbout(finding.check(), finding.code());
  }

  boolean isAbout(CheckId otherCheck, String otherCode) {
    return check.equals(otherCheck) && (code.isEmpty() || code.get().equals(otherCode));
  }
}
