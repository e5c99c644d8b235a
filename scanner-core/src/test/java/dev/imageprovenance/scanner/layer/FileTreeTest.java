package dev.imageprovenance.scanner.layer;

import static dev.imageprovenance.scanner.layer.TreeFixtures.build;
import static dev.imageprovenance.scanner.layer.TreeFixtures.device;
import static dev.imageprovenance.scanner.layer.TreeFixtures.dir;
import static dev.imageprovenance.scanner.layer.TreeFixtures.file;
import static dev.imageprovenance.scanner.layer.TreeFixtures.fileWith;
import static dev.imageprovenance.scanner.layer.TreeFixtures.hardLink;
import static dev.imageprovenance.scanner.layer.TreeFixtures.inPlace;
import static dev.imageprovenance.scanner.layer.TreeFixtures.layer;
import static dev.imageprovenance.scanner.layer.TreeFixtures.mode;
import static dev.imageprovenance.scanner.layer.TreeFixtures.node;
import static dev.imageprovenance.scanner.layer.TreeFixtures.on;
import static dev.imageprovenance.scanner.layer.TreeFixtures.overlay;
import static dev.imageprovenance.scanner.layer.TreeFixtures.paths;
import static dev.imageprovenance.scanner.layer.TreeFixtures.symlink;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands where after all layers. */
class FileTreeTest {
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
}
