package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds allowances and waivers that no image needed, which may be typing errors or left-overs; not
 * thread-safe. Only who saw everything can say that nothing is there: a clause is unused when every
 * image that it is about was looked at to the end.
 */
public final class UnusedClauses {
  private final String file;
  private final Map<ClauseOrigin, Unused> unused = new LinkedHashMap<>();
  private final List<ClauseOrigin> used = new ArrayList<>();

  /**
   * A clause that nothing needed; immutable.
   *
   * @param origin the clause
   * @param isWaiver whether it is a waiver; an allowance otherwise
   */
  public record Unused(ClauseOrigin origin, boolean isWaiver) {
    /** What is odd about it, in a few words. */
    public String words() {
      return isWaiver ? "waives nothing" : "allowed but not present";
    }
  }

  /**
   * Looks at the clauses that whoever scans can change: those of the policy's own file and those
   * that stand in none.
   */
  public UnusedClauses(Policy policy) {
    List<PolicySource> sources = policy.sources();
    this.file = sources.isEmpty() ? "" : sources.get(sources.size() - 1).name();
  }

  /** Takes one image into account. */
  public void add(JudgedImage image) {
    ImagePolicy policy = image.policy();
    List<CheckResult> results = image.results();
    for (SetuidAllowance each : policy.setuid()) {
      Optional<CheckResult> result = result(results, CheckId.SETUID_FILES);
      add(each.origin(), false, result, finding -> needs(finding, each));
    }
    for (CapabilityAllowance each : policy.capabilities()) {
      Optional<CheckResult> result = result(results, CheckId.FILE_CAPABILITIES);
      add(each.origin(), false, result, finding -> needs(finding, each));
    }
    for (Waiver each : policy.waivers()) {
      add(each.origin(), true, result(results, each.check()), each::covers);
    }
  }

  /** The unused clauses, in the order of the policy. */
  public List<Unused> all() {
    List<Unused> all = new ArrayList<>(unused.size());
    for (Unused each : unused.values()) {
      if (!used.contains(each.origin())) {
        all.add(each);
      }
    }
    return all;
  }

  /** Asks whether a finding needs a clause. */
  private interface Need {
    boolean of(Finding finding);
  }

  private void add(ClauseOrigin origin, boolean isWaiver, Optional<CheckResult> result, Need need) {
    if (origin.location().isPresent() && !origin.location().get().file().equals(file)) {
      return;
    }
    boolean sawEverything = result.isPresent() && result.get().unknown().isEmpty();
    if (!sawEverything || isNeeded(result.get(), need)) {
      used.add(origin);
    } else {
      unused.putIfAbsent(origin, new Unused(origin, isWaiver));
    }
  }

  private static boolean isNeeded(CheckResult result, Need need) {
    for (Finding finding : result.findings()) {
      if (need.of(finding)) {
        return true;
      }
    }
    for (ExcusedFinding each : result.excused()) {
      if (need.of(each.finding())) {
        return true;
      }
    }
    return false;
  }

  private static Optional<CheckResult> result(List<CheckResult> results, CheckId check) {
    for (CheckResult result : results) {
      if (result.check().equals(check)) {
        return Optional.of(result);
      }
    }
    return Optional.empty();
  }

  private static boolean needs(Finding finding, SetuidAllowance allowance) {
    Optional<FileEvidence> file = finding.evidence(FileEvidence.class);
    if (file.isEmpty()) {
      return false;
    }
    for (String name : FileNames.printed(file.get())) {
      if (allowance.covers(name, file.get())) {
        return true;
      }
    }
    return false;
  }

  private static boolean needs(Finding finding, CapabilityAllowance allowance) {
    Optional<FileEvidence> file = finding.evidence(FileEvidence.class);
    Optional<CapabilityEvidence> held = finding.evidence(CapabilityEvidence.class);
    if (file.isEmpty() || held.isEmpty()) {
      return false;
    }
    List<String> capabilities = new ArrayList<>(held.get().permitted());
    capabilities.addAll(held.get().inheritable());
    for (String name : FileNames.printed(file.get())) {
      for (String capability : capabilities) {
        if (allowance.covers(name, file.get(), capability)) {
          return true;
        }
      }
    }
    return false;
  }
}
