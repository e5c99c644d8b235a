package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.Freshness;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.lineage.LineageState;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.report.Outline.Detail;
import dev.imageprovenance.scanner.report.Outline.Question;
import dev.imageprovenance.scanner.report.Outline.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Outlines lineages: each platform's image is a subject, of which is asked whether it is built on
 * the base that is claimed; stateless.
 */
final class LineageOutline {
  private static final CheckId LINEAGE = new CheckId("lineage");
  private static final String QUESTION = "Is the image built on the base that is claimed?";

  private LineageOutline() {}

  static Outline of(LineageRun run) {
    List<Subject> subjects = new ArrayList<>();
    for (LineageReport report : run.lineages()) {
      report.problem().ifPresent(problem -> subjects.add(failed(report, problem)));
      for (Lineage lineage : report.lineages()) {
        subjects.add(subject(report, lineage));
      }
    }
    return new Outline(
        run.tool(), "Image lineage", run.startedAt(), run.verdict(), run.exitCode(), subjects);
  }

  private static Subject failed(LineageReport report, ScanReport.Problem problem) {
    SubjectName name = SubjectName.ofImage(report.requested(), Optional.empty());
    return new Subject(
        name,
        name.stable(),
        report.verdict(),
        "",
        List.of(),
        List.of(ProblemQuestion.of(LINEAGE, QUESTION, report.verdict(), problem)));
  }

  private static Subject subject(LineageReport report, Lineage lineage) {
    SubjectName name =
        SubjectName.ofImage(report.requested(), Optional.of(lineage.platform().toString()));
    Verdict verdict = lineage.verdict();
    String summary = lineage.state().label() + ": " + lineage.why();
    List<Finding> findings = new ArrayList<>();
    if (verdict == Verdict.FAIL) {
      findings.add(failure(lineage));
    }
    for (BaseLevel base : lineage.bases()) {
      base.freshness().flatMap(Fact::asKnown).ifPresent(found -> add(findings, base, found));
    }
    CheckResult result =
        new CheckResult(
            LINEAGE,
            verdict,
            summary,
            verdict == Verdict.UNKNOWN
                ? Optional.of(
                    lineage.why() + lineage.remedy().map(remedy -> "\n" + remedy).orElse(""))
                : Optional.empty(),
            false,
            findings,
            List.of());
    return new Subject(
        name,
        name.stable(),
        verdict,
        lineage.state().label(),
        details(lineage),
        List.of(Question.oneByOne(LINEAGE.value(), QUESTION, result)));
  }

  private static Finding failure(Lineage lineage) {
    return new Finding(
        LINEAGE,
        lineage.state().name(),
        lineage.state() == LineageState.BROKEN ? Severity.CRITICAL : Severity.HIGH,
        "",
        lineage.why(),
        lineage.remedy().map(Remedy::of),
        Optional.empty(),
        List.of());
  }

  private static void add(List<Finding> findings, BaseLevel base, Freshness freshness) {
    if (freshness.movement() == Freshness.Movement.CURRENT) {
      return;
    }
    findings.add(
        new Finding(
            LINEAGE,
            "BASE_TAG_" + freshness.movement().name(),
            Severity.LOW,
            base.image().name(),
            "the tag of the base "
                + Text.escape(base.image().name())
                + " is "
                + freshness.movement().label()
                + " "
                + LineageWording.freshness(freshness, false),
            Optional.empty(),
            Optional.empty(),
            List.of()));
  }

  private static List<Detail> details(Lineage lineage) {
    List<Detail> details = new ArrayList<>();
    lineage
        .manifest()
        .ifPresent(digest -> details.add(new Detail("manifest", digest + " (computed)")));
    details.add(new Detail("config", lineage.config() + " (computed)"));
    for (BaseLevel base : lineage.bases()) {
      details.add(
          new Detail(
              "base",
              Text.escape(base.image().name())
                  + ", "
                  + LineageWording.layers(base.depth())
                  + ", "
                  + base.basis().label()));
    }
    return details;
  }
}
