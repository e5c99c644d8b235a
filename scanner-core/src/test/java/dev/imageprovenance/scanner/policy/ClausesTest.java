package dev.imageprovenance.scanner.policy;

import static dev.imageprovenance.scanner.policy.Samples.capable;
import static dev.imageprovenance.scanner.policy.Samples.file;
import static dev.imageprovenance.scanner.policy.Samples.finding;
import static dev.imageprovenance.scanner.policy.Samples.judged;
import static dev.imageprovenance.scanner.policy.Samples.setuid;
import static dev.imageprovenance.scanner.policy.Samples.told;
import static dev.imageprovenance.scanner.policy.Samples.user;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.check.CheckOutcome;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.ClauseLocation;
import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each clause does to findings. */
final class ClausesTest {
  private static ImagePolicy policy(String... lines) {
    return Policies.of(lines).general();
  }

  @Test
  void anEmptyPolicyIsTheDefault() {
    assertEquals(Severity.HIGH, policy("# nothing").failOn());
  }

  @Test
  void failOnSetsTheThreshold() {
    assertEquals("FAIL medium", told(policy("failOn: medium"), setuid("/su")));
  }

  @Test
  void aSeverityOfACheckIsThatOfItsFindings() {
    assertEquals("FAIL high", told(policy("severity: {setuid-files: high}"), setuid("/su")));
  }

  @Test
  void aSeverityOfACodeGoesBeforeThatOfItsCheck() {
    assertEquals(
        "PASS low",
        told(
            policy("severity: {setuid-files/ROOT_OWNED: low, setuid-files: critical}"),
            setuid("/su")));
  }

  @Test
  void aFindingWhoseSeverityAClauseDecidesSaysWhich() {
    Finding finding =
        judged(policy("severity: {setuid-files: high}"), setuid("/su")).findings().get(0);
    assertEquals(
        Optional.of(
            new ClauseEvidence(
                "severity setuid-files: high", Optional.of(new ClauseLocation("p.yaml", 2, 12)))),
        finding.evidence(ClauseEvidence.class));
  }

  @Test
  void whatIsIgnoredDoesNotCount() {
    assertEquals(
        "PASS ALLOWED severity setuid-files/ROOT_OWNED: ignore (p.yaml:2:12)",
        told(policy("severity: {setuid-files/ROOT_OWNED: ignore}"), setuid("/su")));
  }

  @Test
  void brokenIntegrityFailsWhateverThePolicySays() {
    Finding broken = finding(CheckId.INTEGRITY, "DIGEST_MISMATCH", Severity.CRITICAL, "sha256:x");
    assertEquals(Verdict.FAIL, judged(policy("failOn: critical"), broken).verdict());
  }

  @Test
  void integrityCanBeRaised() {
    Finding odd = finding(CheckId.INTEGRITY, "NO_LAYERS", Severity.LOW, "x");
    assertEquals("FAIL high", told(policy("severity: {integrity/NO_LAYERS: high}"), odd));
  }

  @Test
  void findingsAreWorstFirstAfterTheirSeveritiesChanged() {
    CheckResult result =
        judged(
            policy("severity: {accounts/DUPLICATE_GID: critical}"),
            finding(CheckId.ACCOUNTS, "EXTRA_ROOT", Severity.HIGH, "toor"),
            finding(CheckId.ACCOUNTS, "DUPLICATE_GID", Severity.LOW, "gid 5"));
    assertEquals("gid 5", result.findings().get(0).subject());
  }

  @Test
  void anUnknownCheckPassesWhenItMayBeUnknown() {
    CheckOutcome unread =
        new CheckOutcome(CheckId.ACCOUNTS, List.of(), Optional.of("unread"), "summary");
    PolicyEvaluator evaluator =
        new PolicyEvaluator(policy("allowUnknown: [accounts]"), Samples.TODAY);
    assertEquals(Verdict.PASS, evaluator.evaluate(unread).verdict());
  }

  @Test
  void anUnknownCheckSaysWhichClauseLetsItBe() {
    assertEquals(
        "allowUnknown accounts (p.yaml:2:16)",
        policy("allowUnknown: [accounts]")
            .allowsUnknown(CheckId.ACCOUNTS)
            .map(ClauseOrigin::toString)
            .orElse(""));
  }

  @ParameterizedTest
  @CsvSource({
    "any, ROOT, HIGH, PASS ALLOWED user.require any (p.yaml:2:8)",
    "any, ROOT_POSSIBLE, CRITICAL, PASS ALLOWED user.require any (p.yaml:2:8)",
    "any, UNRESOLVABLE, MEDIUM, PASS medium",
    "non-root, ROOT, HIGH, FAIL high",
    "non-root, UNRESOLVABLE, MEDIUM, FAIL high",
    "non-root, NON_ROOT_UNVERIFIABLE, MEDIUM, PASS medium",
    "non-root-verifiable, NON_ROOT_UNVERIFIABLE, MEDIUM, FAIL high",
    "non-root-verifiable, ROOT_POSSIBLE, CRITICAL, FAIL critical",
  })
  void theRequiredUserDecides(
      String requirement, String found, Severity severity, String expected) {
    assertEquals(
        expected, told(policy("user: {require: " + requirement + "}"), user(found, severity)));
  }

