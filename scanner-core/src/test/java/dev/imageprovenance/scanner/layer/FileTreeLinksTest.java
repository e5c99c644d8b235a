package dev.imageprovenance.scanner.layer;

import static dev.imageprovenance.scanner.layer.TreeFixtures.build;
import static dev.imageprovenance.scanner.layer.TreeFixtures.capable;
import static dev.imageprovenance.scanner.layer.TreeFixtures.dir;
import static dev.imageprovenance.scanner.layer.TreeFixtures.file;
import static dev.imageprovenance.scanner.layer.TreeFixtures.hardLink;
import static dev.imageprovenance.scanner.layer.TreeFixtures.has;
import static dev.imageprovenance.scanner.layer.TreeFixtures.inPlace;
import static dev.imageprovenance.scanner.layer.TreeFixtures.kinds;
import static dev.imageprovenance.scanner.layer.TreeFixtures.layer;
import static dev.imageprovenance.scanner.layer.TreeFixtures.mode;
import static dev.imageprovenance.scanner.layer.TreeFixtures.node;
import static dev.imageprovenance.scanner.layer.TreeFixtures.on;
import static dev.imageprovenance.scanner.layer.TreeFixtures.opaque;
import static dev.imageprovenance.scanner.layer.TreeFixtures.overlay;
import static dev.imageprovenance.scanner.layer.TreeFixtures.owned;
import static dev.imageprovenance.scanner.layer.TreeFixtures.paths;
import static dev.imageprovenance.scanner.layer.TreeFixtures.symlink;
import static dev.imageprovenance.scanner.layer.TreeFixtures.whiteout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries below symbolic links, and hard links. */
class FileTreeLinksTest {
  @Nested
  class SymlinkedParents {
    private final LayerFacts merged =
        layer(dir("usr"), dir("usr/lib"), file("usr/lib/old"), symlink("lib", "usr/lib"));

    @Test
    void ofALowerLayerBecomeADirectoryOnOverlayEngines() {
      FileTree tree = overlay(merged, layer(file("lib/x")));
      assertEquals(List.of("lib", "lib/x", "usr", "usr/lib", "usr/lib/old"), paths(tree));
    }

    @Test
    void ofALowerLayerAreFollowedInPlace() {
      FileTree tree = inPlace(merged, layer(file("lib/x")));
      assertEquals(List.of("lib", "usr", "usr/lib", "usr/lib/old", "usr/lib/x"), paths(tree));
    }

    @Test
    void ofALowerLayerAreAnAnomaly() {
      assertEquals(
          List.of(TreeAnomaly.Kind.PARENT_IS_LOWER_SYMLINK),
          kinds(build(merged, layer(file("lib/x"))).overlay()));
    }

    @Test
    void makeWhiteoutsMissOnOverlayEngines() {
      FileTree tree = overlay(merged, layer(whiteout("lib/old")));
      assertTrue(tree.find("usr/lib/old").isPresent());
    }

    @Test
    void areFollowedByWhiteoutsInPlace() {
      FileTree tree = inPlace(merged, layer(whiteout("lib/old")));
      assertFalse(tree.find("usr/lib/old").isPresent());
    }

    @Test
    void areFollowedByOpaqueMarkersInPlace() {
      FileTree tree = inPlace(merged, layer(opaque("lib")));
      assertEquals(List.of("lib", "usr", "usr/lib"), paths(tree));
    }

    @Test
    void makeOpaqueMarkersMissOnOverlayEngines() {
      FileTree tree = overlay(merged, layer(opaque("lib")));
      assertTrue(tree.find("usr/lib/old").isPresent());
    }

    @ParameterizedTest
    @EnumSource
    void ofTheSameLayerAreFollowed(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(dir("usr"), symlink("lib", "usr"), file("lib/x")));
      assertEquals(List.of("lib", "usr", "usr/x"), paths(tree));
    }

