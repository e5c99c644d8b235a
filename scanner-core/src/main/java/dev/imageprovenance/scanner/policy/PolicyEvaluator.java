package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.CheckOutcome;

/** Turns what a check found into a verdict; immutable and thread-safe. */
public final class PolicyEvaluator {
  private final Policy policy;

  /** Judges by {@code policy}. */
  public PolicyEvaluator(Policy policy) {
    this.policy = policy;
  }

  /** The outcome with its verdict, what counts and what is allowed. */
  public CheckResult evaluate(CheckOutcome outcome) {
    throw new UnsupportedOperationException("written next: " + policy);
  }
}
