package dev.imageprovenance.scanner.layer;

import static dev.imageprovenance.scanner.layer.TreeFixtures.build;
import static dev.imageprovenance.scanner.layer.TreeFixtures.dir;
import static dev.imageprovenance.scanner.layer.TreeFixtures.file;
import static dev.imageprovenance.scanner.layer.TreeFixtures.hardLink;
import static dev.imageprovenance.scanner.layer.TreeFixtures.kinds;
import static dev.imageprovenance.scanner.layer.TreeFixtures.layer;
import static dev.imageprovenance.scanner.layer.TreeFixtures.node;
import static dev.imageprovenance.scanner.layer.TreeFixtures.opaque;
import static dev.imageprovenance.scanner.layer.TreeFixtures.overlay;
import static dev.imageprovenance.scanner.layer.TreeFixtures.paths;
import static dev.imageprovenance.scanner.layer.TreeFixtures.symlink;
import static dev.imageprovenance.scanner.layer.TreeFixtures.whiteout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees that engines build differently, and images that want to be expensive. */
class FileTreeAmbiguityTest {
  @Nested
  class CaseFoldingNames {
    @ParameterizedTest
    @ValueSource(
        strings = {"A/a", "README/readme", "\u00c4/\u00e4", "e\u0301/\u00e9", "E\u0301/\u00e9"})
    void areAnAnomaly(String names) {
      String[] both = names.split("/", 2);
      FileTree tree = overlay(layer(file("d/" + both[0])), layer(file("d/" + both[1])));
      assertEquals(List.of(TreeAnomaly.Kind.CASE_FOLDING_NAMES), kinds(tree));
    }

    @Test
    void inDifferentDirectoriesAreNone() {
      assertEquals(List.of(), kinds(overlay(layer(file("d/a"), file("e/A")))));
    }

    @Test
    void ofALowerFileThatIsHiddenAreNone() {
      assertEquals(List.of(), kinds(overlay(layer(file("A")), layer(whiteout("A"), file("a")))));
    }

    @Test
    void areNotAmbiguous() {
      assertFalse(build(layer(file("A"), file("a"))).areAmbiguous());
    }

    @Test
    void areReportedOnceForAllNamesThatFoldToOne() {
      assertEquals(1, kinds(overlay(layer(file("ab"), file("aB"), file("AB"), file("Ab")))).size());
    }
  }

  @Nested
  class HostileImages {
    @ParameterizedTest
    @EnumSource
    void deepPathsDoNotOverflowTheStack(FileTree.Engine engine) {
      String deep = "a/".repeat(2_047) + "b";
      FileTree tree =
          FileTreeBuilder.build(
              List.of(layer(file(deep, 04755)), layer(file(deep)), layer(whiteout("a"))),
              engine,
              Limits.defaults());
      assertEquals(List.of(), paths(tree));
    }

    @Test
    void deepPathsAreFound() {
      String deep = "a/".repeat(2_047) + "b";
      assertEquals(deep, node(overlay(layer(file(deep))), deep).path());
    }

    @Test
    void impliedDirectoriesCountAgainstTheLimit() {
      ScanException e =
          assertThrows(
              ScanException.class,
              () ->
                  FileTreeBuilder.build(
                      List.of(layer(file("a/b/c/d"))), TreeFixtures.limits(3, 100, 40)));
      assertEquals(ProblemKind.LIMIT, e.kind());
    }

    @Test
    void entriesOfAllLayersCountAgainstTheLimit() {
      LayerFacts two = layer(file("a"), file("b"));
      ScanException e =
          assertThrows(
              ScanException.class,
              () -> FileTreeBuilder.build(List.of(two, two), TreeFixtures.limits(3, 100, 40)));
      assertTrue(String.valueOf(e.getMessage()).contains("4 entries"), e.getMessage());
    }

    @Test
    void pathsBeyondTheLimitAreRefused() {
      assertThrows(
          ScanException.class,
          () ->
              FileTreeBuilder.build(
                  List.of(layer(file("a".repeat(101)))), TreeFixtures.limits(100, 100, 40)));
    }

    @Test
    void repeatedOpaqueMarkersOfABigDirectoryEndAtALimit() {
      List<LayerEntry> entries = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        entries.add(file("d/" + i));
      }
      entries.addAll(Collections.nCopies(5_000, opaque("d")));
      ScanException e =
          assertThrows(
              ScanException.class,
              () ->
                  FileTreeBuilder.build(
                      List.of(layer(entries, Map.of())), TreeFixtures.limits(10_000, 100, 40)));
      assertEquals(ProblemKind.LIMIT, e.kind());
    }

    @Test
    void linksThatMultiplyWorkEndAtALimit() {
      List<LayerEntry> entries = new ArrayList<>();
      String up = "a/../".repeat(200);
      entries.add(dir("a"));
      for (int i = 0; i < 39; i++) {
        entries.add(symlink("l" + i, up + "l" + (i + 1)));
      }
      entries.add(dir("l39"));
      for (int i = 0; i < 1_000; i++) {
        entries.add(file("l0/f" + i));
      }
      assertThrows(
          ScanException.class,
          () ->
              FileTreeBuilder.build(
                  List.of(layer(entries, Map.of())), TreeFixtures.limits(5_000, 4_096, 40)));
    }

    @Test
    void anomaliesOfAKindAreBounded() {
      List<LayerEntry> entries = new ArrayList<>();
      for (int i = 0; i < 3_000; i++) {
        entries.add(hardLink("l" + i, "nowhere"));
      }
      FileTree tree = overlay(layer(entries, Map.of()));
      assertEquals(TreeAnomalies.MOST_OF_A_KIND, tree.anomalies().size());
    }

    @Test
    void anomalyDetailsAreEscaped() {
      FileTree tree = overlay(layer(hardLink("l", "\u001b[31m")));
      assertFalse(tree.anomalies().get(0).detail().contains("\u001b"));
    }
  }

  @Nested
  class Ambiguity {
    @Test
    void ofOrdinaryLayersIsNone() {
      FileTrees trees =
          build(
              layer(dir("etc"), file("etc/passwd"), symlink("bin", "usr/bin"), dir("usr/bin")),
              layer(dir("etc"), file("etc/passwd"), whiteout("etc/shadow"), file("usr/bin/x")),
              layer(dir("app"), opaque("app"), file("app/x"), hardLink("app/y", "app/x")));
      assertSame(trees.overlay(), trees.inPlace());
      assertEquals(List.of(), trees.overlay().anomalies());
    }

    @Test
    void givesBothTreesTheirEngines() {
      FileTrees trees = build(layer(file("a")), layer(opaque("")));
      assertEquals(FileTree.Engine.OVERLAY, trees.overlay().engine());
      assertEquals(FileTree.Engine.IN_PLACE, trees.inPlace().engine());
    }

    @Test
    void givesBothTreesTheSameAnomalies() {
      FileTrees trees = build(layer(file("a")), layer(opaque(""), hardLink("b", "a")));
      assertEquals(trees.overlay().anomalies(), trees.inPlace().anomalies());
    }

    @Test
    void ofAFileThatBecomesADirectoryAgainIsSeen() {
      FileTrees trees = build(layer(file("a/x", 04755)), layer(file("a"), dir("a")));
      assertEquals(List.of("a", "a/x"), paths(trees.overlay()));
      assertEquals(List.of("a"), paths(trees.inPlace()));
    }
  }
}
