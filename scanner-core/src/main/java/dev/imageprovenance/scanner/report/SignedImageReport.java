package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.ImagePolicy;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.Signatures.State;
import dev.imageprovenance.scanner.signature.discovery.RouteOutcome;
import dev.imageprovenance.scanner.signature.trust.Trust;
import java.util.List;

/**
 * What is known about the signatures of one platform's image, and what is required of them;
 * immutable.
 *
 * @param resolution how the address led to it
 * @param platform what it runs on
 * @param believed whose signatures count
 * @param signatures where was looked, what was found and what it is worth
 * @param policy what it was judged by
 * @param results one for each thing that is required; empty when nothing is
 */
public record SignedImageReport(
    Resolution resolution,
    Platform platform,
    Trust believed,
    Signatures signatures,
    ImagePolicy policy,
    List<CheckResult> results) {
  /** Copies the list. */
  public SignedImageReport {
    results = List.copyOf(results);
  }

  /**
   * Whether everything holds that is required. Where nothing is, what was found must not be
   * refused, and nothing may be unclear: an image without signatures passes then.
   */
  public Verdict verdict() {
    if (!results.isEmpty()) {
      return results.stream().map(CheckResult::verdict).reduce(Verdict.PASS, Verdict::and);
    }
    return switch (signatures.state()) {
      case VERIFIED, UNSIGNED -> Verdict.PASS;
      case REFUSED -> Verdict.FAIL;
      case UNKNOWN -> Verdict.UNKNOWN;
    };
  }

  /** The exit code that says the same: 0 passed, 1 failed, 3 could not tell. */
  public int exitCode() {
    return switch (verdict()) {
      case PASS -> 0;
      case FAIL -> 1;
      case UNKNOWN -> 3;
    };
  }

  /** True when there are signatures that nobody was named to judge, and nothing else is unclear. */
  public boolean isUnverified() {
    return signatures.state() == State.UNKNOWN
        && believed.signers().isEmpty()
        && signatures.routes().stream().noneMatch(RouteOutcome::isUnknown);
  }
}
