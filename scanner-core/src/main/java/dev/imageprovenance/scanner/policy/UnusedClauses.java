package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.signature.Evidence;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.Standing;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import dev.imageprovenance.scanner.signature.trust.RepositoryMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds allowances, waivers, signers and mappings that no image needed, which may be typing errors
 * or left-overs; not thread-safe. Only who saw everything can say that nothing is there: a clause
 * is unused when every image that it is about was looked at to the end.
 */
public final class UnusedClauses {
  private final String file;
  private final Map<ClauseOrigin, Unused> unused = new LinkedHashMap<>();
  private final List<ClauseOrigin> used = new ArrayList<>();

  /**
   * A clause that nothing needed; immutable.
   *
   * @param origin the clause
   * @param kind what it is
   */
  public record Unused(ClauseOrigin origin, Kind kind) {
    /** What is odd about it, in a few words. */
    public String words() {
      return kind.words;
    }
  }

  /** The kinds of clauses that something may need. */
  public enum Kind {
    ALLOWANCE("allowed but not present"),
    WAIVER("waives nothing"),
    SIGNER("signed nothing"),
    MAPPING("maps nothing");

    private final String words;

    Kind(String words) {
      this.words = words;
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
      add(each.origin(), Kind.ALLOWANCE, result, finding -> needs(finding, each));
    }
    for (CapabilityAllowance each : policy.capabilities()) {
      Optional<CheckResult> result = result(results, CheckId.FILE_CAPABILITIES);
      add(each.origin(), Kind.ALLOWANCE, result, finding -> needs(finding, each));
    }
    for (Waiver each : policy.waivers()) {
      add(each.origin(), Kind.WAIVER, result(results, each.check()), each::covers);
    }
    image.signatures().ifPresent(found -> add(policy.signatures(), found));
  }

  /** Signers and mappings about the image's repository. */
  private void add(SignaturePolicy policy, Signatures found) {
    boolean sawEverything =
        Arrays.stream(Purpose.values()).allMatch(purpose -> found.unclear(purpose).isEmpty());
    String repository = found.repositoryName();
    for (PolicySigner each : policy.signers()) {
      if (each.signer().scope().covers(repository)) {
        boolean signed =
            verified(found).flatMap(v -> v.signers().stream()).anyMatch(each::isWhoSigned);
        add(each.origin(), Kind.SIGNER, sawEverything, signed);
      }
    }
    for (Setting<RepositoryMapping> each : policy.mappings()) {
      Optional<String> signedName = each.value().signedName(repository);
      if (signedName.isPresent()) {
        boolean needed =
            verified(found)
                .flatMap(v -> v.binding().signedAs().stream())
                .anyMatch(signedAs -> signedAs.startsWith(signedName.get()));
        add(each.origin(), Kind.MAPPING, sawEverything, needed);
      }
    }
  }

  private static Stream<Standing.Verified> verified(Signatures found) {
    return found.evidence().stream()
        .map(Evidence::standing)
        .filter(Standing.Verified.class::isInstance)
        .map(Standing.Verified.class::cast);
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

  private void add(ClauseOrigin origin, Kind kind, Optional<CheckResult> result, Need need) {
    boolean sawEverything = result.isPresent() && result.get().unknown().isEmpty();
    add(origin, kind, sawEverything, sawEverything && isNeeded(result.get(), need));
  }

  private void add(ClauseOrigin origin, Kind kind, boolean sawEverything, boolean isNeeded) {
    if (origin.location().isPresent() && !origin.location().get().file().equals(file)) {
      return;
    }
    if (!sawEverything || isNeeded) {
      used.add(origin);
    } else {
      unused.putIfAbsent(origin, new Unused(origin, kind));
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
