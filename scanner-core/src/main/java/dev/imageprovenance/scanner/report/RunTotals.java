package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.Excuse;
import dev.imageprovenance.scanner.policy.ExcusedFinding;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How much there is of what in a report; immutable and thread-safe.
 *
 * <p>Each platform's image counts, and an address of which no image could be scanned counts as one.
 */
public final class RunTotals {
  private final Map<Verdict, Integer> images = new EnumMap<>(Verdict.class);
  private final Map<Severity, Integer> findings = new EnumMap<>(Severity.class);
  private final Map<Excuse.Kind, Integer> excused = new EnumMap<>(Excuse.Kind.class);
  private int unknownChecks;

  private RunTotals() {}

  static RunTotals of(List<ScanReport> scans) {
    RunTotals totals = new RunTotals();
    for (ScanReport scan : scans) {
      if (scan.images().isEmpty()) {
        totals.images.merge(scan.verdict(), 1, Integer::sum);
      }
      for (ImageReport image : scan.images()) {
        totals.images.merge(image.verdict(), 1, Integer::sum);
        image.results().forEach(totals::add);
      }
    }
    return totals;
  }

  private void add(CheckResult result) {
    for (Finding finding : result.findings()) {
      findings.merge(finding.severity(), 1, Integer::sum);
    }
    unknownChecks += result.unknown().isPresent() ? 1 : 0;
    for (ExcusedFinding each : result.excused()) {
      excused.merge(each.excuse().kind(), 1, Integer::sum);
    }
  }

  /** Images with that verdict. */
  public int images(Verdict verdict) {
    return images.getOrDefault(verdict, 0);
  }

  /** Findings of that severity that count, those below the policy's threshold included. */
  public int findings(Severity severity) {
    return findings.getOrDefault(severity, 0);
  }

  /** Checks that could not look at everything, those that the policy lets be unknown included. */
  public int unknownChecks() {
    return unknownChecks;
  }

  /** Findings that do not count for that kind of reason. */
  public int excusedFindings(Excuse.Kind kind) {
    return excused.getOrDefault(kind, 0);
  }
}
