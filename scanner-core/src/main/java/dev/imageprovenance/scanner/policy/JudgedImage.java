package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.signature.Signatures;
import java.util.List;
import java.util.Optional;

/**
 * One image's results and what they were judged by; immutable.
 *
 * @param policy what it was judged by
 * @param results one for each check that ran
 * @param signatures who signed it, where the policy asks
 */
public record JudgedImage(
    ImagePolicy policy, List<CheckResult> results, Optional<Signatures> signatures) {
  /** Copies the list. */
  public JudgedImage {
    results = List.copyOf(results);
  }

  /** An image of whose signatures nobody asked. */
  public JudgedImage(ImagePolicy policy, List<CheckResult> results) {
    this(policy, results, Optional.empty());
  }
}
