package dev.imageprovenance.scanner.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.lineage.BaseImage;
import dev.imageprovenance.scanner.lineage.Candidate.Role;
import dev.imageprovenance.scanner.lineage.ImageDraft;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.policy.BaseStanding.Accepted;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the clause base requires. */
final class BaseClauseTest {
  private static ImagePolicy policy(String group) {
    return Policies.of("base: {groups: [{name: approved, " + group + "}]}").general();
  }

  private static CheckResult judged(BuiltImage image, ImagePolicy policy) {
    return image.judged(policy, false);
  }

  private static Verdict verdict(BuiltImage image, String group) {
    return judged(image, policy(group)).verdict();
  }

  private static BuiltImage onJava() {
    return new BuiltImage().found(Role.CLAIMED, BuiltImage.java());
  }

  private static String diffIds(String... layers) {
    StringBuilder list = new StringBuilder("bases: [{name: jre, diffIds: [");
    for (String layer : layers) {
      list.append("'").append(ImageDraft.diffId(layer)).append("',");
    }
    return list + "]}]";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "registries: [registry.example]|PASS",
        "registries: ['registry.example:5000']|FAIL",
        "repositories: ['registry.example/bases/*']|PASS",
        "repositories: ['registry.example/other/*']|FAIL",
        "references: ['registry.example/bases/java:17']|PASS",
        "references: ['registry.example/bases/java:1*']|PASS",
        "references: ['registry.example/bases/java:18']|FAIL",
      })
  void aProvenBaseIsInAGroupByTheNameThatServedIt(String group, Verdict expected) {
    assertEquals(expected, verdict(onJava(), group));
  }

  @Test
  void aProvenBaseIsInAGroupByItsDigest() {
    String digests = "digests: ['" + BuiltImage.java().manifest().orElseThrow() + "']";
    assertEquals(Verdict.PASS, verdict(onJava(), digests));
  }

  @Test
  void aBaseIsInAGroupByItsLayersAlone() {
    assertEquals(Verdict.PASS, verdict(new BuiltImage(), diffIds("os", "java")));
  }

  @Test
  void otherLayersAreNotInTheGroup() {
    assertEquals(Verdict.FAIL, verdict(new BuiltImage(), diffIds("java", "os")));
  }

  @Test
  void layersThatNobodyReadAreUnknown() {
    assertEquals(Verdict.UNKNOWN, verdict(new BuiltImage().declared(), diffIds("os", "java")));
  }

  @Test
  void aBaseByLayersThatNobodyReadIsUnknown() {
    assertEquals(Verdict.UNKNOWN, verdict(onJava().declared(), "registries: [registry.example]"));
  }

  @Test
  void theBaseOfTheBaseCountsToo() {
    BuiltImage image = onJava().found(Role.CLAIMED, BuiltImage.debian());
    assertEquals(Verdict.PASS, verdict(image, "references: ['" + BuiltImage.DEBIAN + "']"));
  }

  /** It came by a digest, with a tag beside that nobody has seen leading there. */
  private static BaseImage underAFalseTag() {
    BaseImage java = BuiltImage.java();
    return java.named(BuiltImage.JAVA, Optional.of(Reference.parse(BuiltImage.JAVA)), false);
  }

  @Test
  void aTagThatOnlyTheImageClaimsIsNoProof() {
    BuiltImage image = new BuiltImage().found(Role.CLAIMED, underAFalseTag());
    assertEquals(Verdict.FAIL, verdict(image, "references: ['" + BuiltImage.JAVA + "']"));
  }

  @Test
  void theRepositoryThatServedTheDigestIsProof() {
    BuiltImage image = new BuiltImage().found(Role.CLAIMED, underAFalseTag());
    assertEquals(Verdict.PASS, verdict(image, "repositories: [registry.example/bases/java]"));
  }

  @Test
  void theNameOfABaseThatNoRegistryServedIsNoProof() {
    BaseImage beside = BuiltImage.java().named(BuiltImage.JAVA, Optional.empty(), false);
    BuiltImage image = new BuiltImage().found(Role.CLAIMED, beside);
    assertEquals(Verdict.FAIL, verdict(image, "registries: [registry.example]"));
  }

  @Test
  void aBaseThatCouldNotBeLookedAtIsUnknown() {
    BuiltImage image = new BuiltImage().unread(Role.POLICY, BuiltImage.JAVA);
    assertEquals(Verdict.UNKNOWN, verdict(image, "references: ['" + BuiltImage.JAVA + "']"));
  }

  @Test
  void anotherBaseThatCouldNotBeLookedAtDecidesNothing() {
    BuiltImage image = new BuiltImage().unread(Role.CLAIMED, "elsewhere.example/base:1");
    assertEquals(Verdict.FAIL, verdict(image, "references: ['" + BuiltImage.JAVA + "']"));
  }

  @Test
  void aNamedTagThatLeadsElsewhereByNowIsUnknown() {
    BaseImage moved = new ImageDraft("new").asBase(BuiltImage.JAVA);
    BuiltImage image = new BuiltImage().named(BuiltImage.JAVA).found(Role.CLAIMED, moved);
    assertEquals(Verdict.UNKNOWN, verdict(image, "registries: [registry.example]"));
  }

  @Test
  void anImageThatNamesNothingFailsWithThatReason() {
    String message =
        judged(new BuiltImage(), policy("registries: [registry.example]"))
            .findings()
            .get(0)
            .message();
    assertEquals(
        "The image should be built on a base of the policy's groups (approved), but nothing names"
            + " its base",
        message);
  }

  @Test
  void itFailsWhateverTheThreshold() {
    ImagePolicy policy =
        Policies.of(
                "failOn: critical",
                "base: {groups: [{name: approved, registries: [other.example]}]}")
            .general();
    assertEquals(Verdict.FAIL, judged(onJava(), policy).verdict());
  }

  @Test
  void theFindingNamesTheClause() {
    assertEquals(
        "base",
        judged(onJava(), policy("registries: [other.example]"))
            .findings()
            .get(0)
            .evidence(ClauseEvidence.class)
            .orElseThrow()
            .clause());
  }

  @Test
  void thePolicysBaseIsAcceptedWhoeverNamesIt() {
    BaseStanding standing =
        policy("registries: [registry.example]").standing(onJava().lineage(), false).orElseThrow();
    assertEquals(2, assertInstanceOf(Accepted.class, standing).base().depth());
  }

  @Test
  void aRequestAcceptsNothingThatThePolicyDoesNot() {
    BuiltImage image = new BuiltImage().found(Role.REQUESTED, BuiltImage.java());
    BaseStanding standing =
        policy("registries: [other.example]").standing(image.lineage(), true).orElseThrow();
    assertInstanceOf(BaseStanding.Refused.class, standing);
  }

  @Test
  void ofTheBasesOfTwoFilesTheOneWithFewerLayersIsAccepted() {
    Policy policy =
        Policies.extending(
            "base: {groups: [{name: org, registries: [docker.io]}]}",
            "base: {groups: [{name: team, registries: [registry.example]}]}");
    BuiltImage image = onJava().found(Role.CLAIMED, BuiltImage.debian());
    BaseStanding standing = policy.general().standing(image.lineage(), false).orElseThrow();
    assertEquals(1, assertInstanceOf(Accepted.class, standing).base().depth());
  }

  @Test
  void theBasesOfBothFilesAreRequired() {
    Policy policy =
        Policies.extending(
            "base: {groups: [{name: org, registries: [docker.io]}]}",
            "base: {groups: [{name: team, registries: [registry.example]}]}");
    assertEquals(Verdict.FAIL, judged(onJava(), policy.general()).verdict());
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false"})
  void onlyTheFloorsBaseMakesAnythingLighter(boolean floorNames, boolean isLighter) {
    String clause = "base: {groups: [{name: g, registries: [registry.example]}]}";
    Policy policy =
        Policies.extending(floorNames ? clause : "# nothing", floorNames ? "# nothing" : clause);
    BaseStanding standing = policy.general().standing(onJava().lineage(), false).orElseThrow();
    assertEquals(
        isLighter,
        policy.general().weighed(assertInstanceOf(Accepted.class, standing).base()).accepted());
  }

  @Test
  void aRequestCannotLightenWhatAFloorForbids() {
    BuiltImage image = new BuiltImage().found(Role.REQUESTED, BuiltImage.java());
    Policy policy = Policies.extending("failOn: low");
    assertEquals(Optional.empty(), policy.general().standing(image.lineage(), true));
  }

  @Test
  void aSectionsBaseTakesThePlaceOfTheGeneralOne() {
    Policy policy =
        Policies.of(
            "base: {groups: [{name: a, registries: [other.example]}]}",
            "images: [{match: 'registry.example/**', base: {groups: [{name: b, registries:"
                + " [registry.example]}]}}]");
    ImagePolicy section = policy.forImage(Policies.image("registry.example/app:1"));
    assertEquals(Verdict.PASS, judged(onJava(), section).verdict());
  }

  @Test
  void whatIsNamedWithoutAWildcardIsLookedAt() {
    WantedBases wanted =
        policy(
                "references: ['a.example/java:17', 'b.example/*:1'], repositories:"
                    + " ['c.example/**', '*.example/x'], registries: [d.example, '*']")
            .wantedBases();
    assertEquals(List.of(Reference.parse("a.example/java:17")), wanted.references());
    assertEquals(Set.of("a.example", "b.example", "c.example", "d.example"), wanted.registries());
  }

  @ParameterizedTest
  @ValueSource(strings = {"debian:12", "registry.example/java", "docker.io/debian:12"})
  void aReferenceThatNoBaseGoesByIsRefused(String reference) {
    List<String> problems =
        Policies.problems("base: {groups: [{name: a, references: ['" + reference + "']}]}");
    assertTrue(problems.get(0).contains("must be a whole reference"), problems.toString());
  }
}
