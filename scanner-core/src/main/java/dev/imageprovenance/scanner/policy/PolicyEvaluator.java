package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.CheckOutcome;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.Policy.AllowedCapability;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns what a check found into a verdict; immutable and thread-safe. */
public final class PolicyEvaluator {
  private final Policy policy;

  /** Judges by {@code policy}. */
  public PolicyEvaluator(Policy policy) {
    this.policy = policy;
  }

  /**
   * The outcome with its verdict, what counts and what is allowed. Broken integrity fails whatever
   * the policy says; findings that fail go before what is unknown.
   */
  public CheckResult evaluate(CheckOutcome outcome) {
    List<Finding> allowed = outcome.findings().stream().filter(this::isAllowed).toList();
    List<Finding> counting =
        outcome.findings().stream().filter(finding -> !isAllowed(finding)).toList();
    boolean unknownAllowed =
        policy.allowUnknown().contains(outcome.check())
            && !outcome.check().equals(CheckId.INTEGRITY);
    return new CheckResult(
        outcome.check(),
        verdict(counting, outcome.unknown().isPresent() && !unknownAllowed),
        outcome.summary(),
        outcome.unknown(),
        unknownAllowed,
        counting,
        allowed);
  }

  private Verdict verdict(List<Finding> counting, boolean unknown) {
    if (counting.stream().anyMatch(this::fails)) {
      return Verdict.FAIL;
    }
    return unknown ? Verdict.UNKNOWN : Verdict.PASS;
  }

  private boolean fails(Finding finding) {
    boolean integrityIsBroken =
        finding.check().equals(CheckId.INTEGRITY) && finding.severity() == Severity.CRITICAL;
    return integrityIsBroken || finding.severity().isAtLeast(policy.failOn());
  }

  private boolean isAllowed(Finding finding) {
    Optional<FileEvidence> file = finding.evidence(FileEvidence.class);
    if (file.isEmpty()) {
      return false;
    }
    if (finding.check().equals(CheckId.SETUID_FILES)) {
      return paths(file.get()).allMatch(policy.allowedSetuidPaths()::contains);
    }
    return finding.check().equals(CheckId.FILE_CAPABILITIES)
        && finding
            .evidence(CapabilityEvidence.class)
            .filter(capabilities -> isAllowed(file.get(), capabilities))
            .isPresent();
  }

  /** An attribute without any capability has nothing to allow. */
  private boolean isAllowed(FileEvidence file, CapabilityEvidence capabilities) {
    List<String> all =
        Stream.concat(capabilities.permitted().stream(), capabilities.inheritable().stream())
            .distinct()
            .toList();
    return !all.isEmpty()
        && paths(file)
            .allMatch(
                path ->
                    all.stream()
                        .map(capability -> new AllowedCapability(path, capability))
                        .allMatch(policy.allowedCapabilities()::contains));
  }

  /**
   * Every name of the file as reports print it: a hard link under a name that nobody allowed is not
   * what was allowed, and the printed form of a name is unique.
   */
  private static Stream<String> paths(FileEvidence file) {
    return Stream.concat(Stream.of(file.path()), file.otherPaths().stream()).map(Text::escape);
  }
}