  @Test
  void aRequiredUserFailsWhateverTheThreshold() {
    assertEquals(
        "FAIL critical",
        told(policy("failOn: critical", "user: {require: non-root}"), user("ROOT", Severity.HIGH)));
  }

  @Test
  void aRequiredUserSaysNothingAboutGroups() {
    Finding group = finding(CheckId.DEFAULT_USER, "PRIVILEGED_GROUP", Severity.LOW, "docker");
    assertEquals("PASS low", told(policy("user: {require: non-root-verifiable}"), group));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "path: /usr/bin/su|true",
        "path: /usr/bin/*|true",
        "path: /usr/*|false",
        "path: /usr/bin/su, mode: '4755'|true",
        "path: /usr/bin/su, mode: '04755'|true",
        "path: /usr/bin/su, mode: '6755'|false",
        "path: /usr/bin/su, owner: root|true",
        "path: /usr/bin/su, owner: 0|true",
        "path: /usr/bin/su, owner: games|false",
        "path: /usr/bin/su, sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            + "|true",
        "path: /usr/bin/su, sha256: baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            + "|false",
      })
  void aSetuidFileIsAllowedUnderEveryConditionOfItsClause(String clause, boolean allowed) {
    ImagePolicy policy = policy("failOn: low", "setuid: {allow: [{" + clause + "}]}");
    assertEquals(allowed, judged(policy, setuid("/usr/bin/su")).verdict() == Verdict.PASS);
  }

  @Test
  void anAllowedFileSaysWhichClauseAllowsIt() {
    assertEquals(
        "PASS ALLOWED setuid.allow /usr/bin/* (p.yaml:4:5)",
        told(policy("setuid:", "  allow:", "  - path: /usr/bin/*"), setuid("/usr/bin/su")));
  }

  @Test
  void aNameThatTheImageGivesToRootIsNotThatOwner() {
    assertEquals(
        "PASS medium",
        told(
            policy("setuid: {allow: [{path: /su, owner: games}]}"),
            setuid(file("/su", 04755, 0, "games"))));
  }

  @Test
  void aHardLinkUnderAnotherNameIsNotAllowed() {
    assertEquals(
        "PASS medium",
        told(
            policy("setuid: {allow: [{path: /usr/bin/*}]}"),
            setuid(file("/usr/bin/su", 04755, 0, "root", "/tmp/su"))));
  }

  @Test
  void twoClausesTogetherAllowAFileWithTwoNames() {
    assertEquals(
        "PASS ALLOWED setuid.allow /usr/bin/* (p.yaml:2:18)",
        told(
            policy("setuid: {allow: [{path: /usr/bin/*}, {path: /bin/su}]}"),
            setuid(file("/usr/bin/su", 04755, 0, "root", "/bin/su"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "path: /usr/bin/ping, capabilities: [cap_net_raw]|true",
        "path: /usr/bin/*, capabilities: [NET_RAW, cap_chown]|true",
        "path: /usr/bin/ping, capabilities: [cap_chown]|false",
        "path: /bin/ping, capabilities: [cap_net_raw]|false",
        "path: /usr/bin/ping, capabilities: [cap_net_raw], sha256:"
            + " baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa|false",
      })
  void aCapabilityIsAllowedUnderEveryConditionOfItsClause(String clause, boolean allowed) {
    ImagePolicy policy = policy("failOn: low", "capabilities: {allow: [{" + clause + "}]}");
    assertEquals(
        allowed, judged(policy, capable("/usr/bin/ping", "cap_net_raw")).verdict() == Verdict.PASS);
  }

  @Test
  void controlsNameWhatACheckAnswers() {
    assertEquals(
        List.of("SEC-7"), policy("controls: {default-user: SEC-7}").controls(CheckId.DEFAULT_USER));
  }

  @Test
  void theCommandLineReplacesTheThreshold() {
    assertEquals(
        Severity.CRITICAL, Policies.of("failOn: low").failOn(Severity.CRITICAL).general().failOn());
  }

  @Test
  void theCommandLineAddsAllowances() {
    Policy policy = Policies.of("setuid: {allow: [{path: /su}]}").allowSetuid("/sudo");
    assertEquals(
        List.of("setuid.allow /su", "--allow-setuid /sudo"),
        policy.general().setuid().stream().map(each -> each.origin().clause()).toList());
  }
}
