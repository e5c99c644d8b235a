package dev.imageprovenance.scanner.policy.syntax;

/** A policy file is no well-formed document of the supported kind; immutable. */
public final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient PolicyProblem problem;

  SyntaxException(PolicyProblem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  /** What is wrong, and where. */
  public PolicyProblem problem() {
    return problem;
  }
}
