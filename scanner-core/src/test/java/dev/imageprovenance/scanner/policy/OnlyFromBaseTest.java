package dev.imageprovenance.scanner.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.check.CheckOutcome;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.lineage.Candidate.Role;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Setuid files that may only come from the base, whose layers are the lowest two of three. */
final class OnlyFromBaseTest {
  private static final String ONLY = "base: {groups: [{name: a, registries: [registry.example]}]}";

  private static Policy policy(String... more) {
    String[] lines = new String[more.length + 2];
    lines[0] = "failOn: critical";
    lines[1] = ONLY;
    System.arraycopy(more, 0, lines, 2, more.length);
    return Policies.of(lines);
  }

  private static Finding setuid(int layer, boolean hidden) {
    FileEvidence file =
        new FileEvidence(
            "/usr/bin/su",
            "file",
            04755,
            0,
            Optional.of("root"),
            0,
            Optional.of("root"),
            1,
            Optional.of(Samples.CONTENT),
            List.of(),
            hidden);
    return new Finding(
        CheckId.SETUID_FILES,
        hidden ? "HIDDEN" : "ROOT_OWNED",
        Severity.INFO,
        "/usr/bin/su",
        "message",
        Optional.empty(),
        Optional.of(new LayerLocation(layer, "sha256:00", Optional.empty())),
        List.<Evidence>of(file));
  }

  private static CheckResult judged(Policy policy, BuiltImage image, Finding... findings) {
    ImagePolicy general = policy.general();
    CheckOutcome outcome =
        new CheckOutcome(CheckId.SETUID_FILES, List.of(findings), Optional.empty(), "summary");
    return new PolicyEvaluator(general, Samples.TODAY, general.standing(image.lineage(), false))
        .evaluate(outcome);
  }

  private static BuiltImage onJava() {
    return new BuiltImage().found(Role.CLAIMED, BuiltImage.java());
  }

  private static BuiltImage onAnother() {
    return new BuiltImage().found(Role.CLAIMED, BuiltImage.debian());
  }

  private static BuiltImage unread() {
    return new BuiltImage().unread(Role.POLICY, BuiltImage.JAVA);
  }

  @ParameterizedTest
  @CsvSource({"0, PASS", "1, PASS", "2, FAIL"})
  void anOwnFileFailsWhateverTheThreshold(int layer, Verdict expected) {
    Policy policy = policy("setuid: {onlyFromBase: true}");
    assertEquals(expected, judged(policy, onJava(), setuid(layer, false)).verdict());
  }

  @Test
  void withoutTheClauseAnOwnFileHasItsOwnSeverity() {
    assertEquals(Verdict.PASS, judged(policy(), onJava(), setuid(2, false)).verdict());
  }

  @Test
  void anExplicitAllowanceStillAllows() {
    Policy policy = policy("setuid: {onlyFromBase: true, allow: [{path: /usr/bin/su}]}");
    CheckResult result = judged(policy, onJava(), setuid(2, false));
    assertEquals(Verdict.PASS, result.verdict());
    assertEquals(1, result.excused(Excuse.Kind.ALLOWED).size());
  }

  @Test
  void aHiddenFileIsNotInTheFileSystem() {
    Policy policy = policy("setuid: {onlyFromBase: true}");
    assertEquals(Verdict.PASS, judged(policy, onJava(), setuid(2, true)).verdict());
  }

  @Test
  void onAnotherBaseNoFileComesFromTheAcceptedOne() {
    Policy policy = policy("setuid: {onlyFromBase: true}");
    assertEquals(Verdict.FAIL, judged(policy, onAnother(), setuid(0, false)).verdict());
  }

  @Test
  void whereTheBaseIsUnknownTheFilesAre() {
    Policy policy = policy("setuid: {onlyFromBase: true}");
    CheckResult result = judged(policy, unread(), setuid(0, false));
    assertEquals(Verdict.UNKNOWN, result.verdict());
    assertEquals(
        "which of these files come from the base is not known: registry.example/bases/java:17: it"
            + " was refused",
        result.unknown().orElseThrow());
  }

  @Test
  void withoutFilesNothingIsUnknown() {
    assertEquals(Verdict.PASS, judged(policy("setuid: {onlyFromBase: true}"), unread()).verdict());
  }

  @Test
  void allowedFilesLeaveNothingUnknown() {
    Policy policy = policy("setuid: {onlyFromBase: true, allow: [{path: /usr/bin/su}]}");
    assertEquals(Verdict.PASS, judged(policy, unread(), setuid(0, false)).verdict());
  }

  @Test
  void whoNamesNoBaseKnowsOfNoFile() {
    Policy policy = Policies.of("setuid: {onlyFromBase: true}");
    assertEquals(Verdict.UNKNOWN, judged(policy, onJava(), setuid(0, false)).verdict());
  }

  /** By the floor alone nobody knows which base is meant for this image. */
  @Test
  void whatExtendsAFloorDoesNotNameTheBaseOfItsFiles() {
    Policy policy =
        Policies.extending(
            "setuid: {onlyFromBase: true}\n"
                + "images: [{match: 'registry.example/other/**', "
                + ONLY
                + "}]",
            "base: {groups: [{name: own, registries: [registry.example]}]}");
    assertEquals(Verdict.UNKNOWN, judged(policy, onJava(), setuid(0, false)).verdict());
  }

  @Test
  void whatExtendsAFloorMayAskForItsOwnFilesFromItsOwnBase() {
    Policy policy = Policies.extending("failOn: high", ONLY, "setuid: {onlyFromBase: true}");
    assertEquals(Verdict.PASS, judged(policy, onJava(), setuid(0, false)).verdict());
  }

  @Test
  void theClauseIsTheReasonThatIsTold() {
    Finding finding =
        judged(policy("setuid: {onlyFromBase: true}"), onJava(), setuid(2, false))
            .findings()
            .get(0);
    assertEquals(
        "setuid.onlyFromBase true",
        finding.evidence(Evidence.ClauseEvidence.class).orElseThrow().clause());
    assertEquals(Severity.CRITICAL, finding.severity());
  }
}
