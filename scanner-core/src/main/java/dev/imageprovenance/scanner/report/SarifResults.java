package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.FindingFingerprint;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.ExcusedFinding;
import dev.imageprovenance.scanner.report.Outline.Question;
import dev.imageprovenance.scanner.report.Outline.Subject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the results of one SARIF run; not thread-safe. */
final class SarifResults {
  /** What is not known first, then the worst; what does not count comes last. */
  private static final Comparator<SarifResult> ORDER =
      Comparator.comparing(SarifResult::counts)
          .thenComparing(SarifResult::isUnknown)
          .thenComparing(SarifResult::severity)
          .reversed();

  private final FixLocation fix;
  private final Map<String, Integer> occurrences = new HashMap<>();
  private final List<SarifResult> results = new ArrayList<>();

  private SarifResults(FixLocation fix) {
    this.fix = fix;
  }

  /** All results about {@code subjects}, which are fixed in {@code fix} unless they say where. */
  static List<SarifResult> of(List<Subject> subjects, FixLocation fix) {
    SarifResults made = new SarifResults(fix);
    for (Subject subject : subjects) {
      boolean isAmbiguous =
          subjects.stream().filter(each -> isNamedAlike(each, subject)).count() > 1;
      String salt = isAmbiguous ? subject.name().toString() : subject.name().stable();
      for (Question question : subject.questions()) {
        made.add(subject, salt, question);
      }
    }
    made.results.sort(ORDER);
    return made.results;
  }

  private static boolean isNamedAlike(Subject one, Subject other) {
    return one.name().stable().equals(other.name().stable());
  }

  private void add(Subject subject, String salt, Question question) {
    CheckResult result = question.result();
    if (question.unknown().isPresent()) {
      results.add(unknown(subject, salt, question, question.unknown().get()));
    }
    if (result.verdict() == Verdict.FAIL && result.findings().isEmpty()) {
      results.add(result(subject, salt, failure(result), List.of()));
    }
    for (Finding finding : result.findings()) {
      results.add(result(subject, salt, finding, List.of()));
    }
    for (ExcusedFinding excused : result.excused()) {
      results.add(result(subject, salt, excused.finding(), List.of(suppression(excused))));
    }
  }

  private SarifResult unknown(Subject subject, String salt, Question question, String reason) {
    CheckId check = question.result().check();
    List<SarifSuppression> suppressions =
        question.result().unknownAllowed()
            ? List.of(
                new SarifSuppression("the policy lets this check be unknown", Optional.empty()))
            : List.of();
    String message =
        "Not known: "
            + question.name()
            + " could not look at everything: "
            + Wording.printable(reason.replace('\n', ' '))
            + ".\n"
            + subject.name();
    return new SarifResult(
        subject.name(),
        check,
        SarifRule.UNKNOWN,
        Severity.HIGH,
        message,
        question.name().equals(check.value()) ? "" : question.name(),
        Optional.empty(),
        Optional.empty(),
        fix,
        fingerprint(salt, "unknown " + question.name()),
        Optional.empty(),
        suppressions);
  }

  /** A failure is a result, even if nobody said what it rests on. */
  private static Finding failure(CheckResult result) {
    return new Finding(
        result.check(),
        "FAILED",
        Severity.HIGH,
        "",
        result.summary(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private SarifResult result(
      Subject subject, String salt, Finding finding, List<SarifSuppression> suppressions) {
    return new SarifResult(
        subject.name(),
        finding.check(),
        finding.code(),
        finding.severity(),
        message(subject, finding),
        Text.escape(finding.subject()),
        finding.location(),
        finding.evidence(OriginEvidence.class),
        fix(finding),
        fingerprint(salt, FindingFingerprint.of(finding).value()),
        Optional.of(FindingFingerprint.of(finding)),
        suppressions);
  }

  private static SarifSuppression suppression(ExcusedFinding excused) {
    return new SarifSuppression(
        ExcuseWording.why(excused.excuse()), excused.excuse().location().flatMap(FixLocation::of));
  }

  /** A clause of the policy is changed where it stands. */
  private FixLocation fix(Finding finding) {
    return finding
        .evidence(ClauseEvidence.class)
        .flatMap(ClauseEvidence::location)
        .flatMap(FixLocation::of)
        .orElse(fix);
  }

  /** One sentence, where it is, and what to do about it. */
  private static String message(Subject subject, Finding finding) {
    String sentence = Wording.message(finding.message(), false);
    StringBuilder message = new StringBuilder(sentence);
    message.append(sentence.endsWith(".") ? "" : ".").append('\n').append(subject.name());
    Optional<LayerLocation> layer = finding.location();
    if (layer.isPresent()) {
      message.append("; ").append(OriginWording.whose(finding, LayerWording.layer(layer.get())));
      layer
          .get()
          .instruction()
          .ifPresent(step -> message.append(", made by ").append(Text.excerpt(step)));
    }
    finding.remedy().ifPresent(remedy -> message.append(remedy(remedy)));
    return message.toString();
  }

  private static String remedy(Remedy remedy) {
    StringBuilder lines = new StringBuilder();
    for (RemedyLines.Line line : RemedyLines.of(List.of(remedy), false)) {
      lines.append(lines.isEmpty() ? "\nRemedy: " : "\n");
      lines.append(line.label()).append(line.label().isEmpty() ? "" : " ");
      lines.append(Wording.printable(String.join(" ", line.words())));
    }
    return lines.toString();
  }

  /** Of the finding in this image; the same one twice is told apart by a number. */
  private String fingerprint(String salt, String finding) {
    byte[] identity = (salt + "\n" + finding).getBytes(StandardCharsets.UTF_16BE);
    String hash = Digest.sha256(identity).encoded().substring(0, 32);
    return hash + ":" + occurrences.merge(hash, 1, Integer::sum);
  }
}
