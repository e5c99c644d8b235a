package dev.imageprovenance.scanner.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.check.CheckOutcome;
import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.FindingFingerprint;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.lineage.BaseImage;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.Candidate.Role;
import dev.imageprovenance.scanner.lineage.Freshness;
import dev.imageprovenance.scanner.lineage.Freshness.Movement;
import dev.imageprovenance.scanner.lineage.Freshness.Rebuild;
import dev.imageprovenance.scanner.lineage.ImageDraft;
import dev.imageprovenance.scanner.lineage.Lineage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of a base that the request asks for, and of false claims. */
final class BaseImageCheckTest {
  private static final ImagePolicy DEFAULTS = ImagePolicy.defaults();

  private static CheckResult judged(BuiltImage image) {
    return image.judged(DEFAULTS, true);
  }

  private static String code(CheckResult result) {
    return result.findings().stream().findFirst().map(Finding::code).orElse("none");
  }

  @Test
  void theBaseThatWasAskedForPasses() {
    CheckResult result = judged(new BuiltImage().found(Role.REQUESTED, BuiltImage.java()));
    assertEquals(Verdict.PASS, result.verdict());
    assertEquals(
        "built on registry.example/bases/java:17, layers 1-2, asked for", result.summary());
  }

  @Test
  void anotherBaseFails() {
    BuiltImage image =
        new BuiltImage().found(Role.REQUESTED, new ImageDraft("other").asBase(BuiltImage.JAVA));
    assertEquals("OTHER_BASE", code(judged(image)));
    assertEquals(Verdict.FAIL, judged(image).verdict());
  }

  @Test
  void anotherBaseFailsWhateverTheThreshold() {
    BuiltImage image =
        new BuiltImage().found(Role.REQUESTED, new ImageDraft("other").asBase(BuiltImage.JAVA));
    assertEquals(
        Verdict.FAIL, image.judged(Policies.of("failOn: critical").general(), true).verdict());
  }

  /** What only the image names is not what was asked for. */
  @Test
  void aBaseThatOnlyTheImageNamesIsNotTheOneThatWasAskedFor() {
    BuiltImage image =
        new BuiltImage()
            .found(Role.REQUESTED, new ImageDraft("other").asBase("docker.io/library/other:1"))
            .found(Role.CLAIMED, BuiltImage.java());
    assertEquals("OTHER_BASE", code(judged(image)));
  }

  @Test
  void aBaseThatCouldNotBeLookedAtIsUnknown() {
    CheckResult result = judged(new BuiltImage().unread(Role.REQUESTED, BuiltImage.JAVA));
    assertEquals(Verdict.UNKNOWN, result.verdict());
    assertEquals(Optional.of("registry.example/bases/java:17: it was refused"), result.unknown());
  }

  @Test
  void aBaseOfLayersThatNobodyReadIsUnknown() {
    BuiltImage image = new BuiltImage().found(Role.REQUESTED, BuiltImage.java()).declared();
    assertEquals(Verdict.UNKNOWN, judged(image).verdict());
  }

  private static BuiltImage lying() {
    BaseImage other = new ImageDraft("other").asBase(BuiltImage.JAVA);
    return new BuiltImage()
        .named(BuiltImage.JAVA + "@" + other.manifest().orElseThrow())
        .found(Role.CLAIMED, other);
  }

  @Test
  void aFalseClaimFailsAlthoughNobodyAsked() {
    CheckResult result = lying().judged(DEFAULTS, false);
    assertEquals("CONTRADICTED", code(result));
    assertEquals(Verdict.FAIL, result.verdict());
  }

  @Test
  void aFalseClaimFailsThoughTheBaseIsTheOneThatWasAskedFor() {
    CheckResult result = judged(lying().found(Role.REQUESTED, BuiltImage.debian()));
    assertEquals(List.of("CONTRADICTED"), result.findings().stream().map(Finding::code).toList());
  }

  private static CheckOutcome withTag(Freshness tag) {
    BuiltImage image = new BuiltImage().found(Role.REQUESTED, BuiltImage.java());
    Lineage lineage = image.lineage();
    BaseLevel level = lineage.bases().get(0);
    ImageFacts facts =
        image
            .facts()
            .withLineage(
                lineage.withBases(List.of(level.withFreshness(level.image(), Fact.known(tag)))));
    return DEFAULTS.baseCheck(true, Samples.TODAY).check(facts);
  }

  @Test
  void aTagThatHasMovedIsTold() {
    Finding finding =
        withTag(
                new Freshness(
                    BuiltImage.JAVA,
                    Movement.MOVED,
                    Optional.of(ImageDraft.diffId("new")),
                    Optional.of(Duration.ofDays(12)),
                    Optional.of(new Rebuild(Rebuild.Kind.LAYERS, List.of()))))
            .findings()
            .get(0);
    assertEquals("MOVED", finding.code());
    assertEquals(Severity.INFO, finding.severity());
    assertTrue(
        finding
            .message()
            .endsWith(
                "(registry), 12 days younger by its own word; only its layers differ: building"
                    + " again is all that is needed"),
        finding.message());
  }

  @Test
  void aTagThatIsGoneIsTold() {
    Finding finding =
        withTag(
                new Freshness(
                    BuiltImage.JAVA,
                    Movement.GONE,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
            .findings()
            .get(0);
    assertEquals(
        "The base's tag registry.example/bases/java:17 is gone from the registry",
        finding.message());
  }

  @Test
  void theSameFindingHasTheSameFingerprintWhateverTheReason() {
    BuiltImage one =
        new BuiltImage().found(Role.REQUESTED, new ImageDraft("other").asBase(BuiltImage.JAVA));
    BuiltImage another =
        new BuiltImage()
            .found(Role.REQUESTED, new ImageDraft("os", "other").asBase(BuiltImage.JAVA));
    assertEquals(
        FindingFingerprint.of(judged(one).findings().get(0)),
        FindingFingerprint.of(judged(another).findings().get(0)));
  }
}
