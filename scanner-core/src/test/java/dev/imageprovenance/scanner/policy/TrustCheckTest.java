package dev.imageprovenance.scanner.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.check.CheckOutcome;
import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.finding.ClauseLocation;
import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import dev.imageprovenance.scanner.finding.Verdict;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrustCheckTest {
  private static final String APP = "registry.example/team/app:1";

  private static ImagePolicy trusting(String group) {
    return Policies.of("trust: {groups: [{name: ours, " + group + "}]}").general();
  }

  private static CheckOutcome outcome(ImagePolicy policy, ImageFacts facts) {
    return new TrustCheck(policy.trust()).check(facts);
  }

  private static Verdict verdict(ImagePolicy policy, ImageFacts facts) {
    return new PolicyEvaluator(policy, Samples.TODAY).evaluate(outcome(policy, facts)).verdict();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "registries: [registry.example]|PASS",
        "registries: ['*.example']|PASS",
        "registries: [other.example]|FAIL",
        "registries: ['registry.example:5000']|FAIL",
        "repositories: [registry.example/team/*]|PASS",
        "repositories: [registry.example/*]|FAIL",
        "references: ['registry.example/team/app:1']|PASS",
        "references: ['registry.example/team/app:2']|FAIL",
        "references: ['registry.example/team/*:1']|PASS",
      })
  void anImageOfARegistryIsTrustedByItsName(String group, Verdict expected) {
    assertEquals(expected, verdict(trusting(group), ImageFactsOf.inRegistry(APP)));
  }

  @Test
  void theNameOfAnImageInAFileIsNoProof() {
    assertEquals(Verdict.FAIL, verdict(trusting("references: ['oci:**']"), ImageFactsOf.inFile(3)));
  }

  @Test
  void aComputedDigestIsTrusted() {
    assertEquals(
        Verdict.PASS,
        verdict(trusting("digests: ['" + ImageFactsOf.INDEX + "']"), ImageFactsOf.inFile(3)));
  }

  @Test
  void theDigestOfTheConfigIsTrusted() {
    assertEquals(
        Verdict.PASS,
        verdict(trusting("digests: ['" + ImageFactsOf.CONFIG + "']"), ImageFactsOf.inFile(3)));
  }

  @Test
  void aDigestThatAnEngineClaimsIsNoProof() {
    assertEquals(
        Verdict.FAIL,
        verdict(trusting("digests: ['" + ImageFactsOf.CLAIMED + "']"), ImageFactsOf.inFile(3)));
  }

  @Test
  void anImageOnATrustedBaseIsTrusted() {
    assertEquals(Verdict.PASS, verdict(trusting(base(0, 1)), ImageFactsOf.inFile(3)));
  }

  @Test
  void layersInAnotherOrderAreNoBase() {
    assertEquals(Verdict.FAIL, verdict(trusting(base(1, 0)), ImageFactsOf.inFile(3)));
  }

  @Test
  void layersThatDoNotLieLowestAreNoBase() {
    assertEquals(Verdict.FAIL, verdict(trusting(base(1, 2)), ImageFactsOf.inFile(3)));
  }

  @Test
  void aBaseLongerThanTheImageIsNotItsBase() {
    assertEquals(Verdict.FAIL, verdict(trusting(base(0, 1, 2, 3)), ImageFactsOf.inFile(3)));
  }

  @Test
  void aBaseWhoseLayersNobodyReadIsUnknown() {
    assertEquals(Verdict.UNKNOWN, verdict(trusting(base(0, 1)), ImageFactsOf.inFile(1)));
  }

  @Test
  void theReasonOfAnUnknownNamesBaseAndGroup() {
    assertEquals(
        Optional.of("the layers of the base jre of trust group ours were not verified"),
        outcome(trusting(base(0, 1)), ImageFactsOf.inFile(1)).unknown());
  }

  @Test
  void theSummaryTellsWhyTheImageIsTrusted() {
    assertEquals(
        "in trust group ours (repository registry.example/team/*)",
        outcome(trusting("repositories: [registry.example/team/*]"), ImageFactsOf.inRegistry(APP))
            .summary());
  }

  @Test
  void anImageOutsideFailsWhateverTheThreshold() {
    ImagePolicy policy =
        Policies.of(
                "failOn: critical", "trust: {groups: [{name: ours, registries: [other.example]}]}")
            .general();
    assertEquals(Verdict.FAIL, verdict(policy, ImageFactsOf.inRegistry(APP)));
  }

  @Test
  void aFindingSaysWhichClauseItBreaks() {
    ImagePolicy policy = trusting("registries: [other.example]");
    assertEquals(
        Optional.of(new ClauseEvidence("trust", Optional.of(new ClauseLocation("p.yaml", 2, 1)))),
        outcome(policy, ImageFactsOf.inRegistry(APP))
            .findings()
            .get(0)
            .evidence(ClauseEvidence.class));
  }

  @Test
  void everyClauseMustHold() {
    ImagePolicy policy =
        Policies.extending(
                "trust: {groups: [{name: org, registries: [registry.example]}]}",
                "trust: {groups: [{name: team, repositories: [registry.example/other/*]}]}")
            .general();
    CheckOutcome outcome = outcome(policy, ImageFactsOf.inRegistry(APP));
    assertTrue(
        outcome.findings().get(0).message().contains("is in no trust group (team)"),
        outcome.toString());
  }

  @Test
  void aPolicyWithTrustBringsTheCheckAlong() {
    assertEquals(1, trusting("registries: [registry.example]").checks(Instant.EPOCH).size());
  }

  private static String base(int... layers) {
    StringBuilder chain = new StringBuilder();
    for (int layer : layers) {
      chain.append('\'').append(ImageFactsOf.diffId(layer)).append("',");
    }
    return "bases: [{name: jre, diffIds: [" + chain + "]}]";
  }
}
