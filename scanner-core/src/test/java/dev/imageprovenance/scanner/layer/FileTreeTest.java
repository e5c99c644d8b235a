package dev.imageprovenance.scanner.layer;

import static dev.imageprovenance.scanner.layer.TreeFixtures.build;
import static dev.imageprovenance.scanner.layer.TreeFixtures.capable;
import static dev.imageprovenance.scanner.layer.TreeFixtures.device;
import static dev.imageprovenance.scanner.layer.TreeFixtures.dir;
import static dev.imageprovenance.scanner.layer.TreeFixtures.file;
import static dev.imageprovenance.scanner.layer.TreeFixtures.fileWith;
import static dev.imageprovenance.scanner.layer.TreeFixtures.hardLink;
import static dev.imageprovenance.scanner.layer.TreeFixtures.has;
import static dev.imageprovenance.scanner.layer.TreeFixtures.inPlace;
import static dev.imageprovenance.scanner.layer.TreeFixtures.kinds;
import static dev.imageprovenance.scanner.layer.TreeFixtures.layer;
import static dev.imageprovenance.scanner.layer.TreeFixtures.mode;
import static dev.imageprovenance.scanner.layer.TreeFixtures.node;
import static dev.imageprovenance.scanner.layer.TreeFixtures.opaque;
import static dev.imageprovenance.scanner.layer.TreeFixtures.overlay;
import static dev.imageprovenance.scanner.layer.TreeFixtures.owned;
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
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileTreeTest {
  private static FileTree on(FileTree.Engine engine, LayerFacts... layers) {
    return FileTreeBuilder.build(List.of(layers), engine, Limits.defaults());
  }

  @Nested
  class Entries {
    @Test
    void noLayersGiveAnEmptyRoot() {
      assertEquals(1, build().overlay().nodes().count());
    }

    @Test
    void rootOfNoEntryIsRootOwned() {
      assertEquals(PathNode.IMPLICIT_ATTRIBUTES, node(build().overlay(), "").attributes());
    }

    @Test
    void rootEntrySetsTheRootsAttributes() {
      assertEquals(0700, node(overlay(layer(dir("", 0700))), "").attributes().mode());
    }

    @Test
    void rootEntryThatIsNoDirectoryIsIgnored() {
      assertEquals(List.of(), paths(overlay(layer(file("")))));
    }

    @Test
    void nodesComeParentsFirstAndSiblingsByName() {
      FileTree tree = overlay(layer(file("b"), file("a/z"), file("a!"), file("a/b/c"), file("a0")));
      assertEquals(List.of("a", "a/b", "a/b/c", "a/z", "a!", "a0", "b"), paths(tree));
    }

    @Test
    void missingParentIsMadeRootOwned() {
      FileTree tree = overlay(layer(file("a/b")));
      assertEquals(
          new LayerEntry.Directory("a", PathNode.IMPLICIT_ATTRIBUTES), node(tree, "a").inode());
    }

    @Test
    void missingParentBelongsToTheLayerThatNeededIt() {
      assertEquals(1, node(overlay(layer(), layer(file("a/b"))), "a").layerIndex());
    }

    @ParameterizedTest
    @EnumSource
    void parentThatALowerLayerHasKeepsItsAttributes(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(dir("tmp", 01777)), layer(file("tmp/x")));
      assertEquals(01777, node(tree, "tmp").attributes().mode());
    }

    @ParameterizedTest
    @EnumSource
    void directoryOverDirectoryReplacesAttributesAndKeepsChildren(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(dir("a", 0755), file("a/x")), layer(dir("a", 0700)));
      assertEquals(0700, node(tree, "a").attributes().mode());
      assertEquals(List.of("a", "a/x"), paths(tree));
    }

    @Test
    void directoryOverDirectoryBelongsToTheHigherLayer() {
      assertEquals(1, node(overlay(layer(dir("a")), layer(dir("a"))), "a").layerIndex());
    }

    @ParameterizedTest
    @EnumSource
    void fileOverDirectoryRemovesTheSubtree(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(file("a/b/c")), layer(file("a")));
      assertEquals(List.of("a"), paths(tree));
    }

    @ParameterizedTest
    @EnumSource
    void symlinkOverDirectoryRemovesTheSubtree(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(file("a/b/c")), layer(symlink("a", "/z")));
      assertEquals(List.of("a"), paths(tree));
    }

    @ParameterizedTest
    @EnumSource
    void directoryOverFileReplacesIt(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(file("a")), layer(dir("a"), file("a/b")));
      assertEquals(List.of("a", "a/b"), paths(tree));
    }

    @ParameterizedTest
    @EnumSource
    void directoryOverSymlinkReplacesTheLink(FileTree.Engine engine) {
      FileTree tree =
          on(
              engine,
              layer(dir("usr/bin"), symlink("bin", "usr/bin")),
              layer(dir("bin"), file("bin/x")));
      assertEquals(List.of("bin", "bin/x", "usr", "usr/bin"), paths(tree));
    }

    @ParameterizedTest
    @EnumSource
    void lastOfDuplicatesWins(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(file("a", 0600), symlink("a", "b"), file("a", 04755)));
      assertEquals(04755, node(tree, "a").attributes().mode());
    }

    @ParameterizedTest
    @EnumSource
    void higherLayersFileReplacesTheLowerOne(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(file("a", 0600)), layer(file("a", 0644)));
      assertEquals(0644, node(tree, "a").attributes().mode());
    }

    @ParameterizedTest
    @EnumSource
    void fifosAndDevicesAreNodes(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(new LayerEntry.Fifo("f", mode(0600)), device("null", 1, 3)));
      assertEquals(List.of("f", "null"), paths(tree));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/x", "a/../x", "./x", "x/", "a/b/../../../x", "//x"})
    void namesAreClampedIntoTheRoot(String name) {
      assertEquals(List.of("x"), paths(overlay(layer(file(name)))));
    }

    @Test
    void namesThatAreNoUtf8StayDifferent() {
      FileTree tree = overlay(layer(file("\udc80"), file("\udc81")));
      assertEquals(List.of("\udc80", "\udc81"), paths(tree));
    }

    @Test
    void contentIsThatOfTheFile() {
      FileTree tree = overlay(layer(fileWith("a", "hello")));
      assertEquals(Optional.of(TreeFixtures.contentOf("hello")), node(tree, "a").content());
    }
  }

  @Nested
  class Whiteouts {
    @ParameterizedTest
    @EnumSource
    void hideAFileOfALowerLayer(FileTree.Engine engine) {
      assertEquals(
          List.of("b"), paths(on(engine, layer(file("a"), file("b")), layer(whiteout("a")))));
    }

    @ParameterizedTest
    @EnumSource
    void hideAWholeDirectory(FileTree.Engine engine) {
      assertEquals(
          List.of(), paths(on(engine, layer(file("a/b/c"), file("a/d")), layer(whiteout("a")))));
    }

    @ParameterizedTest
    @EnumSource
    void ofSomethingThatIsNotThereDoNothing(FileTree.Engine engine) {
      assertEquals(List.of("a"), paths(on(engine, layer(file("a")), layer(whiteout("b")))));
    }

    @ParameterizedTest
    @EnumSource
    void inTheLowestLayerLeaveNothingBehind(FileTree.Engine engine) {
      assertEquals(List.of(), paths(on(engine, layer(whiteout("b")))));
    }

    @ParameterizedTest
    @EnumSource
    void beforeAFileOfTheSamePathLeaveTheNewFile(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(file("a", 0600)), layer(whiteout("a"), file("a", 0644)));
      assertEquals(0644, node(tree, "a").attributes().mode());
    }

    @Test
    void beforeAFileOfTheSamePathAreNotAmbiguous() {
      assertFalse(build(layer(file("a")), layer(whiteout("a"), file("a"))).areAmbiguous());
    }

    @Test
    void andTheSameDirectoryAgainShowLowerFilesOnOverlayEngines() {
      FileTrees trees =
          build(layer(dir("a"), file("a/su", 04755)), layer(whiteout("a"), dir("a"), file("a/x")));
      assertEquals(List.of("a", "a/su", "a/x"), paths(trees.overlay()));
    }

    @Test
    void andTheSameDirectoryAgainRemoveLowerFilesInPlace() {
      FileTrees trees =
          build(layer(dir("a"), file("a/su", 04755)), layer(whiteout("a"), dir("a"), file("a/x")));
      assertEquals(List.of("a", "a/x"), paths(trees.inPlace()));
    }

    @Test
    void andTheSameDirectoryAgainAreAnAnomaly() {
      FileTrees trees = build(layer(file("a/su")), layer(whiteout("a"), file("a/x")));
      assertTrue(has(trees.overlay(), TreeAnomaly.Kind.WHITEOUT_AND_CONTENT));
    }

    @Test
    void anomalyNamesLayerAndPath() {
      FileTrees trees = build(layer(file("a/su")), layer(whiteout("a"), dir("a")));
      TreeAnomaly anomaly = trees.overlay().anomalies().get(0);
      assertEquals("1 a", anomaly.layerIndex() + " " + anomaly.path());
    }

    @Test
    void behindTheirOwnFileKeepItOnOverlayEngines() {
      assertEquals(List.of("a"), paths(overlay(layer(file("a"), whiteout("a")))));
    }

    @Test
    void behindTheirOwnFileDeleteItInPlace() {
      assertEquals(List.of(), paths(inPlace(layer(file("a"), whiteout("a")))));
    }

    @Test
    void behindTheirOwnFileAreAnAnomaly() {
      assertEquals(
          List.of(TreeAnomaly.Kind.WHITEOUT_AND_CONTENT),
          kinds(build(layer(file("a"), whiteout("a"))).overlay()));
    }

    @Test
    void beforeTheirParentDirectoryWork() {
      FileTree tree =
          overlay(
              layer(dir("a"), file("a/x"), file("a/y")), layer(whiteout("a/x"), dir("a", 0700)));
      assertEquals(List.of("a", "a/y"), paths(tree));
    }

    @Test
    void beforeTheirParentDirectoryAreNotAmbiguous() {
      FileTrees trees = build(layer(dir("a"), file("a/x")), layer(whiteout("a/x"), dir("a", 0700)));
      assertFalse(trees.areAmbiguous());
    }

    @Test
    void hideOneLinkAndLeaveTheOther() {
      FileTree tree = overlay(layer(file("a"), hardLink("b", "a")), layer(whiteout("a")));
      assertEquals(List.of("b"), node(tree, "b").links());
    }
  }

  @Nested
  class OpaqueMarkers {
    @ParameterizedTest
    @EnumSource
    void hideLowerChildrenWhenTheyComeFirst(FileTree.Engine engine) {
      FileTree tree =
          on(engine, layer(file("a/x"), file("a/b/y")), layer(dir("a"), opaque("a"), file("a/n")));
      assertEquals(List.of("a", "a/n"), paths(tree));
    }

    @ParameterizedTest
    @EnumSource
    void hideLowerChildrenWhenTheyComeLast(FileTree.Engine engine) {
      FileTree tree =
          on(engine, layer(file("a/x"), file("a/b/y")), layer(dir("a"), file("a/n"), opaque("a")));
      assertEquals(List.of("a", "a/n"), paths(tree));
    }

    @ParameterizedTest
    @EnumSource
    void hideLowerGrandchildrenOfDirectoriesMadeAgain(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(file("a/b/y")), layer(dir("a"), dir("a/b"), opaque("a")));
      assertEquals(List.of("a", "a/b"), paths(tree));
    }

    @Test
    void thatComeLastAreNotAmbiguousWhenDirectoriesHaveEntries() {
      FileTrees trees =
          build(layer(file("a/b/y")), layer(dir("a"), dir("a/b"), file("a/b/n"), opaque("a")));
      assertFalse(trees.areAmbiguous());
    }

    @Test
    void keepTheDirectoryItself() {
      FileTree tree = overlay(layer(dir("a", 0711), file("a/x")), layer(opaque("a")));
      assertEquals(0711, node(tree, "a").attributes().mode());
    }

    @Test
    void ofTheRootShowLowerFilesOnOverlayEngines() {
      assertEquals(
          List.of("a", "b"), paths(overlay(layer(file("a", 04755)), layer(opaque(""), file("b")))));
    }

    @Test
    void ofTheRootDeleteLowerFilesInPlace() {
      assertEquals(
          List.of("b"), paths(inPlace(layer(file("a", 04755)), layer(opaque(""), file("b")))));
    }

    @Test
    void ofTheRootAreAnAnomaly() {
      assertEquals(
          List.of(TreeAnomaly.Kind.OPAQUE_ORDER),
          kinds(build(layer(file("a")), layer(opaque(""))).overlay()));
    }

    @Test
    void ofTheRootInTheLowestLayerAreNotAmbiguous() {
      assertFalse(build(layer(opaque(""), file("a"))).areAmbiguous());
    }

    @Test
    void ofAGrandparentBehindAnEntryKeepItOnOverlayEngines() {
      FileTree tree = overlay(layer(dir("a"), dir("a/b")), layer(file("a/b/n"), opaque("a")));
      assertEquals(List.of("a", "a/b", "a/b/n"), paths(tree));
    }

    @Test
    void ofAGrandparentBehindAnEntryDeleteItInPlace() {
      FileTree tree = inPlace(layer(dir("a"), dir("a/b")), layer(file("a/b/n"), opaque("a")));
      assertEquals(List.of("a"), paths(tree));
    }

    @Test
    void ofAGrandparentBehindAnEntryAreAnAnomaly() {
      FileTrees trees = build(layer(dir("a"), dir("a/b")), layer(file("a/b/n"), opaque("a")));
      assertEquals(List.of(TreeAnomaly.Kind.OPAQUE_ORDER), kinds(trees.overlay()));
    }
  }

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

  @Nested
  class WhiteoutDevices {
    private final LayerFacts[] image = {layer(file("a", 04755)), layer(device("a", 0, 0))};

    @Test
    void hideTheLowerFileOnOverlayEngines() {
      assertEquals(List.of(), paths(overlay(image)));
    }

    @Test
    void areDevicesInPlace() {
      assertTrue(node(inPlace(image), "a").inode() instanceof LayerEntry.Device);
    }

    @Test
    void areAnAnomaly() {
      assertEquals(
          List.of(TreeAnomaly.Kind.OVERLAY_WHITEOUT_DEVICE), kinds(build(image).inPlace()));
    }

    @Test
    void thatHideNothingAreAmbiguousAllTheSame() {
      assertTrue(build(layer(device("a", 0, 0))).areAmbiguous());
    }

    @Test
    void areCharacterDevicesOnly() {
      LayerEntry block = new LayerEntry.Device("a", mode(0600), true, 0, 0);
      assertEquals(List.of("a"), paths(overlay(layer(block))));
    }
  }

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
  class Lookups {
    private final FileTree tree =
        overlay(
            layer(
                file("usr/bin/x"),
                symlink("bin", "usr/bin"),
                symlink("abs", "/usr/bin"),
                symlink("out", "../../../usr"),
                symlink("loop", "loop"),
                symlink("one", "two"),
                symlink("two", "bin"),
                symlink("dangling", "nowhere"),
                symlink("slash", "usr/bin/x/")));

    @ParameterizedTest
    @ValueSource(
        strings = {
          "usr/bin/x",
          "/usr/bin/x",
          "bin/x",
          "/abs/x",
          "out/bin/x",
          "one/x",
          "/../usr/./bin//x",
          "bin/../bin/x"
        })
    void resolveFollowsLinksInsideTheRoot(String path) {
      assertEquals("usr/bin/x", tree.resolve(path).orElseThrow().path());
    }

    @Test
    void sixtyLinksAreFollowedAsEnginesDo() {
      assertEquals("l60", overlay(chain(60)).resolve("l0").orElseThrow().path());
    }

    @Test
    void aChainBeyondTheLimitIsNotTakenForAMissingFile() {
      FileTree tree = overlay(chain(256));
      assertEquals(Optional.empty(), tree.resolve("l0"));
      assertTrue(tree.exceedsLinkLimit("l0"));
      assertFalse(tree.exceedsLinkLimit("l1"));
    }

    @Test
    void aCircleOfLinksIsNotTakenForAMissingFile() {
      FileTree tree = overlay(layer(symlink("a", "b"), symlink("b", "a")));
      assertTrue(tree.exceedsLinkLimit("a"));
      assertFalse(tree.exceedsLinkLimit("missing"));
    }

    private LayerFacts chain(int links) {
      List<LayerEntry> entries = new ArrayList<>();
      for (int i = 0; i < links; i++) {
        entries.add(symlink("l" + i, "l" + (i + 1)));
      }
      entries.add(file("l" + links));
      return layer(entries, Map.of());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"loop", "loop/x", "dangling", "usr/bin/x/", "usr/bin/x/..", "nope", "slash"})
    void resolveFindsNothing(String path) {
      assertEquals(Optional.empty(), tree.resolve(path));
    }

    @Test
    void resolveOfNothingIsTheRoot() {
      assertEquals("", tree.resolve("").orElseThrow().path());
    }

    @Test
    void dotDotBehindALinkIsTheTargetsParent() {
      assertEquals("usr", tree.resolve("bin/..").orElseThrow().path());
    }

    @Test
    void findDoesNotFollowLinks() {
      assertEquals(Optional.empty(), tree.find("bin/x"));
    }

    @Test
    void findReturnsTheLinkItself() {
      assertTrue(node(tree, "bin").inode() instanceof LayerEntry.SymbolicLink);
    }

    @Test
    void resolveStopsAtTheLimitOfLinks() {
      FileTree chain =
          FileTreeBuilder.build(
                  List.of(layer(symlink("a", "b"), symlink("b", "c"), file("c"))),
                  TreeFixtures.limits(100, 100, 1))
              .overlay();
      assertEquals(Optional.empty(), chain.resolve("a"));
      assertTrue(chain.resolve("b").isPresent());
    }
  }

  @Nested
  class AccountFiles {
    private final LayerFacts.AccountFile passwd =
        new LayerFacts.AccountFile(TreeFixtures.contentOf("root"), "root");

    private LayerFacts withPasswd(LayerEntry... entries) {
      return layer(List.of(entries), Map.of("etc/passwd", passwd));
    }

    @Test
    void areFoundInTheLayerThatBroughtThem() {
      FileTree tree = overlay(layer(), withPasswd(fileWith("etc/passwd", "root")), layer());
      assertEquals(Optional.of(passwd), tree.accountFile("etc/passwd"));
    }

    @Test
    void areFoundThroughSymlinks() {
      FileTree tree = overlay(withPasswd(fileWith("etc/passwd", "root"), symlink("conf", "/etc")));
      assertEquals(Optional.of(passwd), tree.accountFile("/conf/passwd"));
    }

    @Test
    void areFoundThroughHardLinks() {
      FileTree tree =
          overlay(withPasswd(fileWith("etc/passwd", "root")), layer(hardLink("p", "etc/passwd")));
      assertEquals(Optional.of(passwd), tree.accountFile("p"));
    }

    @Test
    void areFoundWhereSymlinkedParentsLedThemInPlace() {
      FileTree tree =
          inPlace(
              layer(dir("real"), symlink("etc", "real")),
              withPasswd(fileWith("etc/passwd", "root")));
      assertEquals(Optional.of(passwd), tree.accountFile("real/passwd"));
    }

    @Test
    void ofAnotherContentAreNotTaken() {
      FileTree tree = overlay(withPasswd(fileWith("etc/passwd", "other")));
      assertEquals(Optional.empty(), tree.accountFile("etc/passwd"));
    }

    @Test
    void thatWereNotKeptAreStillNodes() {
      FileTree tree = overlay(withPasswd(), layer(fileWith("etc/passwd", "root")));
      assertEquals(Optional.empty(), tree.accountFile("etc/passwd"));
      assertTrue(tree.resolve("etc/passwd").isPresent());
    }

    @Test
    void thatAreDirectoriesAreEmpty() {
      assertEquals(
          Optional.empty(), overlay(withPasswd(dir("etc/passwd"))).accountFile("etc/passwd"));
    }
  }

  @Nested
  class HiddenFiles {
    private List<String> hidden(FileTree tree) {
      return tree.hiddenFiles().map(file -> file.layerIndex() + " " + file.path()).toList();
    }

    @ParameterizedTest
    @EnumSource
    void areThoseThatAWhiteoutRemoved(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(file("b/su", 04755)), layer(whiteout("b")));
      assertEquals(List.of("0 b/su"), hidden(tree));
    }

    @ParameterizedTest
    @EnumSource
    void areThoseThatAnOpaqueMarkerRemoved(FileTree.Engine engine) {
      FileTree tree = on(engine, layer(), layer(file("b/su", 02755)), layer(opaque("b")));
      assertEquals(List.of("1 b/su"), hidden(tree));
    }

    @ParameterizedTest
    @EnumSource
    void areThoseThatWereReplaced(FileTree.Engine engine) {
      FileTree tree =
          on(
              engine,
              layer(file("su", capable(0755, TreeFixtures.NET_RAW))),
              layer(file("su", 0755)));
      assertEquals(List.of("0 su"), hidden(tree));
    }

    @ParameterizedTest
    @EnumSource
    void areNotOrdinaryFiles(FileTree.Engine engine) {
      assertEquals(List.of(), hidden(on(engine, layer(file("a", 0777)), layer(whiteout("a")))));
    }

    @ParameterizedTest
    @EnumSource
    void areNotDirectories(FileTree.Engine engine) {
      assertEquals(List.of(), hidden(on(engine, layer(dir("a", 02775)), layer(whiteout("a")))));
    }

    @ParameterizedTest
    @EnumSource
    void keepTheAttributesThatWereInForce(FileTree.Engine engine) {
      FileTree tree =
          on(
              engine,
              layer(file("a", 04755), hardLink("b", "a", mode(04755))),
              layer(whiteout("a")),
              layer(hardLink("c", "b", mode(06755))));
      assertEquals(04755, tree.hiddenFiles().findFirst().orElseThrow().attributes().mode());
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
}
