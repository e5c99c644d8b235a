package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.CheckOutcome;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.finding.Evidence.UserEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Findings and what policies make of them. */
final class Samples {
  static final LocalDate TODAY = LocalDate.of(2026, 7, 1);
  static final String CONTENT = "sha256:" + "a".repeat(64);

  private Samples() {}

  static Finding finding(
      CheckId check, String code, Severity severity, String subject, Evidence... evidence) {
    return new Finding(
        check,
        code,
        severity,
        subject,
        "message",
        Optional.empty(),
        Optional.empty(),
        List.of(evidence));
  }

  static FileEvidence file(String path, int mode, long uid, String owner, String... otherPaths) {
    return new FileEvidence(
        path,
        "file",
        mode,
        uid,
        Optional.of(owner),
        0,
        Optional.of("root"),
        1,
        Optional.of(CONTENT),
        List.of(otherPaths),
        false);
  }

  /** A setuid program of root. */
  static Finding setuid(String path) {
    return setuid(file(path, 04755, 0, "root"));
  }

  static Finding setuid(FileEvidence file) {
    return finding(CheckId.SETUID_FILES, "ROOT_OWNED", Severity.MEDIUM, file.path(), file);
  }

  static Finding capable(String path, String... capabilities) {
    return finding(
        CheckId.FILE_CAPABILITIES,
        "NETWORK",
        Severity.LOW,
        path,
        file(path, 0755, 0, "root"),
        new CapabilityEvidence(2, true, List.of(capabilities), List.of(), Optional.empty()));
  }

  /** The finding about a user of that class. */
  static Finding user(String userClass, Severity severity) {
    return finding(
        CheckId.DEFAULT_USER,
        userClass,
        severity,
        "no USER",
        new UserEvidence("", userClass, Optional.of(0L), Optional.of(0L), List.of()));
  }

  static CheckOutcome outcome(CheckId check, Finding... findings) {
    return new CheckOutcome(check, List.of(findings), Optional.empty(), "summary");
  }

  /** What a check says that found that. */
  static CheckResult judged(ImagePolicy policy, Finding... findings) {
    return new PolicyEvaluator(policy, TODAY).evaluate(outcome(findings[0].check(), findings));
  }

  /** The verdict and, of the first finding, its severity or its excuse. */
  static String told(ImagePolicy policy, Finding finding) {
    CheckResult result = judged(policy, finding);
    if (result.excused().isEmpty()) {
      return result.verdict() + " " + result.findings().get(0).severity().label();
    }
    Excuse excuse = result.excused().get(0).excuse();
    return result.verdict()
        + " "
        + excuse.kind()
        + " "
        + new ClauseOrigin(excuse.clause(), excuse.location());
  }
}
