package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.report.Outline.Detail;
import dev.imageprovenance.scanner.report.Outline.Question;
import dev.imageprovenance.scanner.report.Outline.Subject;
import dev.imageprovenance.scanner.workload.PodImage;
import dev.imageprovenance.scanner.workload.PodsComparison;
import dev.imageprovenance.scanner.workload.RootAccess;
import dev.imageprovenance.scanner.workload.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Outlines a comparison of pods: each image is a subject, of which is asked whether it is the
 * registry's and, for each workload, what its process can become; stateless.
 */
final class PodsOutline {
  private static final CheckId PODS = new CheckId("pods");
  private static final CheckId ROOT_ACCESS = new CheckId("root-access");

  private PodsOutline() {}

  static Outline of(PodsRun run) {
    return new Outline(
        run.tool(),
        "Images of pods",
        run.startedAt(),
        run.verdict(),
        run.exitCode(),
        run.comparison()
            .map(comparison -> subjects(run, comparison))
            .orElseGet(() -> List.of(failed(run, run.problem().orElseThrow()))));
  }

  private static Subject failed(PodsRun run, ScanReport.Problem problem) {
    return subject(
        run,
        SubjectName.ofImage(run.list(), Optional.empty()),
        run.verdict(),
        "",
        List.of(),
        List.of(ProblemQuestion.of(PODS, "Can the pods be looked at?", run.verdict(), problem)));
  }

  private static List<Subject> subjects(PodsRun run, PodsComparison comparison) {
    List<Subject> subjects = new ArrayList<>();
    if (comparison.images().isEmpty()) {
      subjects.add(nothing(run, comparison));
    }
    for (PodImage image : comparison.images()) {
      List<Question> questions = new ArrayList<>();
      questions.add(equality(comparison, image.standing()));
      for (PodImage.Use use : image.uses()) {
        questions.add(rootAccess(comparison, use));
      }
      String reference = image.specImage().isEmpty() ? "(no reference)" : image.specImage();
      subjects.add(
          subject(
              run,
              SubjectName.ofImage(reference, Optional.empty()),
              comparison.verdict(image),
              image.standing().rung().asKnown().map(rung -> rung.label()).orElse("not known"),
              details(image),
              questions));
    }
    return subjects;
  }

  private static Subject nothing(PodsRun run, PodsComparison comparison) {
    CheckResult result =
        new CheckResult(
            PODS,
            comparison.verdict(),
            "nothing was compared",
            Optional.of("the list holds no container of which an image is known"),
            false,
            List.of(),
            List.of());
    return subject(
        run,
        SubjectName.ofImage(run.list(), Optional.empty()),
        comparison.verdict(),
        "",
        List.of(),
        List.of(Question.oneByOne(PODS.value(), "Is there anything to compare?", result)));
  }

  private static Subject subject(
      PodsRun run,
      SubjectName name,
      Verdict verdict,
      String state,
      List<Detail> details,
      List<Question> questions) {
    return new Subject(name, "pods/" + Text.escape(run.list()), verdict, state, details, questions);
  }

  private static List<Detail> details(PodImage image) {
    List<Detail> details = new ArrayList<>();
    for (var known : image.standing().digests()) {
      details.add(
          new Detail(
              "running " + known.kind().label(),
              known.digest() + " (" + known.origin().label() + ")"));
    }
    int pods = image.uses().stream().mapToInt(use -> use.pods().size()).sum();
    details.add(new Detail("used by", Wording.count(pods, "container", "containers")));
    return details;
  }

  private static Question equality(PodsComparison comparison, Standing standing) {
    Verdict verdict = standing.verdict(comparison.required());
    String summary =
        standing.rung().asKnown().map(rung -> rung.label() + ": ").orElse("") + standing.why();
    List<Finding> findings = new ArrayList<>();
    if (verdict == Verdict.FAIL && !standing.isIntegrityBroken()) {
      findings.add(DifferenceFindings.ofRung(summary));
    }
    standing
        .comparison()
        .ifPresent(
            image -> {
              findings.addAll(DifferenceFindings.ofDigests(image));
              findings.addAll(DifferenceFindings.ofImage(image, false));
            });
    CheckResult result =
        new CheckResult(
            DifferenceFindings.REGISTRY_COPY,
            verdict,
            summary,
            verdict == Verdict.UNKNOWN ? standing.rung().whyUnknown() : Optional.empty(),
            false,
            findings,
            List.of());
    return Question.oneByOne(
        DifferenceFindings.REGISTRY_COPY.value(), "Is it the image that the registry has?", result);
  }

  private static Question rootAccess(PodsComparison comparison, PodImage.Use use) {
    RootAccess access = use.access();
    Verdict verdict = access.verdict(comparison.failOn());
    String who = who(use);
    String summary = UseWording.user(access.user()) + ", " + UseWording.answer(access);
    boolean isFinding = access.severity().isAtLeast(Severity.LOW);
    CheckResult result =
        new CheckResult(
            ROOT_ACCESS,
            verdict,
            summary,
            verdict == Verdict.UNKNOWN ? Optional.of(summary) : Optional.empty(),
            false,
            isFinding ? List.of(finding(access, use, who + ": " + summary)) : List.of(),
            List.of());
    return Question.oneByOne(
        ROOT_ACCESS + " of " + who, "Is its process root, or can it become it?", result);
  }

  private static Finding finding(RootAccess access, PodImage.Use use, String message) {
    return new Finding(
        ROOT_ACCESS,
        access.answer() == RootAccess.Answer.UNKNOWN ? "PARTLY_KNOWN" : access.answer().name(),
        access.severity(),
        use.namespace() + " " + use.workload() + " " + use.container(),
        message,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static String who(PodImage.Use use) {
    return UseWording.workload(use) + " " + UseWording.container(use);
  }
}
