package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.check.Check;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence.NamedValue;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.KnownChecks;
import dev.imageprovenance.scanner.report.Outline.Detail;
import dev.imageprovenance.scanner.report.Outline.Question;
import dev.imageprovenance.scanner.report.Outline.Subject;
import dev.imageprovenance.scanner.signature.Evidence;
import dev.imageprovenance.scanner.signature.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Outlines signatures: each platform's image is a subject, what is required of it the questions;
 * where nothing is, the question is what its signatures are worth. Stateless.
 */
final class SignaturesOutline {
  private static final String QUESTION = "What are the image's signatures worth?";

  private static final int MOST_DETAILS = 20;

  private SignaturesOutline() {}

  static Outline of(SignaturesRun run) {
    Map<CheckId, String> titles = new HashMap<>();
    for (Check check : KnownChecks.catalogue()) {
      titles.put(check.id(), check.title());
    }
    List<Subject> subjects = new ArrayList<>();
    for (SignaturesReport report : run.reports()) {
      report.problem().ifPresent(problem -> subjects.add(failed(report, problem)));
      for (SignedImageReport image : report.images()) {
        subjects.add(subject(report, image, titles));
      }
    }
    return new Outline(
        run.tool(), "Image signatures", run.startedAt(), run.verdict(), run.exitCode(), subjects);
  }

  private static Subject failed(SignaturesReport report, ScanReport.Problem problem) {
    SubjectName name = SubjectName.ofImage(report.requested(), Optional.empty());
    return new Subject(
        name,
        name.stable(),
        report.verdict(),
        "",
        List.of(),
        List.of(ProblemQuestion.of(CheckId.SIGNATURE, QUESTION, report.verdict(), problem)));
  }

  private static Subject subject(
      SignaturesReport report, SignedImageReport image, Map<CheckId, String> titles) {
    SubjectName name =
        SubjectName.ofImage(report.requested(), Optional.of(image.platform().toString()));
    List<Question> questions = new ArrayList<>();
    for (CheckResult result : image.results()) {
      questions.add(Question.grouped(titles.getOrDefault(result.check(), ""), result));
    }
    if (questions.isEmpty()) {
      questions.add(Question.oneByOne(CheckId.SIGNATURE.value(), QUESTION, worth(image)));
    }
    return new Subject(
        name,
        name.stable(),
        image.verdict(),
        SignatureWording.state(image),
        details(image),
        questions);
  }

  /** What a check would say if something were required. */
  private static CheckResult worth(SignedImageReport image) {
    Verdict verdict = image.verdict();
    String why = SignatureWording.why(image);
    return new CheckResult(
        CheckId.SIGNATURE,
        verdict,
        SignatureWording.state(image) + ": " + why,
        verdict == Verdict.UNKNOWN
            ? Optional.of(
                why + SignatureWording.remedy(image).map(remedy -> "\n" + remedy).orElse(""))
            : Optional.empty(),
        false,
        verdict == Verdict.FAIL ? List.of(refused(image, why)) : List.of(),
        List.of());
  }

  private static Finding refused(SignedImageReport image, String why) {
    return new Finding(
        CheckId.SIGNATURE,
        "REFUSED",
        Severity.HIGH,
        "",
        why,
        SignatureWording.remedy(image).map(Remedy::of),
        Optional.empty(),
        image.signatures().refusals().stream()
            .map(Refusal::reason)
            .distinct()
            .<dev.imageprovenance.scanner.finding.Evidence>map(
                reason -> new NamedValue("refusal", reason.name()))
            .toList());
  }

  private static List<Detail> details(SignedImageReport image) {
    List<Detail> details = new ArrayList<>();
    details.add(new Detail("manifest", image.signatures().manifest() + " (computed)"));
    for (Digest index : image.signatures().indexes()) {
      details.add(new Detail("index", index + " (computed)"));
    }
    image.signatures().evidence().stream()
        .filter(Evidence::isVerified)
        .limit(MOST_DETAILS)
        .map(
            evidence ->
                new Detail(
                    SignatureWording.kind(evidence),
                    SignatureWording.whyWorth(evidence.standing())))
        .forEach(details::add);
    return details;
  }
}
