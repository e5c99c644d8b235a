package dev.imageprovenance.scanner.maven;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.report.ComparisonReport;
import dev.imageprovenance.scanner.report.ComparisonRun;
import dev.imageprovenance.scanner.report.ImageReport;
import dev.imageprovenance.scanner.report.RunReport;
import dev.imageprovenance.scanner.report.ScanReport;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** Says in one line what did not pass; stateless. */
final class Summaries {
  private Summaries() {}

  /** Of comparisons: names the first that did not pass. */
  static String of(ScannerMojo.Work work, ComparisonRun run) {
    for (ComparisonReport report : run.comparisons()) {
      String subject =
          Text.escape(report.deployed())
              + report.registry().map(other -> " and " + Text.escape(other)).orElse("");
      if (report.problem().isPresent()) {
        return subject + " could not be compared: " + words(report.problem().get());
      }
      if (report.verdict() != Verdict.PASS) {
        return subject
            + " are not as equal as required: "
            + report.comparison().map(Comparison::why).orElse("")
            + ", see above and "
            + reports(work);
      }
    }
    return "What was compared is not what was scanned or pushed, see above and " + reports(work);
  }

  private static Path reports(ScannerMojo.Work work) {
    return work.build().directories().shown(work.reports().directory());
  }

  private static String words(ScanReport.Problem problem) {
    return problem.message() + problem.remedy().map(remedy -> "\n  " + remedy).orElse("");
  }

  /** Of scans: names the first image that did not pass. */
  static String of(ScannerMojo.Work work, RunReport run) {
    for (int i = 0; i < run.scans().size(); i++) {
      ScanReport scan = run.scans().get(i);
      String image = work.subjects().get(i).title();
      if (scan.problem().isPresent()) {
        return image + " could not be scanned: " + words(scan.problem().get());
      }
      if (scan.verdict() != Verdict.PASS) {
        return image + " does not pass: " + why(scan) + ", see above and " + reports(work);
      }
    }
    return "The image is not what jib has built, see above and " + reports(work);
  }

  private static String why(ScanReport scan) {
    int failing = 0;
    Set<String> checks = new LinkedHashSet<>();
    Set<String> unknown = new LinkedHashSet<>();
    for (ImageReport image : scan.images()) {
      for (CheckResult result : image.results()) {
        for (Finding finding : result.findings()) {
          if (result.verdict() == Verdict.FAIL
              && finding.severity().isAtLeast(image.policy().failOn())) {
            failing++;
            checks.add(result.check().value());
          }
        }
        if (result.verdict() == Verdict.UNKNOWN) {
          unknown.add(result.check().value());
        }
      }
    }
    String unsure = unknown.isEmpty() ? "" : String.join(", ", unknown) + " unknown";
    if (failing == 0) {
      return unsure;
    }
    return (failing == 1 ? "1 finding" : failing + " findings")
        + " too severe ("
        + String.join(", ", checks)
        + ")"
        + (unsure.isEmpty() ? "" : ", " + unsure);
  }
}
