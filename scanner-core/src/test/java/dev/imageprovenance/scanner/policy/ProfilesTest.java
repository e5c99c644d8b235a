package dev.imageprovenance.scanner.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProfilesTest {
  private static ImagePolicy profile(String name) {
    return Policy.profile(name).general();
  }

  @Test
  void theDefaultProfileFailsAsAScanWithoutPolicy() {
    assertEquals(ImagePolicy.defaults().failOn(), profile("default").failOn());
  }

  @Test
  void theDefaultProfileRequiresNothingElse() {
    ImagePolicy.Resolved resolved = profile("default").resolved();
    assertEquals(
        List.of(List.of(List.of()), true, List.of()),
        List.of(resolved.severities(), resolved.user().isEmpty(), resolved.controls()));
  }

  @ParameterizedTest
  @CsvSource({
    "default, PASS medium",
    "strict, FAIL medium",
    "cis, FAIL high",
  })
  void aSetuidProgramOfRootIsJudgedByTheProfile(String profile, String expected) {
    assertEquals(expected, Samples.told(profile(profile), Samples.setuid("/usr/bin/su")));
  }

  @ParameterizedTest
  @CsvSource({
    "default, PASS medium",
    "strict, FAIL high",
    "cis, PASS medium",
  })
  void aUserGivenByNameIsJudgedByTheProfile(String profile, String expected) {
    assertEquals(
        expected,
        Samples.told(profile(profile), Samples.user("NON_ROOT_UNVERIFIABLE", Severity.MEDIUM)));
  }

  @ParameterizedTest
  @CsvSource({
    "default-user, CIS Docker 4.1",
    "trust, CIS Docker 4.2",
    "base-image, CIS Docker 4.2",
    "setuid-files, CIS Docker 4.8",
  })
  void cisNamesTheRecommendationThatACheckAnswers(String check, String expected) {
    assertEquals(List.of(expected), profile("cis").controls(new CheckId(check)));
  }

  @Test
  void aProfileHasNoPlaceInAFile() {
    assertEquals("profile strict: failOn low", profile("strict").failOnOrigin().toString());
  }

  @Test
  void aProfileIsItsOwnSource() {
    assertEquals("profile cis", Policy.profile("cis").sources().get(0).name());
  }

  @Test
  void anUnknownProfileIsWrongUsage() {
    ScanException refused = assertThrows(ScanException.class, () -> Policy.profile("lax"));
    assertEquals(ProblemKind.USAGE, refused.kind());
  }
}
