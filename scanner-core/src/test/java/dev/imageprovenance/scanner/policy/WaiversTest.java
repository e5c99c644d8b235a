package dev.imageprovenance.scanner.policy;

import static dev.imageprovenance.scanner.policy.Policies.image;
import static dev.imageprovenance.scanner.policy.Samples.file;
import static dev.imageprovenance.scanner.policy.Samples.judged;
import static dev.imageprovenance.scanner.policy.Samples.setuid;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.check.CheckOutcome;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.ClauseLocation;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.problem.ScanException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WaiversTest {
  private static final LocalDate TODAY = Samples.TODAY;

  /** A policy that fails on everything and has that waiver in line 3. */
  private static Policy waiving(String scope, LocalDate expires) {
    return Policies.of(
        "failOn: low",
        "waivers: [{id: W-1, reason: later, owner: team, "
            + scope
            + ", expires: "
            + expires
            + "}]");
  }

  private static ImagePolicy waiving(String scope) {
    return waiving(scope, TODAY.plusDays(30)).forImage(image("registry.example/app:1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "check: setuid-files|true",
        "check: setuid-files, code: ROOT_OWNED|true",
        "check: setuid-files, code: WRITABLE|false",
        "check: file-capabilities|false",
        "check: setuid-files, path: /usr/bin/*|true",
        "check: setuid-files, path: /bin/*|false",
        "check: setuid-files, mode: '4755'|true",
        "check: setuid-files, mode: '4711'|false",
        "check: setuid-files, sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            + "|true",
        "check: setuid-files, sha256: baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            + "|false",
        "check: setuid-files, image: registry.example/**|true",
        "check: setuid-files, image: other.example/**|false",
      })
  void aWaiverCoversItsScope(String scope, boolean waived) {
    assertEquals(waived, judged(waiving(scope), setuid("/usr/bin/su")).verdict() == Verdict.PASS);
  }

  @Test
  void aFileUnderAFurtherNameIsNotCovered() {
    assertEquals(
        Verdict.FAIL,
        judged(
                waiving("check: setuid-files, path: /usr/bin/*"),
                setuid(file("/usr/bin/su", 04755, 0, "root", "/tmp/su")))
            .verdict());
  }

  @Test
  void aFindingThatIsNoFileIsNotCoveredByAPath() {
    assertEquals(
        Verdict.FAIL,
        judged(waiving("check: default-user, path: /**"), Samples.user("ROOT", Severity.HIGH))
            .verdict());
  }

  @Test
  void whatIsWaivedSaysWhyByWhomAndHowLong() {
    Excuse excuse = judged(waiving("check: setuid-files"), setuid("/su")).excused().get(0).excuse();
    assertEquals(
        new Excuse(
            Excuse.Kind.WAIVED,
            "waiver W-1",
            Optional.of(new ClauseLocation("p.yaml", 3, 11)),
            Optional.of("later"),
            Optional.of("team"),
            Optional.of(TODAY.plusDays(30))),
        excuse);
  }

  @Test
  void aWaiverHoldsOnItsLastDay() {
    ImagePolicy policy = waiving("check: setuid-files", TODAY).general();
    assertEquals(Verdict.PASS, judged(policy, setuid("/su")).verdict());
  }

  @Test
  void aWaiverNoLongerWaivesAfterItsLastDay() {
    ImagePolicy policy = waiving("check: setuid-files", TODAY.minusDays(1)).general();
    assertEquals(Verdict.FAIL, judged(policy, setuid("/su")).verdict());
  }

  @Test
  void anExpiredWaiverIsAFinding() {
    ImagePolicy policy = waiving("check: setuid-files, path: /su", TODAY.minusDays(1)).general();
    CheckOutcome outcome = check(policy);
    assertEquals(
        "medium waivers EXPIRED: Waiver W-1 for setuid-files of /su expired on 2026-06-30: what it"
            + " accepted counts again",
        outcome.findings().get(0).toString());
  }

  @Test
  void aWaiverInForceIsNoFinding() {
    ImagePolicy policy = waiving("check: setuid-files", TODAY).general();
    assertEquals("1 waiver in force", check(policy).summary());
  }

  @Test
  void aWaiverAboutOtherImagesIsNotAskedAbout() {
    ImagePolicy policy = waiving("check: setuid-files, image: other.example/**");
    assertEquals(List.of(), policy.checks(Instant.EPOCH));
  }

  @Test
  void whatIsUnknownStaysUnknown() {
    ImagePolicy policy = waiving("check: setuid-files");
    CheckOutcome unread =
        new CheckOutcome(CheckId.SETUID_FILES, List.of(), Optional.of("unread"), "summary");
    assertEquals(Verdict.UNKNOWN, new PolicyEvaluator(policy, TODAY).evaluate(unread).verdict());
  }

  @Test
  void aWaiverMayEndNinetyDaysAhead() {
    assertDoesNotThrow(() -> waiving("check: accounts", TODAY.plusDays(90)).requireUsableOn(TODAY));
  }

  @Test
  void aWaiverMayNotEndLater() {
    ScanException refused =
        assertThrows(
            ScanException.class,
            () -> waiving("check: accounts", TODAY.plusDays(91)).requireUsableOn(TODAY));
    assertTrue(
        String.valueOf(refused.getMessage())
            .endsWith(
                "p.yaml:3:11: waiver W-1 expires on 2026-09-30, more than 90 days ahead: 2026-09-29"
                    + " is the latest (maxWaiverDays)"),
        refused.getMessage());
  }

  @Test
  void aPolicyCanAllowFewerDays() {
    Policy policy =
        Policies.of(
            "maxWaiverDays: 7",
            "waivers: [{id: W, check: accounts, reason: r, expires: " + TODAY.plusDays(8) + "}]");
    assertThrows(ScanException.class, () -> policy.requireUsableOn(TODAY));
  }

  @Test
  void theDaysOfAFloorCountForWhatExtendsIt() {
    Policy policy =
        Policies.extending(
            "maxWaiverDays: 7\nwaivable: [accounts]",
            "waivers: [{id: W, check: accounts, reason: r, expires: " + TODAY.plusDays(8) + "}]");
    assertThrows(ScanException.class, () -> policy.requireUsableOn(TODAY));
  }

  @Test
  void aFloorsOwnWaiversHoldForEveryImage() {
    Policy policy =
        Policies.extending(
            "failOn: low\n"
                + "waivers: [{id: W, check: setuid-files, reason: r, expires: "
                + TODAY
                + "}]",
            "failOn: low");
    assertEquals(Verdict.PASS, judged(policy.general(), setuid("/su")).verdict());
  }

  @Test
  void whatIsAllowedNeedsNoWaiver() {
    ImagePolicy policy =
        waiving("check: setuid-files", TODAY.plusDays(1)).allowSetuid("/su").general();
    assertEquals(
        Excuse.Kind.ALLOWED, judged(policy, setuid("/su")).excused().get(0).excuse().kind());
  }

  private static CheckOutcome check(ImagePolicy policy) {
    return new WaiversCheck(policy.waivers(), TODAY).check(ImageFactsOf.inFile(3));
  }
}
