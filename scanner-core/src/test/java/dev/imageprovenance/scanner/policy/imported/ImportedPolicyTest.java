package dev.imageprovenance.scanner.policy.imported;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.policy.PolicyLoader;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImportedPolicyTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 7, 1);

  private static final String DOCKLE =
      """
      # nginx starts its workers itself
      CIS-DI-0001
      # the image is looked into only, so that latest will do
      DKL-DI-0006

      DKL-LI-0002
      CIS-DI-0008 # sudo is needed for backups
      """;

  private static final String TRIVY =
      """
      vulnerabilities:
        - id: CVE-2022-40897
          paths:
            - "usr/local/lib/python3.9/site-packages/setuptools-58.1.0.dist-info/METADATA"
          statement: Accept the risk
        - id: CVE-2023-2650
      misconfigurations:
        - id: AVD-DS-0002
          statement: The entrypoint drops its privileges
          expired_at: 2026-08-15
        - id: AVD-DS-0001
      secrets:
        - id: aws-access-key-id
      licenses:
        - id: GPL-3.0
      """;

  private static ImportedPolicy imported(String name, String content) {
    return ImportedPolicy.of(name, content.getBytes(StandardCharsets.UTF_8), TODAY);
  }

  private static Policy policy(ImportedPolicy imported) {
    return PolicyLoader.ofFiles().parse("p.yaml", imported.yaml().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void dockleRulesBecomeWaivers() {
    assertEquals(
        """
        # Made of .dockleignore on 2026-07-01.
        version: 1
        waivers:
          - id: "CIS-DI-0001"
            check: default-user
            reason: "nginx starts its workers itself"
            expires: 2026-09-29
          - id: "DKL-LI-0002"
            check: accounts
            code: DUPLICATE_UID
            reason: "ignored in .dockleignore without a reason"
            expires: 2026-09-29
          - id: "DKL-LI-0002 (2)"
            check: accounts
            code: DUPLICATE_GID
            reason: "ignored in .dockleignore without a reason"
            expires: 2026-09-29
          - id: "CIS-DI-0008"
            check: setuid-files
            reason: "sudo is needed for backups"
            expires: 2026-09-29

        # Not taken over:
        # DKL-DI-0006: no check of this scanner asks that
        """,
        imported(".dockleignore", DOCKLE).yaml());
  }

  @Test
  void trivyRulesBecomeWaivers() {
    assertEquals(
        """
        # Made of .trivyignore.yaml on 2026-07-01.
        version: 1
        waivers:
          - id: "AVD-DS-0002"
            check: default-user
            reason: "The entrypoint drops its privileges"
            expires: 2026-08-15

        # Not taken over:
        # CVE-2022-40897: this scanner does not look for vulnerabilities
        # CVE-2023-2650: this scanner does not look for vulnerabilities
        # AVD-DS-0001: no check of this scanner asks that
        # aws-access-key-id: this scanner does not look for secrets
        # GPL-3.0: this scanner does not look for licences
        """,
        imported(".trivyignore.yaml", TRIVY).yaml());
  }

  @Test
  void whatIsNotTakenOverIsTold() {
    assertEquals(
        List.of("not taken over: DKL-DI-0006: no check of this scanner asks that"),
        imported("conf/.dockleignore", DOCKLE).notes());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CVE-2018-14618 exp:2026-09-01|CVE-2018-14618: this scanner does not look for"
            + " vulnerabilities",
        "AVD-DS-0002 exp:2026-06-30|AVD-DS-0002: it expired on 2026-06-30",
        "AVD-DS-0002 something|AVD-DS-0002: it is narrowed in a way that a waiver cannot be, and"
            + " would waive more",
      })
  void aLineThatIsNotTakenOverSaysWhy(String line, String expected) {
    assertEquals(List.of("not taken over: " + expected), imported(".trivyignore", line).notes());
  }

  @Test
  void aRuleForSomePathsIsNotWidened() {
    ImportedPolicy imported =
        imported(
            ".trivyignore.yaml", "misconfigurations: [{id: AVD-DS-0002, paths: [a/Dockerfile]}]");
    assertFalse(imported.yaml().contains("waivers:"), imported.yaml());
  }

  @Test
  void aLastDayTooFarAheadIsBroughtNearer() {
    assertEquals(
        List.of(
            "shortened: AVD-DS-0002 lasted until 2027-07-01, and a waiver lasts 90 days at most"),
        imported(".trivyignore", "AVD-DS-0002 exp:2027-07-01").notes());
  }

  @ParameterizedTest
  @ValueSource(strings = {DOCKLE, "", "# a comment only\n", "CIS-DI-0001\nCIS-DI-0001\n"})
  void whatIsWrittenIsAPolicyThatCanBeUsedToday(String content) {
    assertDoesNotThrow(() -> policy(imported(".dockleignore", content)).requireUsableOn(TODAY));
  }

  @Test
  void aHostileReasonStaysText() {
    String hostile = "# \" : &x *x [\u0007 \u202e\nCIS-DI-0001\n";
    assertDoesNotThrow(() -> policy(imported(".dockleignore", hostile)));
  }

  @Test
  void aBrokenFileSaysWhereItIsBroken() {
    ScanException refused =
        assertThrows(
            ScanException.class,
            () -> imported(".trivyignore.yaml", "misconfigurations:\n  - statement: x\n"));
    assertTrue(
        String.valueOf(refused.getMessage()).endsWith(".trivyignore.yaml:2:5: a rule needs its id"),
        refused.getMessage());
  }

  @Test
  void aNameThatTellsNoFormatIsWrongUsage() {
    assertEquals(
        ProblemKind.USAGE,
        assertThrows(ScanException.class, () -> imported("ignore.txt", "")).kind());
  }
}
