package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.ClauseLocation;
import dev.imageprovenance.scanner.policy.syntax.Node;
import dev.imageprovenance.scanner.policy.syntax.PolicyProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file, so that all of it is told at once; not thread-safe. */
final class PolicyProblems {
  private final List<PolicyProblem> problems = new ArrayList<>();

  void add(ClauseLocation location, String message) {
    problems.add(new PolicyProblem(location, message));
  }

  void add(Node node, String message) {
    add(node.location(), message);
  }

  /** Something else stands there than what is expected. */
  void wrongType(Node node, String path, String expected) {
    add(node, path + " must be " + expected + ", not " + node.description());
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /** What was collected, in the order of the file. */
  List<PolicyProblem> inOrder() {
    return problems.stream()
        .sorted(
            Comparator.comparing((PolicyProblem problem) -> problem.location().line())
                .thenComparing(problem -> problem.location().column()))
        .toList();
  }
}
