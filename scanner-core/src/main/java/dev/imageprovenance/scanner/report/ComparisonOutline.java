package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.ContainerDrift;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.ImageIdentity.KnownDigest;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.compare.SignatureComparison;
import dev.imageprovenance.scanner.compare.SignatureComparison.Outcome;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.report.Outline.Detail;
import dev.imageprovenance.scanner.report.Outline.Question;
import dev.imageprovenance.scanner.report.Outline.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Outlines comparisons: each is a subject, of which three things are asked: whether its digests
 * hold, whether the image is the registry's, and whether a container is still its image; stateless.
 */
final class ComparisonOutline {
  private static final CheckId COMPARE = new CheckId("compare");

  private ComparisonOutline() {}

  static Outline of(ComparisonRun run) {
    List<Subject> subjects = new ArrayList<>();
    for (ComparisonReport report : run.comparisons()) {
      subjects.add(
          report
              .comparison()
              .map(ComparisonOutline::compared)
              .orElseGet(() -> failed(report, report.problem().orElseThrow())));
    }
    return new Outline(
        run.tool(), "Image comparison", run.startedAt(), run.verdict(), run.exitCode(), subjects);
  }

  private static Subject failed(ComparisonReport report, ScanReport.Problem problem) {
    SubjectName name = SubjectName.ofComparison(report.deployed(), "?", report.registry());
    return new Subject(
        name,
        name.stable(),
        report.verdict(),
        "",
        List.of(),
        List.of(
            ProblemQuestion.of(COMPARE, "Can the two be compared?", report.verdict(), problem)));
  }

  private static Subject compared(Comparison comparison) {
    SubjectName name =
        SubjectName.ofComparison(
            comparison.deployed().address(),
            ComparisonWording.sign(comparison),
            Optional.of(comparison.registry().address()));
    List<Question> questions = new ArrayList<>();
    integrity(comparison).ifPresent(questions::add);
    questions.add(equality(comparison));
    signatures(comparison.signatures()).ifPresent(questions::add);
    comparison.drift().ifPresent(drift -> questions.add(drift(comparison, drift)));
    return new Subject(
        name,
        name.stable(),
        comparison.verdict(),
        ComparisonWording.state(comparison),
        details(comparison),
        questions);
  }

  /** Asked only when it is not so, as the rung says the rest. */
  private static Optional<Question> integrity(Comparison comparison) {
    if (!comparison.isIntegrityBroken()) {
      return Optional.empty();
    }
    List<Finding> findings = new ArrayList<>();
    for (ImageComparison image : comparison.images()) {
      findings.addAll(DifferenceFindings.ofDigests(image));
    }
    return Optional.of(
        Question.oneByOne(
            CheckId.INTEGRITY.value(),
            "Is every byte of both images the byte that was promised?",
            result(CheckId.INTEGRITY, Verdict.FAIL, comparison.why(), Optional.empty(), findings)));
  }

  private static Question equality(Comparison comparison) {
    boolean isSeveral = comparison.images().size() > 1 || !comparison.platforms().isEmpty();
    List<Finding> findings = new ArrayList<>();
    findings.addAll(DifferenceFindings.ofPlatforms(comparison));
    Optional<String> unknown = comparison.rung().whyUnknown();
    for (ImageComparison image : comparison.images()) {
      findings.addAll(DifferenceFindings.ofImage(image, isSeveral));
      if (unknown.isEmpty()) {
        unknown = image.files().flatMap(Fact::whyUnknown);
      }
    }
    Optional<Rung> rung = comparison.rung().asKnown();
    Verdict verdict =
        rung.map(reached -> reached.satisfies(comparison.required()) ? Verdict.PASS : Verdict.FAIL)
            .orElse(Verdict.UNKNOWN);
    String summary =
        rung.map(
                reached ->
                    reached.label()
                        + (verdict == Verdict.FAIL
                            ? ", required is " + comparison.required().label() + ": "
                            : ": ")
                        + comparison.why())
            .orElse("not known");
    if (verdict == Verdict.FAIL) {
      findings.add(0, DifferenceFindings.ofRung(summary));
    }
    return Question.oneByOne(
        DifferenceFindings.REGISTRY_COPY.value(),
        "Is it the image that the registry has?",
        result(DifferenceFindings.REGISTRY_COPY, verdict, summary, unknown, findings));
  }

  /** Asked where both sides could answer, and where an answer is required. */
  private static Optional<Question> signatures(SignatureComparison signatures) {
    boolean isAsked = signatures.outcome() instanceof Outcome.Compared || signatures.required();
    if (!isAsked) {
      return Optional.empty();
    }
    List<String> unknowns = signatures.unknowns();
    Optional<String> unknown =
        signatures.outcome() instanceof Outcome.NotCompared not
            ? Optional.of(not.reason())
            : unknowns.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", unknowns));
    String summary =
        SignatureDifferenceWording.summary(signatures)
            .or(() -> SignatureDifferenceWording.same(signatures))
            .orElse(unknown.isPresent() ? "not all is known" : "both sides are one place");
    return Optional.of(
        Question.oneByOne(
            DifferenceFindings.LOST_SIGNATURES.value(),
            "Are the registry's signatures and attestations there too?",
            result(
                DifferenceFindings.LOST_SIGNATURES,
                signatures.verdict(),
                summary,
                unknown,
                DifferenceFindings.ofSignatures(signatures))));
  }

  private static Question drift(Comparison comparison, Fact<ContainerDrift> fact) {
    Optional<ContainerDrift> drift = fact.asKnown();
    Verdict verdict =
        drift
            .map(found -> found.fails(comparison.failOn()) ? Verdict.FAIL : Verdict.PASS)
            .orElse(Verdict.UNKNOWN);
    return Question.oneByOne(
        DifferenceFindings.CONTAINER_DRIFT.value(),
        "Are the container's files still its image's?",
        result(
            DifferenceFindings.CONTAINER_DRIFT,
            verdict,
            drift.map(ComparisonOutline::summary).orElse("not known"),
            fact.whyUnknown(),
            drift.map(DifferenceFindings::ofDrift).orElse(List.of())));
  }

  private static String summary(ContainerDrift drift) {
    String differences =
        drift.differences().isEmpty() && drift.whiteoutNames().isEmpty()
            ? "the container's files are its image's"
            : TextFileList.counts(drift.differences());
    return drift.notLookedInto().isEmpty()
        ? differences
        : differences
            + "; not looked into: "
            + TextDriftSection.mounts(drift.notLookedInto(), false);
  }

  private static List<Detail> details(Comparison comparison) {
    List<Detail> details = new ArrayList<>();
    details.add(new Detail("required", comparison.required().label() + " or a stronger rung"));
    digests(details, "deployed", comparison.deployed().identity().digests());
    digests(details, "registry", comparison.registry().identity().digests());
    return details;
  }

  private static void digests(List<Detail> details, String side, List<KnownDigest> digests) {
    for (KnownDigest known : digests) {
      details.add(
          new Detail(
              side + " " + known.kind().label(),
              known.digest()
                  + " ("
                  + known.origin().label()
                  + ")"
                  + known.repository().map(name -> " of " + Text.escape(name)).orElse("")));
    }
  }

  private static CheckResult result(
      CheckId check,
      Verdict verdict,
      String summary,
      Optional<String> unknown,
      List<Finding> findings) {
    boolean unknownMatters = verdict != Verdict.PASS;
    return new CheckResult(
        check,
        verdict,
        summary,
        unknownMatters ? unknown : Optional.empty(),
        false,
        findings,
        List.of());
  }
}
