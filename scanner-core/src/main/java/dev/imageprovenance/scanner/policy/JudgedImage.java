package dev.imageprovenance.scanner.policy;

import java.util.List;

/**
 * One image's results and what they were judged by; immutable.
 *
 * @param policy what it was judged by
 * @param results one for each check that ran
 */
public record JudgedImage(ImagePolicy policy, List<CheckResult> results) {
  /** Copies the list. */
  public JudgedImage {
    results = List.copyOf(results);
  }
}
