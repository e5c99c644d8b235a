package dev.imageprovenance.scanner.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.signature.TestRepository;
import dev.imageprovenance.scanner.signature.statement.PredicateTypes;
import dev.imageprovenance.scanner.signature.trust.SummaryRequirement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a verification summary that was found says what is required. */
final class VsaCheckTest extends SignedSample {
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
          Optional.of(Duration.ofDays(1)),
          Set.of("SLSA_BUILD_LEVEL_2"));

  private static VsaCheck requiring(SummaryRequirement requirement) {
    return new VsaCheck(List.of(new RequiredSummary(Set.of("alice"), requirement, NOW, CLAUSE)));
  }

  private final VsaCheck strict = requiring(STRICT);

  @Test
  void aSummaryThatSaysEverythingIsEnough() {
    pushStatement(PredicateTypes.VSA, SUMMARY, alice);
    CheckOutcome outcome = outcome(strict);
    assertEquals(List.of(), outcome.findings());
    assertEquals(
        "passed by " + VERIFIER + " with SLSA_BUILD_LEVEL_2, says alice", outcome.summary());
  }

  @ParameterizedTest
  @CsvSource({
    "PASSED, FAILED, VSA_FAILED",
    "LEVEL_2, LEVEL_1, VSA_LEVEL",
    "cc, dd, VSA_POLICY",
    "team/app, team/app-dev, VSA_RESOURCE",
    "2026-06-01, 2026-05-01, VSA_STALE",
    "2026-06-01, 2027-06-01, VSA_STALE"
  })
  void whatIsNotEnoughHasACodeOfItsOwn(String before, String after, String code) {
    pushStatement(PredicateTypes.VSA, SUMMARY.replace(before, after), alice);
    assertEquals(List.of(code), codes(outcome(strict)));
  }

  @Test
  void aHigherLevelIncludesTheRequiredOne() {
    pushStatement(PredicateTypes.VSA, SUMMARY.replace("LEVEL_2", "LEVEL_3"), alice);
    assertEquals(List.of(), outcome(strict).findings());
  }

  @Test
  void anotherVerifierIsRefused() {
    pushStatement(PredicateTypes.VSA, SUMMARY.replace(VERIFIER, "https://me.example"), alice);
    CheckOutcome outcome = outcome(strict);
    assertEquals(List.of("REFUSED"), codes(outcome));
    assertTrue(message(outcome).contains("WRONG_VERIFIER"));
  }

  @Test
  void anImageWithoutSummaryHasNone() {
    assertEquals(List.of("NO_VSA"), codes(outcome(strict)));
  }

  @Test
  void anUnsignedSummaryIsAClaim() {
    pushClaim(PredicateTypes.VSA, SUMMARY);
    assertEquals(List.of("UNSIGNED_VSA"), codes(outcome(strict)));
  }

  @Test
  void aSummaryOfASignerOfAnotherFileIsNotEnough() {
    pushStatement(PredicateTypes.VSA, SUMMARY, bob);
    assertEquals(List.of("WRONG_SIGNER"), codes(outcome(strict)));
  }

  @Test
  void eachRequirementIsJudgedByItself() {
    pushStatement(PredicateTypes.VSA, SUMMARY, alice);
    SummaryRequirement level3 =
        new SummaryRequirement(List.of(), Set.of(), Optional.empty(), Set.of("SLSA_BUILD_LEVEL_3"));
    VsaCheck both =
        new VsaCheck(
            List.of(
                new RequiredSummary(Set.of("alice"), STRICT, NOW, CLAUSE),
                new RequiredSummary(Set.of("alice"), level3, NOW, CLAUSE)));
    assertEquals(List.of("VSA_LEVEL"), codes(outcome(both)));
  }

  @Test
  void noTrueAnswerIsUnknown() {
    fail(".att");
    assertTrue(outcome(strict).unknown().isPresent());
  }
}
