package dev.imageprovenance.scanner.policy;

import static dev.imageprovenance.scanner.policy.Policies.image;
import static dev.imageprovenance.scanner.policy.Samples.judged;
import static dev.imageprovenance.scanner.policy.Samples.setuid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BaselineTest {
  private static final PolicySubject APP = image("registry.example/app:1");
  private static final Finding SU = setuid("/su");
  private static final Policy LOW = Policies.of("failOn: low");

  @TempDir Path directory;

  private static Baseline baseline(Policy policy, PolicySubject subject, Finding... findings) {
    ImagePolicy image = policy.forImage(subject);
    return Baseline.of("b.json", List.of(new JudgedImage(image, List.of(judged(image, findings)))));
  }

  @Test
  void whatWasThereBeforeDoesNotCount() {
    ImagePolicy policy = LOW.baseline(baseline(LOW, APP, SU)).forImage(APP);
    assertEquals("PASS BASELINE baseline b.json", Samples.told(policy, SU));
  }

  @Test
  void whatIsNewCounts() {
    ImagePolicy policy = LOW.baseline(baseline(LOW, APP, SU)).forImage(APP);
    assertEquals(Verdict.FAIL, judged(policy, SU, setuid("/sudo")).verdict());
  }

  @Test
  void anotherTagOfTheRepositoryIsTheSameImage() {
    ImagePolicy policy =
        LOW.baseline(baseline(LOW, APP, SU)).forImage(image("registry.example/app:2"));
    assertEquals(Verdict.PASS, judged(policy, SU).verdict());
  }

  @Test
  void anotherRepositoryIsAnotherImage() {
    ImagePolicy policy =
        LOW.baseline(baseline(LOW, APP, SU)).forImage(image("registry.example/other:1"));
    assertEquals(Verdict.FAIL, judged(policy, SU).verdict());
  }

  @Test
  void brokenIntegrityIsNeverInABaseline() {
    Finding broken =
        Samples.finding(CheckId.INTEGRITY, "DIGEST_MISMATCH", Severity.CRITICAL, "sha256:x");
    assertEquals(List.of(), baseline(LOW, APP, broken).findings("registry.example/app"));
  }

  @Test
  void whatIsAllowedIsNotInABaseline() {
    Policy allowing = LOW.allowSetuid("/su");
    assertEquals(List.of(), baseline(allowing, APP, SU).findings("registry.example/app"));
  }

  @Test
  void whatTheOldBaselineKnewIsInTheNewOne() {
    Policy policy = LOW.baseline(baseline(LOW, APP, SU));
    assertEquals(1, baseline(policy, APP, SU).findings("registry.example/app").size());
  }

  @Test
  void whereAFloorLetsOneCheckBeWaivedTheBaselineExcusesNoOther() {
    Policy floor = Policies.extending("failOn: low\nwaivable: [accounts]");
    ImagePolicy policy = floor.baseline(baseline(LOW, APP, SU)).forImage(APP);
    assertEquals(Verdict.FAIL, judged(policy, SU).verdict());
  }

  @Test
  void whereAFloorLetsItBeWaivedTheBaselineExcusesIt() {
    Policy floor = Policies.extending("failOn: low\nwaivable: [setuid-files]");
    ImagePolicy policy = floor.baseline(baseline(LOW, APP, SU)).forImage(APP);
    assertEquals(Verdict.PASS, judged(policy, SU).verdict());
  }

  @Test
  void aBaselineIsReadFromItsFile() throws IOException {
    String fingerprint =
        baseline(LOW, APP, SU).findings("registry.example/app").get(0).fingerprint().value();
    Path file =
        write(
            "{\"baselineVersion\": 1, \"images\": [{\"name\": \"registry.example/app\","
                + " \"findings\": [{\"check\": \"setuid-files\", \"code\": \"ROOT_OWNED\","
                + " \"subject\": \"/su\", \"fingerprint\": \""
                + fingerprint
                + "\"}]}]}");
    ImagePolicy policy = LOW.baseline(Baseline.load(file)).forImage(APP);
    assertEquals(Verdict.PASS, judged(policy, SU).verdict());
  }

  @Test
  void aBrokenBaselineSaysWhereItIsBroken() throws IOException {
    Path file =
        write(
            "{\"baselineVersion\": 1,\n \"images\": [{\"name\": \"a\", \"findings\":"
                + " [{\"fingerprint\": \"x\"}]}]}");
    ScanException refused = assertThrows(ScanException.class, () -> Baseline.load(file));
    assertTrue(
        String.valueOf(refused.getMessage())
            .endsWith(
                "baseline.json:2:40: images[0].findings[0].fingerprint must be 64 hexadecimal"
                    + " digits"),
        refused.getMessage());
  }

  @Test
  void aMissingBaselineIsATroubleOfConfiguration() {
    ScanException refused =
        assertThrows(ScanException.class, () -> Baseline.load(directory.resolve("none.json")));
    assertEquals(ProblemKind.CONFIGURATION, refused.kind());
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("baseline.json"), text);
  }
}
