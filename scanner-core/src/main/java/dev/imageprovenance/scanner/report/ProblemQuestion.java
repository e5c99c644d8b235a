package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.report.Outline.Question;
import dev.imageprovenance.scanner.report.ScanReport.Problem;
import java.util.List;
import java.util.Optional;

/**
 * Outlines why there is nothing to tell as the one question that was left without an answer;
 * stateless.
 */
final class ProblemQuestion {
  private ProblemQuestion() {}

  /** A finding where integrity is broken, else the reason why nothing is known. */
  static Question of(CheckId check, String title, Verdict verdict, Problem problem) {
    String summary = TextProblemSection.inWords(problem.kind());
    CheckResult result =
        verdict == Verdict.FAIL
            ? new CheckResult(
                check,
                verdict,
                summary,
                Optional.empty(),
                false,
                List.of(finding(check, problem)),
                List.of())
            : new CheckResult(
                check,
                verdict,
                summary,
                Optional.of(
                    problem.message() + problem.remedy().map(text -> "\n" + text).orElse("")),
                false,
                List.of(),
                List.of());
    return Question.oneByOne(check.value(), title, result);
  }

  private static Finding finding(CheckId check, Problem problem) {
    return new Finding(
        check,
        problem.kind().name(),
        Severity.CRITICAL,
        "",
        problem.message(),
        problem.remedy().map(Remedy::of),
        Optional.empty(),
        List.of());
  }
}
