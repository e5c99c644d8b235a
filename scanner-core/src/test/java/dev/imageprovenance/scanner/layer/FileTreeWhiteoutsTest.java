package dev.imageprovenance.scanner.layer;

import static dev.imageprovenance.scanner.layer.TreeFixtures.build;
import static dev.imageprovenance.scanner.layer.TreeFixtures.capable;
import static dev.imageprovenance.scanner.layer.TreeFixtures.device;
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
import static dev.imageprovenance.scanner.layer.TreeFixtures.paths;
import static dev.imageprovenance.scanner.layer.TreeFixtures.whiteout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What layers delete and hide. */
class FileTreeWhiteoutsTest {
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
}
