package dev.imageprovenance.scanner.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.finding.Evidence.AccountEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccountsCheckTest {
  private static final String CLEAN_PASSWD =
      """
      root:x:0:0:root:/root:/bin/bash
      daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
      nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
      """;
  private static final String CLEAN_GROUP = "root:x:0:\ndaemon:x:1:\nnogroup:x:65534:\n";
  private static final String CLEAN_SHADOW =
      "root:*:1::::::\ndaemon:!:1::::::\nnobody:<hash>:1::::::\n";

  private final AccountsCheck check = new AccountsCheck();

  private List<Finding> of(FakeFileTree tree) {
    return check.check(new TestFacts().tree(tree).build()).findings();
  }

  private List<String> codes(FakeFileTree tree) {
    return of(tree).stream().map(f -> f.code() + " " + f.severity().label()).toList();
  }

  @Test
  void cleanAccountsAreNoFindings() {
    assertEquals(
        List.of(),
        codes(FakeFileTree.empty().passwd(CLEAN_PASSWD).group(CLEAN_GROUP).shadow(CLEAN_SHADOW)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"toor:x:0:0:::", "toor:x:00:0:::", "toor:x:4294967296:0", "toor:x:abc:0", "toor"})
  void accountThatEnginesTakeForRootIsHigh(String line) {
    assertEquals(
        List.of("EXTRA_ROOT high"), codes(FakeFileTree.empty().passwd(CLEAN_PASSWD + line)));
  }

  @Test
  void extraRootSaysWhere() {
    assertEquals(
        Optional.of(new AccountEvidence("/etc/passwd", 4, "toor", Optional.of(0L))),
        of(FakeFileTree.empty().passwd(CLEAN_PASSWD + "toor:x:0:0"))
            .get(0)
            .evidence(AccountEvidence.class));
  }

  /** Whoever changes a link on the way brings what lies behind it. */
  @Test
  void anAccountBehindALinkOfAHigherLayerIsOfThatLayer() {
    FakeFileTree tree =
        FakeFileTree.empty()
            .link("etc/passwd", "/lnk/passwd")
            .account("opt/passwd", CLEAN_PASSWD + "toor:x:0:0")
            .inLayer(1)
            .link("lnk", "opt");
    assertEquals(1, of(tree).get(0).location().orElseThrow().layerIndex());
  }

  @Test
  void extraRootIsTakenOutOfBothFiles() {
    assertEquals(
        "RUN sed -i -E -e '/^[[:space:]]*toor(:|$)/d' /etc/passwd /etc/shadow",
        dockerfile(FakeFileTree.empty().passwd(CLEAN_PASSWD + "toor:x:0:0").shadow(CLEAN_SHADOW)));
  }

  @Test
  void emptyPasswordIsLocked() {
    assertEquals(
        "RUN sed -i -E -e 's/^([[:space:]]*app):(:|$)/\\1:*\\2/' /etc/passwd",
        dockerfile(FakeFileTree.empty().passwd("app::1000:1000:::")));
  }

  @Test
  void nameThatMeansMoreToSedIsInNoInstruction() {
    assertEquals(
        Optional.empty(),
        of(FakeFileTree.empty().passwd(CLEAN_PASSWD + "t/e rm:x:0:0"))
            .get(0)
            .remedy()
            .orElseThrow()
            .dockerfile());
  }

  @Test
  void enormousNameIsInNoInstruction() {
    assertEquals(
        Optional.empty(),
        of(FakeFileTree.empty().passwd(CLEAN_PASSWD + "x".repeat(10_000) + ":x:0:0"))
            .get(0)
            .remedy()
            .orElseThrow()
            .dockerfile());
  }

  private String dockerfile(FakeFileTree tree) {
    return of(tree).get(0).remedy().orElseThrow().dockerfile().orElseThrow().toString();
  }

  @Test
  void commentIsNoAccount() {
    assertEquals(List.of(), codes(FakeFileTree.empty().passwd("# managed\n" + CLEAN_PASSWD)));
  }

  @Test
  void emptyPasswordInPasswdIsHigh() {
    assertEquals(
        List.of("EMPTY_PASSWORD high"), codes(FakeFileTree.empty().passwd("app::1000:1000:::")));
  }

  @Test
  void emptyPasswordInShadowIsHigh() {
    assertEquals(
        List.of("EMPTY_PASSWORD high"),
        codes(FakeFileTree.empty().passwd(CLEAN_PASSWD).shadow("root:::0:::::\n")));
  }

  @Test
  void shadowIsNotReadForAPasswordThatPasswdHolds() {
    assertEquals(
        List.of(), codes(FakeFileTree.empty().passwd("root:*:0:0:::").shadow("root:::0:::::\n")));
  }

  @Test
  void emptyShadowPasswordOfAnUnknownAccountIsNoFinding() {
    assertEquals(
        List.of(), codes(FakeFileTree.empty().passwd(CLEAN_PASSWD).shadow("ghost::::::\n")));
  }

  @Test
  void accountWithoutShadowEntryIsLocked() {
    assertEquals(List.of(), codes(FakeFileTree.empty().passwd(CLEAN_PASSWD).shadow("")));
  }

  @Test
  void sharedUidIsLow() {
    assertEquals(
        List.of("DUPLICATE_UID low"),
        codes(FakeFileTree.empty().passwd(CLEAN_PASSWD + "twin:x:1:9::/:")));
  }

  @Test
  void repeatedRootLineIsASharedUid() {
    assertEquals(
        List.of("DUPLICATE_UID low"),
        codes(FakeFileTree.empty().passwd(CLEAN_PASSWD + "root:x:0:0::/:")));
  }

  @Test
  void sharedGidIsLow() {
    assertEquals(
        List.of("DUPLICATE_GID low"), codes(FakeFileTree.empty().group(CLEAN_GROUP + "twin:x:1:")));
  }

  @Test
  void missingFilesAreNoFindings() {
    assertEquals("no /etc/passwd", check.check(new TestFacts().build()).summary());
  }

  @Test
  void shadowThatWasNotKeptIsUnknown() {
    CheckOutcome outcome =
        check.check(
            new TestFacts()
                .tree(FakeFileTree.empty().passwd(CLEAN_PASSWD).file("etc/shadow", 0640, 0, 42))
                .build());

    assertTrue(outcome.unknown().orElseThrow().contains("/etc/shadow was not kept"));
  }

  @Test
  void unknownTreeIsUnknown() {
    assertEquals(
        Optional.of("layer 1 is foreign"),
        check.check(new TestFacts().unknownTree("layer 1 is foreign").build()).unknown());
  }

  @Test
  void summaryCounts() {
    assertEquals(
        "3 accounts, 3 groups",
        check
            .check(
                new TestFacts()
                    .tree(FakeFileTree.empty().passwd(CLEAN_PASSWD).group(CLEAN_GROUP))
                    .build())
            .summary());
  }
}
