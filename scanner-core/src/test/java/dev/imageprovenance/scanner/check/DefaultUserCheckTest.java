package dev.imageprovenance.scanner.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.finding.Evidence.AccountEvidence;
import dev.imageprovenance.scanner.finding.Evidence.UserEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.layer.FileTree;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DefaultUserCheckTest {
  private static final String PASSWD =
      """
      root:x:0:0:root:/root:/bin/sh
      daemon:x:1:1::/:/usr/sbin/nologin
      app:x:1000:1001::/home/app:/bin/sh
      toor:x:0:0::/root:/bin/sh
      bare
      words:x:abc:
      spaced:x: 1000:1000
      empty:x::1000
      wrap:x:4294967296:1000
      minus:x:-1:1000
      nobody64:x:18446744073709551616:1000
      high:x:2147483648:1000
      2147483648:x:1002:1002
      1234:x:0:0
      plus:x:+1000:1000
      \u00a0nbsp:x:1003:1003
      odd\ufffd:x:0:0
      """;
  private static final String GROUP =
      """
      root:x:0:
      app:x:1001:
      shadow:x:42:member
      docker:x:999:member,app
      staff:x:50:
      wrapped:x:4294967296:
      """;

  private final DefaultUserCheck check = new DefaultUserCheck();

  private CheckOutcome of(String user) {
    return check.check(new TestFacts().user(user).tree(tree()).build());
  }

  private static FakeFileTree tree() {
    return FakeFileTree.empty().inLayer(1).passwd(PASSWD).group(GROUP);
  }

  private static Optional<Finding> worst(CheckOutcome outcome) {
    return outcome.findings().stream().findFirst();
  }

  private static UserEvidence evidence(CheckOutcome outcome) {
    return outcome.findings().get(0).evidence(UserEvidence.class).orElseThrow();
  }

  private static String worstCode(CheckOutcome outcome) {
    return worst(outcome).map(f -> f.code() + " " + f.severity().label()).orElse("none");
  }

  @ParameterizedTest(name = "\"{0}\"")
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "'',ROOT high",
        "root,ROOT high",
        "0,ROOT high",
        "00,ROOT high",
        "0:0,ROOT high",
        "root:root,ROOT high",
        "0:1000,ROOT high",
        ":1000,ROOT high",
        ":,ROOT high",
        "000000000000000000000000,ROOT high",
        "+0,ROOT_POSSIBLE critical",
        "-0,ROOT_POSSIBLE critical",
        "+1000,ROOT_POSSIBLE critical",
        "-1,ROOT_POSSIBLE critical",
        "2147483648,ROOT_POSSIBLE critical",
        "4294967296,ROOT_POSSIBLE critical",
        "4294967295:1000,ROOT_POSSIBLE critical",
        "18446744073709551616,ROOT_POSSIBLE critical",
        "toor,ROOT_POSSIBLE critical",
        "toor:app,ROOT_POSSIBLE critical",
        "bare,ROOT_POSSIBLE critical",
        "words,ROOT_POSSIBLE critical",
        "spaced,ROOT_POSSIBLE critical",
        "empty,ROOT_POSSIBLE critical",
        "wrap,ROOT_POSSIBLE critical",
        "minus,ROOT_POSSIBLE critical",
        "nobody64,ROOT_POSSIBLE critical",
        "odd\ufffd\ufffd,ROOT_POSSIBLE critical",
        "app,NON_ROOT_UNVERIFIABLE medium",
        "app:app,NON_ROOT_UNVERIFIABLE medium",
        "high,NON_ROOT_UNVERIFIABLE medium",
        "plus,NON_ROOT_UNVERIFIABLE medium",
        "nbsp,NON_ROOT_UNVERIFIABLE medium",
        " app,UNRESOLVABLE medium",
        " 0,UNRESOLVABLE medium",
        "0x0,UNRESOLVABLE medium",
        "App,UNRESOLVABLE medium",
        "ghost,UNRESOLVABLE medium",
        "1000:ghost,UNRESOLVABLE medium",
        "1000:1000:0,UNRESOLVABLE medium",
        "1000:-1,UNRESOLVABLE medium",
        "3000:1000,none",
        "0003000:1000,none",
        "2147483647:1000,none",
        "3000:app,none",
        "1234:1234,none"
      })
  void classifiesEachSpelling(String user, String expected) {
    assertEquals(expected, worstCode(of(user)));
  }

  @Test
  void nameSaysWhichLineDecided() {
    assertEquals(
        new AccountEvidence("/etc/passwd", 4, "toor", Optional.of(0L)),
        worst(of("toor")).orElseThrow().evidence(AccountEvidence.class).orElseThrow());
  }

  @Test
  void nameIsLocatedInTheLayerOfPasswd() {
    assertEquals(1, worst(of("app")).orElseThrow().location().orElseThrow().layerIndex());
  }

  @Test
  void nameResolvesToTheNumbersOfItsLine() {
    assertEquals(
        new UserEvidence(
            "app", "NON_ROOT_UNVERIFIABLE", Optional.of(1000L), Optional.of(1001L), List.of(999L)),
        evidence(of("app")));
  }

  @Test
  void remedyOfANameIsItsNumber() {
    assertEquals("USER 1000:1001", dockerfile(worst(of("app"))));
  }

  @Test
  void remedyIsAnElementForJibToo() {
    assertEquals(
        Optional.of("<container><user>1000:1001</user></container>"),
        worst(of("app")).orElseThrow().remedy().orElseThrow().jib());
  }

  @Test
  void remedyOfANameWithAUidThatEnginesRefuseInAUserIsAnother() {
    assertEquals("USER 65532:1000", dockerfile(worst(of("high"))));
  }

  @Test
  void remedyOfASupplementaryGroupTakesTheUserOutOfIt() {
    assertEquals(
        "RUN sed -i -E -e '/^[^:]*:[^:]*:999:/{s/([:,])app(,|$)/\\1/;s/,$//}' /etc/group",
        dockerfile(worst(of("1000"))));
  }

  @Test
  void remedyOfAPasswdThatStopsEveryStartIsNoOtherUser() {
    CheckOutcome outcome =
        check.check(
            new TestFacts()
                .user("1000:1000")
                .tree(FakeFileTree.empty().fifo("etc/passwd"))
                .build());
    assertEquals(
        Optional.empty(), worst(outcome).orElseThrow().remedy().orElseThrow().dockerfile());
  }

  @Test
  void anImageThatSaysNothingIsToldInItsOwnWords() {
    assertEquals(
        "The image sets no USER: its process runs as root", worst(of("")).orElseThrow().message());
  }

  private static String dockerfile(Optional<Finding> finding) {
    return finding.orElseThrow().remedy().orElseThrow().dockerfile().orElseThrow().toString();
  }

  @Test
  void firstMatchingLineWins() {
    CheckOutcome outcome =
        check.check(
            new TestFacts()
                .user("app")
                .tree(FakeFileTree.empty().passwd("app:x:7:8\napp:x:0:0\n"))
                .build());

    assertEquals(Optional.of(7L), evidence(outcome).uid());
  }

  @Test
  void highUidOfPasswdRunsAsSuch() {
    assertEquals(Optional.of(2147483648L), evidence(of("high")).uid());
  }

  @Test
  void rootThatPasswdGivesAnotherUidStaysRootButSaysSo() {
    CheckOutcome outcome =
        check.check(
            new TestFacts()
                .user("root")
                .tree(FakeFileTree.empty().passwd("root:x:1000:1000\n"))
                .build());

    assertEquals(
        "ROOT high, uid 1000",
        worstCode(outcome) + ", uid " + evidence(outcome).uid().orElseThrow());
  }

  @Test
  void numberTakesItsGroupFromTheMatchingLine() {
    assertEquals(
        "runs as uid 1000 (app), group 1001 (app), supplementary 999 (docker)",
        of("1000").summary());
  }

  @Test
  void numberWithoutALineHasGroupZero() {
    assertEquals("PRIVILEGED_GROUP low", worstCode(of("5000")));
  }

  @Test
  void explicitGroupZeroIsAFinding() {
    assertEquals("PRIVILEGED_GROUP low", worstCode(of("5000:0")));
  }

  @Test
  void groupNamedShadowIsAFinding() {
    assertTrue(worst(of("5000:shadow")).orElseThrow().message().contains("42 (shadow)"));
  }

  @Test
  void groupNumberThatWrapsToZeroIsAFinding() {
    assertEquals("PRIVILEGED_GROUP low", worstCode(of("5000:wrapped")));
  }

  @Test
  void supplementaryGroupDockerIsAFinding() {
    assertTrue(
        worst(of("1000"))
            .orElseThrow()
            .message()
            .contains("has the supplementary group 999 (docker)"));
  }

  @Test
  void explicitGroupLeavesSupplementaryGroupsToKubernetes() {
    assertTrue(
        worst(of("1000:50000"))
            .orElseThrow()
            .message()
            .contains("supplementary group on containerd and Kubernetes 999"));
  }

  @Test
  void emptyGroupIsZeroOnContainerd() {
    assertTrue(
        of("1000:").findings().stream()
            .anyMatch(finding -> finding.code().equals("ENGINE_DEPENDENT_GROUP")));
  }

  @Test
  void rootHasNoGroupFindings() {
    assertEquals(1, of("0").findings().size());
  }

  @Test
  void nameWithoutPasswdIsUnresolvable() {
    assertEquals(
        "UNRESOLVABLE medium", worstCode(check.check(new TestFacts().user("app").build())));
  }

  @Test
  void rootWithoutPasswdIsRoot() {
    assertEquals("ROOT high", worstCode(check.check(new TestFacts().user("root").build())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "root"})
  void unknownTreeStillDecidesRoot(String user) {
    CheckOutcome outcome =
        check.check(new TestFacts().user(user).unknownTree("layer 2 is foreign").build());

    assertEquals(
        "ROOT high, unknown: false",
        worstCode(outcome) + ", unknown: " + outcome.unknown().isPresent());
  }

  @Test
  void unknownTreeStillDecidesNumbersWithTheirGroup() {
    CheckOutcome outcome =
        check.check(new TestFacts().user("1000:1000").unknownTree("layer 2 is foreign").build());

    assertEquals(Optional.empty(), outcome.unknown());
  }

  @Test
  void unknownTreeLeavesTheGroupsOfANumberUnknown() {
    CheckOutcome outcome =
        check.check(new TestFacts().user("1000").unknownTree("layer 2 is foreign").build());

    assertEquals(
        Optional.of("the groups of uid 1000 cannot be told: layer 2 is foreign"),
        outcome.unknown());
  }

  @Test
  void unknownTreeLeavesANameUnknownWithoutAFinding() {
    CheckOutcome outcome =
        check.check(new TestFacts().user("app").unknownTree("layer 2 is foreign").build());

    assertEquals(
        "none, unknown: true", worstCode(outcome) + ", unknown: " + outcome.unknown().isPresent());
  }

  @Test
  void passwdThatIsADeviceIsUnknown() {
    CheckOutcome outcome =
        check.check(
            new TestFacts().user("app").tree(FakeFileTree.empty().device("etc/passwd")).build());

    assertTrue(outcome.unknown().orElseThrow().contains("/etc/passwd is a device"));
  }

  @Test
  void passwdThatIsAPipeStopsEveryStart() {
    CheckOutcome outcome =
        check.check(
            new TestFacts().user("app").tree(FakeFileTree.empty().fifo("etc/passwd")).build());

    assertEquals("UNRESOLVABLE medium", worstCode(outcome));
  }

  @Test
  void passwdThatWasNotKeptIsUnknown() {
    CheckOutcome outcome =
        check.check(
            new TestFacts()
                .user("app")
                .tree(FakeFileTree.empty().file("etc/passwd", 0644, 0, 0))
                .build());

    assertTrue(outcome.unknown().orElseThrow().contains("/etc/passwd was not kept"));
  }

  @Test
  void passwdThatIsADirectoryStopsEveryStart() {
    CheckOutcome outcome =
        check.check(
            new TestFacts()
                .user("1000:1000")
                .tree(FakeFileTree.empty().directory("etc/passwd", 0755))
                .build());

    assertEquals("UNRESOLVABLE medium", worstCode(outcome));
  }

  @Test
  void passwdWithATooLongLineStopsEveryStart() {
    CheckOutcome outcome =
        check.check(
            new TestFacts()
                .user("1000:1000")
                .tree(FakeFileTree.empty().passwd("a".repeat(70_000)))
                .build());

    assertTrue(worst(outcome).orElseThrow().message().contains("line 1 of /etc/passwd"));
  }

  @Test
  void linkedEtcCountsTheWorstOfBothReadings() {
    FakeFileTree tree =
        FakeFileTree.empty().link("etc", "config").account("config/passwd", "app:x:0:0\n");
    CheckOutcome outcome = check.check(new TestFacts().user("app").tree(tree).build());

    assertEquals(
        List.of("ROOT_POSSIBLE", "UNRESOLVABLE"),
        outcome.findings().stream().map(Finding::code).toList());
  }

  @Test
  void findingOfOneFamilyOfEnginesSaysWhich() {
    FakeFileTree tree =
        FakeFileTree.empty().link("etc/passwd", "opt/passwd").account("opt/passwd", "app:x:0:0\n");
    CheckOutcome outcome = check.check(new TestFacts().user("app").tree(tree).build());

    assertTrue(worst(outcome).orElseThrow().message().endsWith("(on podman and containerd)"));
  }

  @Test
  void twoTreesCountTheWorst() {
    CheckOutcome outcome =
        check.check(
            new TestFacts()
                .user("app")
                .trees(
                    FakeFileTree.empty().passwd("app:x:1000:1000\n"),
                    new FakeFileTree(FileTree.Engine.IN_PLACE).passwd("app:x:0:0\n"))
                .build());

    assertEquals("ROOT_POSSIBLE critical", worstCode(outcome));
  }

  @Test
  void windowsImagesAreUnknown() {
    CheckOutcome outcome = check.check(new TestFacts().os("windows").user("ContainerUser").build());

    assertTrue(outcome.unknown().orElseThrow().startsWith("unsupported"));
  }

  @Test
  void usersAreToldForPassingImagesToo() {
    assertEquals(
        List.of(
            new UserEvidence(
                "1000",
                "NON_ROOT_VERIFIABLE",
                Optional.of(1000L),
                Optional.of(1001L),
                List.of(999L))),
        DefaultUserCheck.users(new TestFacts().user("1000").tree(tree()).build()));
  }

  @Test
  void controlCharactersOfAUserDoNotReachTheMessage() {
    assertEquals(-1, worst(of("a\u001b[31m")).orElseThrow().message().indexOf('\u001b'));
  }

  @Test
  void findingsComeWorstFirst() {
    List<Severity> severities = of("app").findings().stream().map(Finding::severity).toList();

    assertEquals(List.of(Severity.MEDIUM, Severity.LOW), severities);
  }

  private CheckOutcome ofMemberOf(int groups, String nameStart) {
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < groups; i++) {
      file.append(nameStart).append(":x:").append(5_000 + i).append(":app\n");
    }
    return check.check(
        new TestFacts()
            .user("app")
            .tree(FakeFileTree.empty().passwd(PASSWD).group(file.toString()))
            .build());
  }

  @Test
  void theSummaryListsTheFirstTwentyGroups() {
    String summary = ofMemberOf(25, "g").summary();
    assertTrue(summary.contains("5019 (g) and 5 more,"), summary);
  }

  @Test
  void manyPrivilegedGroupsAreToldTogether() {
    List<Finding> findings =
        ofMemberOf(20_000, "docker").findings().stream()
            .filter(finding -> finding.code().equals("PRIVILEGED_GROUP"))
            .toList();
    assertEquals(21, findings.size());
    assertTrue(findings.stream().anyMatch(f -> f.message().contains("19980 further groups")));
  }

  @Test
  void aPasswdBehindTooManyLinksIsUnknownAndNotAbsent() {
    CheckOutcome outcome =
        check.check(
            new TestFacts()
                .user("app")
                .tree(FakeFileTree.empty().tooManyLinksTo("etc/passwd"))
                .build());
    assertTrue(outcome.unknown().isPresent());
  }
}
