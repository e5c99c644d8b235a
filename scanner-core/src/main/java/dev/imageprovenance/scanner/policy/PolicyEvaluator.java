package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.CheckOutcome;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.ImagePolicy.AllowedCapability;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns what a check found into a verdict; immutable and thread-safe. */
public final class PolicyEvaluator {
  private final ImagePolicy policy;

  /** Judges by {@code policy}. */
  public PolicyEvaluator(ImagePolicy policy) {
    this.policy = policy;
  }

  /**
   * The outcome with its verdict, what counts and what is allowed. Broken integrity fails whatever
   * the policy says; findings that fail go before what is unknown.
   */
  public CheckResult evaluate(CheckOutcome outcome) {
    List<Finding> counting = new ArrayList<>(outcome.findings().size());
    List<ExcusedFinding> excused = new ArrayList<>();
    for (Finding finding : outcome.findings()) {
      Optional<Excuse> excuse = excuse(finding);
      if (excuse.isPresent()) {
        excused.add(new ExcusedFinding(finding, excuse.get()));
      } else {
        counting.add(finding);
      }
    }
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
        excused);
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

  private Optional<Excuse> excuse(Finding finding) {
    Optional<FileEvidence> file = finding.evidence(FileEvidence.class);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    if (finding.check().equals(CheckId.SETUID_FILES)) {
      return setuidExcuse(file.get());
    }
    Optional<CapabilityEvidence> held = finding.evidence(CapabilityEvidence.class);
    return finding.check().equals(CheckId.FILE_CAPABILITIES) && held.isPresent()
        ? capabilityExcuse(file.get(), held.get())
        : Optional.empty();
  }

  private Optional<Excuse> setuidExcuse(FileEvidence file) {
    for (String path : paths(file)) {
      if (!policy.allowedSetuidPaths().contains(path)) {
        return Optional.empty();
      }
    }
    return Optional.of(Excuse.allowed("--allow-setuid " + Text.escape(file.path())));
  }

  /** An attribute without any capability has nothing to allow. */
  private Optional<Excuse> capabilityExcuse(FileEvidence file, CapabilityEvidence held) {
    Set<String> all = new LinkedHashSet<>(held.permitted());
    all.addAll(held.inheritable());
    for (String path : paths(file)) {
      for (String capability : all) {
        if (!policy.allowedCapabilities().contains(new AllowedCapability(path, capability))) {
          return Optional.empty();
        }
      }
    }
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Excuse.allowed(
                "--allow-capability " + Text.escape(file.path()) + "=" + String.join(",", all)));
  }

  /**
   * Every name of the file as reports print it: a hard link under a name that nobody allowed is not
   * what was allowed, and the printed form of a name is unique.
   */
  private static List<String> paths(FileEvidence file) {
    List<String> paths = new ArrayList<>(1 + file.otherPaths().size());
    paths.add(Text.escape(file.path()));
    for (String other : file.otherPaths()) {
      paths.add(Text.escape(other));
    }
    return paths;
  }
}
