package dev.imageprovenance.scanner.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence.Origin;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.lineage.BaseImage;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.Candidate;
import dev.imageprovenance.scanner.lineage.CandidateReading;
import dev.imageprovenance.scanner.lineage.ImageDraft;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.lineage.LineageAssembly;
import dev.imageprovenance.scanner.lineage.LineageLayer.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseAttributionTest {
  private static final String DEBIAN = "docker.io/library/debian:12";
  private static final String JAVA = "registry.example/java:17";

  /** Layer 0 of debian, 1 of java, 2 the image's own. */
  private static final ImageDraft APP = new ImageDraft("os", "java", "app");

  private static Candidate candidate(BaseImage base) {
    return new Candidate(base.name(), Candidate.Role.REQUESTED, new CandidateReading.Read(base));
  }

  private static Lineage lineage(ImageDraft image, BaseImage... bases) {
    return image
        .read()
        .lineage(List.of(), List.of(bases).stream().map(BaseAttributionTest::candidate).toList());
  }

  private static Lineage twoBases() {
    return lineage(
        APP, new ImageDraft("os").asBase(DEBIAN), new ImageDraft("os", "java").asBase(JAVA));
  }

  private static Finding finding(CheckId check, String code, Severity severity, int layer) {
    return new Finding(
        check,
        code,
        severity,
        "/usr/bin/su",
        "it is setuid",
        Optional.empty(),
        Optional.of(new LayerLocation(layer, "sha256:00", Optional.empty())),
        List.of());
  }

  private static Finding setuid(Severity severity, int layer) {
    return finding(CheckId.SETUID_FILES, "ROOT_OWNED", severity, layer);
  }

  private static Finding attributed(Lineage lineage, Finding finding) {
    CheckOutcome outcome =
        new CheckOutcome(finding.check(), List.of(finding), Optional.empty(), "summary");
    return attributed(lineage, outcome).findings().get(0);
  }

  /** As the base was asked for, unless {@code lineage} says otherwise. */
  private static CheckOutcome attributed(Lineage lineage, CheckOutcome outcome) {
    Optional<BaseLevel> level = lineage.provenBase();
    return level.isEmpty()
        ? outcome
        : new BaseAttribution(
                lineage, ProvenBase.of(level.get(), level.get().image(), level.get().asked()))
            .apply(outcome);
  }

  private static OriginEvidence origin(Finding finding) {
    return finding.evidence(OriginEvidence.class).orElseThrow();
  }

  @Test
  void whatAProvenBaseBroughtWeighsOneLess() {
    Finding finding = attributed(twoBases(), setuid(Severity.MEDIUM, 0));
    assertEquals(Severity.LOW, finding.severity());
    assertEquals(Origin.BASE, origin(finding).origin());
    assertEquals(Severity.MEDIUM, origin(finding).severity());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void theBaseThatWasAskedForIsNamed(int layer) {
    assertEquals(JAVA, origin(attributed(twoBases(), setuid(Severity.MEDIUM, layer))).base());
  }

  @Test
  void theBaseOfTheBaseIsNamedBesideIt() {
    assertEquals(
        "brought by the proven base registry.example/java:17, which has it of"
            + " docker.io/library/debian:12, unchanged: low instead of medium",
        origin(attributed(twoBases(), setuid(Severity.MEDIUM, 0))).why());
  }

  /** Its author can make such an image, and name it. */
  private static Lineage onABaseThatOnlyItNames() {
    BaseImage backdoor = new ImageDraft("os", "backdoor").asBase("evil.example/debian:12");
    return new ImageDraft("os", "backdoor", "app")
        .read()
        .lineage(
            List.of(),
            List.of(
                new Candidate(
                    backdoor.name(), Candidate.Role.CLAIMED, new CandidateReading.Read(backdoor))));
  }

  @Test
  void backdoorInABaseThatOnlyTheImageNamesWeighsTheSame() {
    Finding finding = attributed(onABaseThatOnlyItNames(), setuid(Severity.MEDIUM, 1));
    assertEquals(Severity.MEDIUM, finding.severity());
    assertEquals(Origin.BASE, origin(finding).origin());
  }

  @Test
  void privilegeAboveABaseThatOnlyTheImageNamesWeighsOneMore() {
    assertEquals(
        Severity.HIGH, attributed(onABaseThatOnlyItNames(), setuid(Severity.MEDIUM, 2)).severity());
  }

  /** A longer base that the image names does not make its own layers a base's. */
  @Test
  void backdoorAboveTheBaseThatWasAskedForIsTheImagesOwn() {
    BaseImage backdoor = new ImageDraft("os", "backdoor").asBase("evil.example/debian:12");
    Lineage lineage =
        new ImageDraft("os", "backdoor", "app")
            .read()
            .lineage(
                List.of(),
                List.of(
                    candidate(new ImageDraft("os").asBase(DEBIAN)),
                    new Candidate(
                        backdoor.name(),
                        Candidate.Role.CLAIMED,
                        new CandidateReading.Read(backdoor))));
    BaseLevel asked = lineage.bases().get(1);
    Finding finding =
        new BaseAttribution(lineage, ProvenBase.of(asked, asked.image(), true))
            .apply(
                new CheckOutcome(
                    CheckId.SETUID_FILES,
                    List.of(setuid(Severity.MEDIUM, 1)),
                    Optional.empty(),
                    "summary"))
            .findings()
            .get(0);
    assertEquals(Severity.HIGH, finding.severity());
    assertEquals(Origin.OWN, origin(finding).origin());
  }

  @Test
  void privilegeThatTheImageAddsWeighsOneMore() {
    Finding finding = attributed(twoBases(), setuid(Severity.MEDIUM, 2));
    assertEquals(Severity.HIGH, finding.severity());
    assertEquals(Origin.OWN, origin(finding).origin());
  }

  @Test
  void capabilityThatTheImageAddsWeighsOneMore() {
    Finding finding =
        attributed(twoBases(), finding(CheckId.FILE_CAPABILITIES, "NETWORK", Severity.LOW, 2));
    assertEquals(Severity.MEDIUM, finding.severity());
  }

  @Test
  void accountThatTheImageAddsWeighsTheSame() {
    Finding finding =
        attributed(twoBases(), finding(CheckId.ACCOUNTS, "SECOND_ROOT", Severity.HIGH, 2));
    assertEquals(Severity.HIGH, finding.severity());
  }

  @Test
  void theMostSevereCannotWeighMore() {
    assertEquals(
        Severity.CRITICAL, attributed(twoBases(), setuid(Severity.CRITICAL, 2)).severity());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void whatIsOnlyInformationStaysSo(int layer) {
    assertEquals(Severity.INFO, attributed(twoBases(), setuid(Severity.INFO, layer)).severity());
  }

  @Test
  void programInAPlaceThatAHigherLayerMayHaveOpenedWeighsTheSame() {
    Finding finding =
        attributed(
            twoBases(), finding(CheckId.SETUID_FILES, "WORLD_WRITABLE_PLACE", Severity.HIGH, 0));
    assertEquals(Severity.HIGH, finding.severity());
  }

  @Test
  void brokenIntegrityIsNobodysExcuse() {
    Finding finding =
        attributed(twoBases(), finding(CheckId.INTEGRITY, "DIGEST_MISMATCH", Severity.CRITICAL, 0));
    assertEquals(Severity.CRITICAL, finding.severity());
  }

  @Test
  void ambiguityIsNobodysExcuse() {
    Finding finding =
        attributed(twoBases(), finding(CheckId.AMBIGUOUS_LAYER, "HARD_LINK", Severity.HIGH, 0));
    assertEquals(Severity.HIGH, finding.severity());
  }

  @Test
  void withoutABaseNothingChanges() {
    Finding finding = setuid(Severity.MEDIUM, 0);
    assertEquals(finding, attributed(lineage(APP), finding));
  }

  @Test
  void declaredBaseExcusesNothing() {
    BaseImage debian = new ImageDraft("os").asBase(DEBIAN);
    Lineage lineage =
        new LineageAssembly(APP.build(), APP.declared(), List.of())
            .lineage(List.of(), List.of(candidate(debian)));
    Finding finding = setuid(Severity.MEDIUM, 0);
    assertEquals(finding, attributed(lineage, finding));
  }

  @Test
  void brokenImageExcusesNothing() {
    List<Content> contents = new ArrayList<>(APP.computed());
    contents.set(2, new Content.Broken("it is another one"));
    Lineage lineage =
        new LineageAssembly(APP.build(), contents, List.of())
            .lineage(List.of(), List.of(candidate(new ImageDraft("os").asBase(DEBIAN))));
    Finding finding = setuid(Severity.MEDIUM, 0);
    assertEquals(finding, attributed(lineage, finding));
  }

  @Test
  void layerBetweenAProvenAndADeclaredBaseIsNobodys() {
    List<Content> contents = new ArrayList<>(APP.computed());
    contents.set(1, new Content.Unread("the connection broke"));
    Lineage lineage =
        new LineageAssembly(APP.build(), contents, List.of())
            .lineage(
                List.of(),
                List.of(
                    candidate(new ImageDraft("os").asBase(DEBIAN)),
                    candidate(new ImageDraft("os", "java").asBase(JAVA))));
    Finding between = setuid(Severity.MEDIUM, 1);
    assertEquals(between, attributed(lineage, between));
    assertEquals(Severity.LOW, attributed(lineage, setuid(Severity.MEDIUM, 0)).severity());
  }

  @Test
  void theWorstComesFirstAgain() {
    CheckOutcome outcome =
        new CheckOutcome(
            CheckId.SETUID_FILES,
            List.of(setuid(Severity.HIGH, 0), setuid(Severity.MEDIUM, 2)),
            Optional.empty(),
            "summary");
    List<Severity> severities =
        attributed(twoBases(), outcome).findings().stream().map(Finding::severity).toList();
    assertEquals(List.of(Severity.HIGH, Severity.MEDIUM), severities);
  }

  private static CheckOutcome user(String ofBase, String ofImage) {
    Lineage lineage =
        lineage(
            new ImageDraft("os", "app").user(ofImage),
            new ImageDraft("os").user(ofBase).asBase(DEBIAN));
    CheckOutcome outcome =
        new CheckOutcome(
            CheckId.DEFAULT_USER,
            List.of(
                new Finding(
                    CheckId.DEFAULT_USER,
                    "ROOT",
                    Severity.HIGH,
                    "root",
                    "User \"root\" runs as root",
                    Optional.empty(),
                    Optional.empty(),
                    List.of())),
            Optional.empty(),
            "runs as root");
    return attributed(lineage, outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "1000, root, back to root",
    "1000:1000, '', back to root",
    "app, 00, back to root",
    "1000, app, 'from a number, which can be verified, to a name'",
  })
  void whatTheImageMadeOfItsBasesUserIsSaid(String ofBase, String ofImage, String said) {
    CheckOutcome outcome = user(ofBase, ofImage);
    assertTrue(outcome.findings().get(0).message().endsWith(said), outcome::toString);
    assertEquals(Origin.OWN, origin(outcome.findings().get(0)).origin());
  }

  @Test
  void userThatTheBaseSetsTooIsRootAllTheSame() {
    CheckOutcome outcome = user("root", "root");
    assertEquals(Severity.HIGH, outcome.findings().get(0).severity());
    assertEquals("User \"root\" runs as root", outcome.findings().get(0).message());
    assertEquals(Origin.BASE, origin(outcome.findings().get(0)).origin());
  }

  @Test
  void betterUserIsSaidWithoutBlame() {
    Lineage lineage =
        lineage(new ImageDraft("os", "app").user("1000"), new ImageDraft("os").asBase(DEBIAN));
    CheckOutcome outcome =
        new CheckOutcome(CheckId.DEFAULT_USER, List.of(), Optional.empty(), "runs as uid 1000");
    assertEquals(
        "runs as uid 1000; the base " + DEBIAN + " sets no User, this image User \"1000\"",
        attributed(lineage, outcome).summary());
  }
}
