package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Verdict;
import java.util.ArrayList;
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
 * @param excused what does not count, and why; in the order of the findings
 */
public record CheckResult(
    CheckId check,
    Verdict verdict,
    String summary,
    Optional<String> unknown,
    boolean unknownAllowed,
    List<Finding> findings,
    List<ExcusedFinding> excused) {
  /** Copies the lists. */
  public CheckResult {
    findings = List.copyOf(findings);
    excused = List.copyOf(excused);
  }

  /** What does not count for that kind of reason. */
  public List<ExcusedFinding> excused(Excuse.Kind kind) {
    List<ExcusedFinding> some = new ArrayList<>(excused.size());
    for (ExcusedFinding each : excused) {
      if (each.excuse().kind() == kind) {
        some.add(each);
      }
    }
    return some;
  }
}
