package dev.imageprovenance.scanner.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.check.CheckOutcome;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyEvaluatorTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 7, 1);

  private static CheckOutcome outcome(CheckId check, Finding... findings) {
    return new CheckOutcome(check, List.of(findings), Optional.empty(), "summary");
  }

  private static CheckOutcome unknown(CheckId check, Finding... findings) {
    return new CheckOutcome(check, List.of(findings), Optional.of("unread"), "summary");
  }

  private static Finding finding(CheckId check, Severity severity, Evidence... evidence) {
    return new Finding(
        check,
        "CODE",
        severity,
        "subject",
        "message",
        Optional.empty(),
        Optional.empty(),
        List.of(evidence));
  }

  private static Finding setuid(Severity severity, String path, String... otherPaths) {
    return finding(CheckId.SETUID_FILES, severity, file(path, otherPaths));
  }

  private static Finding capable(String path, String... permitted) {
    return finding(
        CheckId.FILE_CAPABILITIES,
        Severity.HIGH,
        file(path),
        new CapabilityEvidence(2, true, List.of(permitted), List.of(), Optional.empty()));
  }

  private static FileEvidence file(String path, String... otherPaths) {
    return new FileEvidence(
        path,
        "file",
        04755,
        0,
        Optional.empty(),
        0,
        Optional.empty(),
        0,
        Optional.empty(),
        List.of(otherPaths),
        false);
  }

  private static ImagePolicy failOn(Severity severity) {
    return Policy.defaults().failOn(severity).general();
  }

  private static ImagePolicy allowSetuid(String... paths) {
    Policy policy = Policy.defaults();
    for (String path : paths) {
      policy = policy.allowSetuid(path);
    }
    return policy.general();
  }

  private static ImagePolicy allowCapabilities(AllowedCapability... allowed) {
    Policy policy = Policy.defaults();
    for (AllowedCapability each : allowed) {
      policy = policy.allowCapability(each.path(), each.capability());
    }
    return policy.general();
  }

  private record AllowedCapability(String path, String capability) {}

  private static Verdict verdict(ImagePolicy policy, CheckOutcome outcome) {
    return new PolicyEvaluator(policy, TODAY).evaluate(outcome).verdict();
  }

  @ParameterizedTest
  @CsvSource({
    "HIGH,MEDIUM,PASS",
    "HIGH,HIGH,FAIL",
    "HIGH,CRITICAL,FAIL",
    "INFO,INFO,FAIL",
    "CRITICAL,HIGH,PASS"
  })
  void findingAtOrAboveTheThresholdFails(Severity failOn, Severity found, Verdict expected) {
    assertEquals(
        expected,
        verdict(
            failOn(failOn), outcome(CheckId.DEFAULT_USER, finding(CheckId.DEFAULT_USER, found))));
  }

  @Test
  void nothingFoundPasses() {
    assertEquals(Verdict.PASS, verdict(ImagePolicy.defaults(), outcome(CheckId.INTEGRITY)));
  }

  @Test
  void unknownIsUnknown() {
    assertEquals(Verdict.UNKNOWN, verdict(ImagePolicy.defaults(), unknown(CheckId.ACCOUNTS)));
  }

  @Test
  void failGoesBeforeUnknown() {
    assertEquals(
        Verdict.FAIL,
        verdict(
            ImagePolicy.defaults(),
            unknown(CheckId.ACCOUNTS, finding(CheckId.ACCOUNTS, Severity.HIGH))));
  }

  @Test
  void allowedUnknownPassesAndKeepsItsReason() {
    ImagePolicy policy = Policy.defaults().allowUnknown(CheckId.ACCOUNTS).general();

    assertEquals(
        new CheckResult(
            CheckId.ACCOUNTS,
            Verdict.PASS,
            "summary",
            Optional.of("unread"),
            true,
            List.of(),
            List.of()),
        new PolicyEvaluator(policy, TODAY).evaluate(unknown(CheckId.ACCOUNTS)));
  }

  @Test
  void integrityCannotBeAllowedToBeUnknown() {
    ScanException refused =
        assertThrows(ScanException.class, () -> Policy.defaults().allowUnknown(CheckId.INTEGRITY));

    assertEquals(ProblemKind.USAGE, refused.kind());
  }

  @Test
  void allowedPathDoesNotCount() {
    Finding finding = setuid(Severity.HIGH, "/bin/su");

    assertEquals(
        new CheckResult(
            CheckId.SETUID_FILES,
            Verdict.PASS,
            "summary",
            Optional.empty(),
            false,
            List.of(),
            List.of(
                new ExcusedFinding(
                    finding,
                    Excuse.allowed(new ClauseOrigin("--allow-setuid /bin/su", Optional.empty()))))),
        new PolicyEvaluator(allowSetuid("/bin/su"), TODAY)
            .evaluate(outcome(CheckId.SETUID_FILES, finding)));
  }

  @Test
  void otherPathStillCounts() {
    assertEquals(
        Verdict.FAIL,
        verdict(
            allowSetuid("/bin/su"),
            outcome(CheckId.SETUID_FILES, setuid(Severity.HIGH, "/bin/sudo"))));
  }

  @Test
  void hardLinkUnderANameThatNobodyAllowedStillCounts() {
    assertEquals(
        Verdict.FAIL,
        verdict(
            allowSetuid("/bin/su"),
            outcome(CheckId.SETUID_FILES, setuid(Severity.HIGH, "/bin/su", "/tmp/su"))));
  }

  @Test
  void pathIsAllowedAsTheReportPrintsIt() {
    assertEquals(
        Verdict.PASS,
        verdict(
            allowSetuid("/bin/\\u001b"),
            outcome(CheckId.SETUID_FILES, setuid(Severity.HIGH, "/bin/\u001b"))));
  }

  @Test
  void allowedSetuidPathAllowsNoCapability() {
    assertEquals(
        Verdict.FAIL,
        verdict(
            allowSetuid("/bin/x"),
            outcome(CheckId.FILE_CAPABILITIES, capable("/bin/x", "cap_setuid"))));
  }

  @Test
  void capabilitiesAreAllowedWhenAllAre() {
    assertEquals(
        Verdict.PASS,
        verdict(
            allowCapabilities(
                new AllowedCapability("/bin/x", "cap_setuid"),
                new AllowedCapability("/bin/x", "cap_setgid")),
            outcome(CheckId.FILE_CAPABILITIES, capable("/bin/x", "cap_setuid", "cap_setgid"))));
  }

  @Test
  void capabilitiesAreNotAllowedWhenOneIsNot() {
    assertEquals(
        Verdict.FAIL,
        verdict(
            allowCapabilities(new AllowedCapability("/bin/x", "cap_setuid")),
            outcome(CheckId.FILE_CAPABILITIES, capable("/bin/x", "cap_setuid", "cap_setgid"))));
  }

  @Test
  void capabilityIsAllowedForItsPathOnly() {
    assertEquals(
        Verdict.FAIL,
        verdict(
            allowCapabilities(new AllowedCapability("/bin/x", "cap_setuid")),
            outcome(CheckId.FILE_CAPABILITIES, capable("/bin/y", "cap_setuid"))));
  }
}
