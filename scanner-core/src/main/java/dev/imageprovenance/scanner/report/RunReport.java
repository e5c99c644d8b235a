package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.policy.JudgedImage;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.policy.UnusedClauses;
import dev.imageprovenance.scanner.policy.UnusedClauses.Unused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The results of all scans of one command or build, judged by one policy; immutable.
 *
 * @param tool what made the report
 * @param startedAt when the first scan began
 * @param policy what the verdicts were measured against
 * @param scans one for each address, in the order they were asked for
 */
public record RunReport(Tool tool, Instant startedAt, Policy policy, List<ScanReport> scans) {
  /** Copies the list. */
  public RunReport {
    scans = List.copyOf(scans);
  }

  /** The worst of the scans. */
  public Verdict verdict() {
    Verdict worst = Verdict.PASS;
    for (ScanReport scan : scans) {
      worst = worst.and(scan.verdict());
    }
    return worst;
  }

  /** How much there is of what in all scans. */
  public RunTotals totals() {
    return RunTotals.of(scans);
  }

  /** Allowances and waivers that no image needed, in the order of the policy. */
  public List<Unused> unusedClauses() {
    UnusedClauses clauses = new UnusedClauses(policy);
    for (ScanReport scan : scans) {
      if (scan.problem().isPresent()) {
        return List.of();
      }
    }
    for (JudgedImage image : judgedImages()) {
      clauses.add(image);
    }
    return clauses.all();
  }

  /** Every image that was judged. */
  public List<JudgedImage> judgedImages() {
    List<JudgedImage> images = new ArrayList<>();
    for (ScanReport scan : scans) {
      for (ImageReport image : scan.images()) {
        images.add(new JudgedImage(image.policy(), image.results(), image.signatures()));
      }
    }
    return images;
  }

  /** The exit code that says the same as all scans together. */
  public int exitCode() {
    int worst = 0;
    for (ScanReport scan : scans) {
      worst = worseExitCode(worst, scan.exitCode());
    }
    return worst;
  }

  /**
   * The one of two exit codes that must be told: 4 (integrity broken) before 1 (policy failed)
   * before 2 (usage) before 3 (could not check) before 0.
   */
  public static int worseExitCode(int one, int other) {
    return rank(one) >= rank(other) ? one : other;
  }

  private static int rank(int exitCode) {
    return switch (exitCode) {
      case 0 -> 0;
      case 3 -> 1;
      case 2 -> 2;
      case 1 -> 3;
      case 4 -> 4;
      default -> 1;
    };
  }

  /**
   * The program that made a report.
   *
   * @param name its name
   * @param version its version
   */
  public record Tool(String name, String version) {
    private static final String NAME = "image-provenance-scanner";

    /** This library, as its jar says. */
    public static Tool current() {
      String version = Tool.class.getPackage().getImplementationVersion();
      return new Tool(NAME, version == null ? "development" : version);
    }
  }
}
