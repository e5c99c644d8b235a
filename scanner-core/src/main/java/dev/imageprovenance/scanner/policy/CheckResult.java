package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * A check's outcome after the policy; immutable.
 *
 * @param check which
 * @param verdict PASS, FAIL or UNKNOWN
 * @param summary one short sentence
 * @param unknown why it could not look at everything
 * @param unknownAllowed true when the policy lets this check be unknown
 * @param findings what counts, worst first
 * @param allowed what the policy allows; shown on demand, never counted
 */
public record CheckResult(
    CheckId check,
    Verdict verdict,
    String summary,
    Optional<String> unknown,
    boolean unknownAllowed,
    List<Finding> findings,
    List<Finding> allowed) {
  /** Copies the lists. */
  public CheckResult {
    findings = List.copyOf(findings);
    allowed = List.copyOf(allowed);
  }
}
