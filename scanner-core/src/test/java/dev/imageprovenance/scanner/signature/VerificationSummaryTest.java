package dev.imageprovenance.scanner.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.signature.statement.PredicateTypes;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import dev.imageprovenance.scanner.signature.trust.SignerScope;
import dev.imageprovenance.scanner.signature.trust.SummaryRequirement;
import dev.imageprovenance.scanner.signature.trust.Trust;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each thing that a verification summary must hold to count. */
class VerificationSummaryTest extends SignatureFixture {
  private static final String VERIFIER = "https://verifier.example";
  private static final String SUMMARY =
      "{\"verifier\":{\"id\":\""
          + VERIFIER
          + "\"},\"timeVerified\":\"2026-06-01T10:00:00Z\",\"resourceUri\":\""
          + TestRepository.NAME
          + "\",\"policy\":{\"uri\":\"https://policy.example\",\"digest\":{\"sha256\":\"cc\"}},"
          + "\"verificationResult\":\"PASSED\",\"verifiedLevels\":[\"SLSA_BUILD_LEVEL_2\"]}";

  private static final SummaryRequirement STRICT =
      new SummaryRequirement(
          List.of(TestRepository.NAME),
          Set.of("cc"),
          Optional.of(Duration.ofHours(3)),
          Set.of("SLSA_BUILD_LEVEL_2"));

  private Trust trust(SummaryRequirement required) {
    return trust(
            alice.trusted(
                "verifier",
                SignerScope.of(Set.of(Purpose.VSA), Set.of(VERIFIER), "registry.example/**")))
        .summaries(required);
  }

  private Signatures of(String summary, SummaryRequirement required) {
    String statement = CosignFormat.statement(image.digest(), PredicateTypes.VSA, summary);
    pushAttestation(image.digest(), CosignFormat.envelope(statement, alice));
    return inspect(trust(required));
  }

  @Test
  void summaryThatHoldsEverythingCounts() {
    Signatures signatures = of(SUMMARY, STRICT);
    assertTrue(signatures.summaries().get(0).isVerified(), () -> signatures.toString());
  }

  @Test
  void anotherVerifierIsRefused() {
    assertEquals(
        RefusalReason.WRONG_VERIFIER,
        refusal(of(SUMMARY.replace(VERIFIER, "https://other.example"), STRICT)));
  }

  @Test
  void summaryOfAnotherEnvironmentIsRefused() {
    assertEquals(
        RefusalReason.WRONG_RESOURCE,
        refusal(of(SUMMARY.replace(TestRepository.NAME, TestRepository.NAME + "-dev"), STRICT)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "oci://", "docker://", "https://"})
  void withoutARequirementItMustBeForTheRepository(String scheme) {
    String summary =
        SUMMARY.replace(TestRepository.NAME, scheme + TestRepository.NAME + ":production");
    assertTrue(only(of(summary, SummaryRequirement.passed())).isVerified());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sub", "-dev", ":1/sub", ":1/../../other", "@evil.example/x", ":1?x"})
  void withoutARequirementAnotherRepositoryIsRefused(String more) {
    String summary = SUMMARY.replace(TestRepository.NAME, TestRepository.NAME + more);
    assertEquals(RefusalReason.WRONG_RESOURCE, refusal(of(summary, SummaryRequirement.passed())));
  }

  @Test
  void anotherPolicyIsRefused() {
    assertEquals(
        RefusalReason.WRONG_POLICY, refusal(of(SUMMARY.replace("\"cc\"", "\"dd\""), STRICT)));
  }

  @Test
  void failedSummaryIsRefused() {
    assertEquals(
        RefusalReason.NOT_PASSED, refusal(of(SUMMARY.replace("PASSED", "FAILED"), STRICT)));
  }

  @Test
  void oldSummaryIsRefused() {
    assertEquals(RefusalReason.STALE, refusal(of(SUMMARY.replace("T10:", "T08:"), STRICT)));
  }

  @Test
  void summaryOfTheFutureIsRefused() {
    assertEquals(
        RefusalReason.STALE,
        refusal(of(SUMMARY.replace("T10:", "T13:"), SummaryRequirement.passed())));
  }

  @Test
  void summaryWithoutTimeIsTooOldWhereAgeMatters() {
    assertEquals(
        RefusalReason.STALE, refusal(of(SUMMARY.replace("\"timeVerified\"", "\"time\""), STRICT)));
  }

  @Test
  void lowerLevelIsRefused() {
    assertEquals(
        RefusalReason.MISSING_LEVEL, refusal(of(SUMMARY.replace("LEVEL_2", "LEVEL_1"), STRICT)));
  }

  @Test
  void summaryOfAnotherKeyIsRefused() {
    String statement = CosignFormat.statement(image.digest(), PredicateTypes.VSA, SUMMARY);
    pushAttestation(image.digest(), CosignFormat.envelope(statement, mallory));
    assertEquals(RefusalReason.WRONG_KEY, refusal(inspect(trust(STRICT))));
  }
}
