package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.ClauseLocation;
import dev.imageprovenance.scanner.policy.syntax.PolicyProblem;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.List;

/** Words what is wrong with a policy; stateless. */
final class InvalidPolicy {
  private static final int SHOWN = 20;

  private InvalidPolicy() {}

  /** Everything that is wrong, one problem on each line. */
  static ScanException of(List<PolicyProblem> problems) {
    return of(
        "The policy cannot be used",
        problems,
        "Correct the policy; scanner policy check FILE looks at it without an image.");
  }

  /** The same of a baseline. */
  static ScanException ofBaseline(List<PolicyProblem> problems) {
    return of("The baseline cannot be used", problems, "Write it anew with --write-baseline.");
  }

  private static ScanException of(String headline, List<PolicyProblem> problems, String remedy) {
    StringBuilder message = new StringBuilder(headline);
    if (problems.size() > 1) {
      message.append(": ").append(problems.size()).append(" errors");
    }
    for (int i = 0; i < problems.size() && i < SHOWN; i++) {
      message.append("\n  ").append(problems.get(i));
    }
    if (problems.size() > SHOWN) {
      message.append("\n  and ").append(problems.size() - SHOWN).append(" more");
    }
    return new ScanException(ProblemKind.CONFIGURATION, message.toString(), remedy, null);
  }

  static ScanException of(ClauseLocation location, String message) {
    return of(List.of(new PolicyProblem(location, message)));
  }
}
