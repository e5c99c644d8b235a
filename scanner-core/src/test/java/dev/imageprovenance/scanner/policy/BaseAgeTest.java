package dev.imageprovenance.scanner.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.lineage.Candidate.Role;
import dev.imageprovenance.scanner.lineage.ImageDraft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How old a base may be; today is 2026-07-01. */
final class BaseAgeTest {
  private static CheckResult judged(BuiltImage image, String clause) {
    return image.judged(Policies.of("base: {" + clause + "}").general(), false);
  }

  private static BuiltImage made(String created) {
    return new BuiltImage()
        .found(Role.POLICY, new ImageDraft("os", "java").created(created).asBase(BuiltImage.JAVA));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-06-01T00:00:00Z, PASS",
    "2026-05-31T23:59:59Z, FAIL",
    "2026-06-01T01:00:00+02:00, FAIL",
    "1970-01-01T00:00:00Z, FAIL",
    "2026-07-01T23:00:00Z, PASS",
    "2026-07-02T11:00:00Z, PASS",
    "2026-07-03T00:00:00Z, UNKNOWN",
    "yesterday, UNKNOWN",
  })
  void aBaseMayBeThirtyDaysOld(String created, Verdict expected) {
    String clause = "groups: [{name: a, registries: [registry.example]}], maxAgeDays: 30";
    assertEquals(expected, judged(made(created), clause).verdict());
  }

  @Test
  void theFindingSaysWhenTheBaseWasMade() {
    String message =
        judged(made("2026-05-01T00:00:00Z"), "maxAgeDays: 30").findings().get(0).message();
    assertEquals(
        "The base registry.example/bases/java:17 was made on 2026-05-01 by its own word, 61 days"
            + " ago, and may be 30 days old",
        message);
  }

  @Test
  void itFailsWhateverTheThreshold() {
    ImagePolicy policy = Policies.of("failOn: critical", "base: {maxAgeDays: 30}").general();
    assertEquals(Verdict.FAIL, made("2026-05-01T00:00:00Z").judged(policy, false).verdict());
  }

  @Test
  void layersAloneDoNotTellTheAge() {
    String clause =
        "groups: [{name: a, bases: [{name: jre, diffIds: ['"
            + ImageDraft.diffId("os")
            + "']}]}], maxAgeDays: 30";
    CheckResult result = judged(new BuiltImage(), clause);
    assertEquals(Verdict.UNKNOWN, result.verdict());
    assertTrue(result.unknown().orElseThrow().contains("only its layers"), result.toString());
  }

  /** Another image of the same layers could be named, which was made this morning. */
  @Test
  void anImageThatOnlySharesTheLayersDoesNotTellTheAgeOfTheApprovedOne() {
    BuiltImage image =
        made("2026-01-01T00:00:00Z")
            .found(
                Role.CLAIMED,
                new ImageDraft("os", "java")
                    .created("2026-07-01T00:00:00Z")
                    .asBase("evil.example/java:17"));
    String clause = "groups: [{name: a, registries: [registry.example]}], maxAgeDays: 30";
    assertEquals(Verdict.FAIL, judged(image, clause).verdict());
  }

  private static BuiltImage onAnOldImageAboveANewOne() {
    return made("2026-01-01T00:00:00Z")
        .found(
            Role.REQUESTED,
            new ImageDraft("os").created("2026-06-30T00:00:00Z").asBase(BuiltImage.DEBIAN));
  }

  /** By the floor alone the age of the whole base counts. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatExtendsAFloorDoesNotChooseWhoseAgeCounts(boolean isRequested) {
    ImagePolicy policy =
        Policies.extending(
                "base: {maxAgeDays: 30}",
                isRequested
                    ? "failOn: high"
                    : "base: {groups: [{name: own, registries: [docker.io]}]}")
            .general();
    assertEquals(Verdict.FAIL, onAnOldImageAboveANewOne().judged(policy, isRequested).verdict());
  }

  @Test
  void ofTheBaseThatTheFloorAcceptsTheAgeCounts() {
    ImagePolicy policy =
        Policies.extending(
                "base: {groups: [{name: own, registries: [docker.io]}]}", "base: {maxAgeDays: 30}")
            .general();
    assertEquals(Verdict.PASS, onAnOldImageAboveANewOne().judged(policy, true).verdict());
  }

  @Test
  void withoutAFloorTheBaseThatIsAskedForIsTheOneWhoseAgeCounts() {
    ImagePolicy policy = Policies.of("base: {maxAgeDays: 30}").general();
    assertEquals(Verdict.PASS, onAnOldImageAboveANewOne().judged(policy, true).verdict());
  }

  @Test
  void withoutABaseTheAgeIsUnknown() {
    assertEquals(Verdict.UNKNOWN, judged(new BuiltImage(), "maxAgeDays: 30").verdict());
  }
}