    @ParameterizedTest
    @EnumSource
    void areFollowedInsideTheRoot(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(symlink("a", "../../../b"), file("a/x")));
      assertEquals(List.of("a", "b", "b/x"), paths(tree));
    }

    @ParameterizedTest
    @EnumSource
    void thatLoopGiveWayToADirectory(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(symlink("a", "a"), file("a/x")));
      assertEquals(List.of("a", "a/x"), paths(tree));
    }

    @Test
    void replacedByADirectoryBeforeItsEntriesAreNotAmbiguous() {
      assertFalse(build(merged, layer(dir("lib"), file("lib/x"))).areAmbiguous());
    }

    @Test
    void replacedByADirectoryBehindItsEntriesAreAmbiguous() {
      assertTrue(build(merged, layer(file("lib/x"), dir("lib"))).areAmbiguous());
    }

    @Test
    void whosePathGrowsBeyondTheLimitAreRefused() {
      String deep = "d/".repeat(40) + "e";
      ScanException e =
          assertThrows(
              ScanException.class,
              () ->
                  FileTreeBuilder.build(
                      List.of(layer(dir(deep), symlink("l", deep), file("l/" + deep))),
                      TreeFixtures.limits(1_000, 100, 40)));
      assertEquals(ProblemKind.LIMIT, e.kind());
    }
  }

  @Nested
  class HardLinks {
    @ParameterizedTest
    @EnumSource
    void shareTheInode(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(file("a"), hardLink("b", "a")));
      assertEquals(List.of("a", "b"), node(tree, "a").links());
    }

    @Test
    void neverAreTheInodesEntry() {
      FileTree tree = overlay(layer(file("a"), hardLink("b", "a")));
      assertEquals(node(tree, "a").inode(), node(tree, "b").inode());
    }

    @ParameterizedTest
    @EnumSource
    void headerMakesTheFileSetuidUnderBothNames(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(file("a", 0755), hardLink("b", "a", mode(04755))));
      assertEquals(04755, node(tree, "a").attributes().mode());
      assertEquals(04755, node(tree, "b").attributes().mode());
    }

    @Test
    void headerOfOtherAttributesIsAnAnomaly() {
      FileTrees trees = build(layer(file("a", 0755), hardLink("b", "a", mode(04755))));
      assertEquals(List.of(TreeAnomaly.Kind.HARD_LINK_CHANGES_ATTRIBUTES), kinds(trees.overlay()));
    }

    @Test
    void headerOfTheSameAttributesIsNone() {
      Attributes later = new Attributes(0755, 0, 0, 99, Optional.empty());
      FileTrees trees = build(layer(file("a", 0755), hardLink("b", "a", later)));
      assertEquals(List.of(), kinds(trees.overlay()));
    }

    @Test
    void headerDoesNotTakeSetuidAway() {
      FileTree tree = overlay(layer(file("a", 04755), hardLink("b", "a", mode(0755))));
      assertEquals(04755, node(tree, "a").attributes().mode());
    }

    @Test
    void headerChangesTheOwner() {
      FileTree tree = overlay(layer(file("a", 0755), hardLink("b", "a", owned(0755, 5, 6))));
      assertEquals(owned(0755, 5, 6), node(tree, "a").attributes());
    }

    @Test
    void headerWithAnotherOwnerDoesNotHideSetuidRoot() {
      FileTree tree = overlay(layer(file("a", 04755), hardLink("b", "a", owned(04755, 1000, 0))));
      assertEquals(mode(04755), node(tree, "a").attributes());
    }

    @Test
    void headerWithoutCapabilityDoesNotTakeItAway() {
      FileTree tree =
          overlay(
              layer(
                  file("a", capable(0755, TreeFixtures.NET_RAW)), hardLink("b", "a", mode(0755))));
      assertEquals(Optional.of(TreeFixtures.NET_RAW), node(tree, "b").attributes().capabilities());
    }

    @Test
    void headerWithoutCapabilityIsAnAnomaly() {
      FileTree tree =
          overlay(
              layer(
                  file("a", capable(0755, TreeFixtures.NET_RAW)), hardLink("b", "a", mode(0755))));
      assertTrue(has(tree, TreeAnomaly.Kind.HARD_LINK_CHANGES_ATTRIBUTES));
    }

    @Test
    void headerWithMoreCapabilitiesCounts() {
      FileTree tree =
          overlay(
              layer(
                  file("a", capable(0755, TreeFixtures.NET_RAW)),
                  hardLink("b", "a", capable(0755, TreeFixtures.NET_RAW_AND_SETUID))));
      assertEquals(
          Optional.of(TreeFixtures.NET_RAW_AND_SETUID),
          node(tree, "a").attributes().capabilities());
    }

    @Test
    void headerWithFewerCapabilitiesDoesNotCount() {
      FileTree tree =
          overlay(
              layer(
                  file("a", capable(0755, TreeFixtures.NET_RAW_AND_SETUID)),
                  hardLink("b", "a", capable(0755, TreeFixtures.NET_RAW))));
      assertEquals(
          Optional.of(TreeFixtures.NET_RAW_AND_SETUID),
          node(tree, "a").attributes().capabilities());
    }

    @Test
    void headerOfALinkToASymlinkDoesNotChangeItsMode() {
      FileTree tree = overlay(layer(symlink("a", "x"), hardLink("b", "a", mode(04755))));
      assertEquals(0777, node(tree, "b").attributes().mode());
    }

    @ParameterizedTest
    @EnumSource
    void replacingOnePathLeavesTheOthers(FileTree.Engine engine) {
      FileTree tree =
          on(
              engine,
              layer(file("a", 04755), hardLink("b", "a", mode(04755))),
              layer(file("a", 0644)));
      assertEquals(List.of("b"), node(tree, "b").links());
      assertEquals(04755, node(tree, "b").attributes().mode());
      assertEquals(0644, node(tree, "a").attributes().mode());
    }

    @ParameterizedTest
    @EnumSource
    void replacingTheFirstPathInTheSameLayerKeepsTheInodeAlive(FileTree.Engine engine) {
      FileTree tree =
          on(engine, layer(file("a", 04755), hardLink("b", "a", mode(04755)), file("a", 0644)));
      assertEquals(04755, node(tree, "b").attributes().mode());
    }

    @ParameterizedTest
    @EnumSource
    void toALowerLayersFileShareItsInode(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(file("a", 0755)), layer(hardLink("b", "a", mode(04755))));
      assertEquals(04755, node(tree, "a").attributes().mode());
      assertEquals(List.of("a", "b"), node(tree, "b").links());
    }

    @Test
    void toALowerLayersFileAreAmbiguous() {
      FileTrees trees = build(layer(file("a")), layer(hardLink("b", "a")));
      assertTrue(trees.areAmbiguous());
      assertEquals(List.of(TreeAnomaly.Kind.HARD_LINK_TO_LOWER_LAYER), kinds(trees.overlay()));
    }

    @Test
    void touchTheInodeInTheirLayer() {
      FileTree tree = overlay(layer(file("a")), layer(hardLink("b", "a")));
      assertEquals(1, node(tree, "a").layerIndex());
    }

    @ParameterizedTest
    @EnumSource
    void withoutTargetMakeNothing(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(hardLink("b", "a")));
      assertEquals(List.of(), paths(tree));
      assertEquals(List.of(TreeAnomaly.Kind.DANGLING_HARD_LINK), kinds(tree));
    }

    @ParameterizedTest
    @EnumSource
    void toADirectoryAreDangling(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(dir("a"), hardLink("b", "a")));
      assertEquals(List.of("a"), paths(tree));
    }

    @ParameterizedTest
    @EnumSource
    void toThemselvesKeepTheFile(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(file("a", 0755), hardLink("a", "a", mode(04755))));
      assertEquals(04755, node(tree, "a").attributes().mode());
      assertTrue(has(tree, TreeAnomaly.Kind.DANGLING_HARD_LINK));
    }

    @ParameterizedTest
    @EnumSource
    void toSomethingBelowThemselvesKeepIt(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(file("a/b"), hardLink("a", "a/b")));
      assertEquals(List.of("a", "a/b"), paths(tree));
    }

    @ParameterizedTest
    @EnumSource
    void beforeTheirTargetAreDangling(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(hardLink("b", "a"), file("a")));
      assertEquals(List.of("a"), paths(tree));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "/a", "./x/../a"})
    void targetsAreClampedIntoTheRoot(String target) {
      FileTree tree = overlay(layer(file("a"), hardLink("b", target)));
      assertEquals(List.of("a", "b"), node(tree, "b").links());
    }

    @Test
    void targetsAreFoundThroughSymlinkedParents() {
      FileTree tree =
          overlay(layer(file("usr/bin/x"), symlink("bin", "usr/bin"), hardLink("y", "bin/x")));
      assertEquals(List.of("usr/bin/x", "y"), node(tree, "y").links());
    }

    @Test
    void ofOneFileMayBeManyThousand() {
      List<LayerEntry> entries = new ArrayList<>(List.of(file("a", 04755)));
      for (int i = 0; i < 50_000; i++) {
        entries.add(hardLink("l" + i, "a", mode(04755)));
      }
      FileTree tree = overlay(layer(entries, Map.of()));
      long links =
          tree.nodes().filter(n -> !n.path().isEmpty()).mapToLong(n -> n.links().size()).sum();
      assertEquals(50_001L * 50_001L, links);
    }
  }
}
