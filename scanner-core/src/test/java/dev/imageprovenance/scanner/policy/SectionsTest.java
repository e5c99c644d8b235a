package dev.imageprovenance.scanner.policy;

import static dev.imageprovenance.scanner.policy.Policies.image;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Reference;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which section of a policy counts for which image. */
final class SectionsTest {
  private static Severity failOn(Policy policy, String reference) {
    return policy.forImage(image(reference)).failOn();
  }

  @ParameterizedTest
  @CsvSource({
    "registry.example/**, registry.example/team/app:1, LOW",
    "registry.example/*, registry.example/team/app:1, HIGH",
    "registry.example/team/app, registry.example/team/app:1, LOW",
    "registry.example/team/app:1, registry.example/team/app:1, LOW",
    "registry.example/team/app:2, registry.example/team/app:1, HIGH",
    "docker.io/library/debian:*, debian:12, LOW",
    "'debian:*', debian:12, LOW",
    "registry.example:5000/**, registry.example/app, HIGH",
  })
  void aSectionIsAboutTheImagesItMatches(String glob, String reference, Severity expected) {
    Policy policy = Policies.of("images: [{match: '" + glob + "', failOn: low}]");
    assertEquals(expected, failOn(policy, reference));
  }

  @Test
  void aPinnedImageIsMatchedByItsTagToo() {
    Policy policy = Policies.of("images: [{match: registry.example/app:1, failOn: low}]");
    assertEquals(Severity.LOW, failOn(policy, "registry.example/app:1@sha256:" + "0".repeat(64)));
  }

  @Test
  void anImageInAFileIsMatchedByItsAddressOnly() {
    Policy policy = Policies.of("images: [{match: 'oci:target/*', failOn: low}]");
    assertEquals(
        Severity.LOW,
        policy.forImage(new PolicySubject("oci:target/app", Optional.empty())).failOn());
  }

  @Test
  void anImageInAFileIsMatchedByTheNameThatItIsToHave() {
    Policy policy = Policies.of("images: [{match: registry.example/team/*, failOn: low}]");
    Resolution tar = new Resolution("app.tar", SourceKind.DOCKER_ARCHIVE, "app.tar", List.of());
    assertEquals(
        Severity.LOW,
        policy
            .forImage(
                PolicySubject.of(tar, Optional.of(Reference.parse("registry.example/team/app"))))
            .failOn());
  }

  @Test
  void anImageOfARegistryKeepsItsOwnName() {
    Policy policy = Policies.of("images: [{match: registry.example/team/*, failOn: low}]");
    Resolution served =
        new Resolution("other.example/app", SourceKind.REGISTRY, "other.example/app", List.of());
    assertEquals(
        Severity.HIGH,
        policy
            .forImage(
                PolicySubject.of(served, Optional.of(Reference.parse("registry.example/team/app"))))
            .failOn());
  }

  /** Both orders, so that the place in the file does not decide. */
  @ParameterizedTest
  @CsvSource({
    "registry.example/team/app, registry.example/team/*",
    "registry.example/team/*, registry.example/**",
    "registry.example/team/ap?, registry.example/team/*",
    "registry.example/**, **",
    "registry.example/t*/app, registry.example/*/app",
    "registry.example/team/a*, registry.example/team/*p",
  })
  void theMoreSpecificSectionWins(String specific, String general) {
    String one = "{match: '" + specific + "', failOn: low}";
    String other = "{match: '" + general + "', failOn: critical}";
    assertEquals(
        List.of(Severity.LOW, Severity.LOW),
        List.of(
            failOn(Policies.of("images: [" + one + ", " + other + "]"), APP),
            failOn(Policies.of("images: [" + other + ", " + one + "]"), APP)));
  }

  private static final String APP = "registry.example/team/app:1";

  @Test
  void ofEquallySpecificSectionsTheLaterWins() {
    Policy policy =
        Policies.of("images: [{match: '**app:1', failOn: low}, {match: '**/app:?', failOn: info}]");
    assertEquals(Severity.INFO, failOn(policy, APP));
  }

  @Test
  void whatASectionDoesNotSayTheNextOneSays() {
    Policy policy =
        Policies.of(
            "images:",
            "- {match: registry.example/team/app, user: {require: non-root}}",
            "- {match: registry.example/**, failOn: low}");
    assertEquals(Severity.LOW, failOn(policy, APP));
  }

  @Test
  void aSectionsAllowancesTakeThePlaceOfTheGeneralOnes() {
    Policy policy =
        Policies.of(
            "setuid: {allow: [{path: /su}]}",
            "images: [{match: registry.example/**, setuid: {allow: []}}]");
    assertEquals(List.of(), policy.forImage(image(APP)).setuid());
  }

  @Test
  void aSectionsSeverityGoesBeforeAGeneralOneOfACode() {
    Policy policy =
        Policies.of(
            "severity: {setuid-files/ROOT_OWNED: info}",
            "images: [{match: registry.example/**, severity: {setuid-files: high}}]");
    assertEquals("FAIL high", Samples.told(policy.forImage(image(APP)), Samples.setuid("/su")));
  }

  @Test
  void aProfileIsOnlyTheBeginning() {
    Policy policy = Policies.of("profile: strict", "failOn: high");
    assertEquals(
        "high non-root-verifiable",
        policy.general().failOn().label()
            + " "
            + policy.general().user().map(UserRequirement::label).orElse(""));
  }
}
