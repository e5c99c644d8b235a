package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.Limits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TouchedPathsTest {
  private static final LayerEntry DIR = dir("app");
  private static final LayerEntry FILE = file("app/a");
  private static final LayerEntry GONE = new LayerEntry.Whiteout("app/a");
  private static final LayerEntry OPAQUE = new LayerEntry.OpaqueWhiteout("app");

  private static TouchedPaths touched(List<LayerEntry> only) {
    return TouchedPaths.of(List.of(TreeFixtures.layer(only, Map.of())), Limits.defaults());
  }

  private static TouchedPaths touched(List<LayerEntry> lower, List<LayerEntry> upper) {
    return TouchedPaths.of(
        List.of(TreeFixtures.layer(lower, Map.of()), TreeFixtures.layer(upper, Map.of())),
        Limits.defaults());
  }

  private static boolean open(List<LayerEntry> one, List<LayerEntry> other) {
    boolean open = touched(one).leavesOpen(touched(other));
    assertEquals(open, touched(other).leavesOpen(touched(one)), "the other way round");
    return open;
  }

  /** Whether a layer depends on what lies below, even when both sides have it. */
  private static boolean depends(LayerEntry... entries) {
    return open(List.of(entries), List.of(entries));
  }

  private static Attributes attributes() {
    return new Attributes(0755, 0, 0, 0, Optional.empty());
  }

  private static LayerEntry dir(String path) {
    return new LayerEntry.Directory(path, attributes());
  }

  private static LayerEntry file(String path) {
    return TreeFixtures.file(path, attributes());
  }

  private static LayerEntry link(String path, String target) {
    return new LayerEntry.SymbolicLink(path, attributes(), target);
  }

  private static LayerEntry hardLink(String path, String target) {
    return new LayerEntry.HardLink(path, attributes(), target);
  }

  @Test
  void pathsThatBothTouchAreDecided() {
    assertFalse(open(List.of(DIR, FILE), List.of(DIR, link("app/a", "b"))));
  }

  @Test
  void aPathThatOneTouchesIsOpen() {
    assertTrue(open(List.of(DIR, FILE), List.of(DIR)));
  }

  @Test
  void aPathThatOneHidesIsOpen() {
    assertTrue(open(List.of(DIR, GONE), List.of(DIR)));
  }

  @Test
  void aPathThatOneHidesAndTheOtherWritesIsDecided() {
    assertFalse(open(List.of(DIR, GONE), List.of(DIR, FILE)));
  }

  @Test
  void aPathThatOneHidesAndTheOtherMakesADirectoryIsOpen() {
    assertTrue(open(List.of(DIR, GONE), List.of(DIR, dir("app/a"))));
  }

  @Test
  void whatIsInDirectoriesThatBothCoverIsDecided() {
    assertFalse(open(List.of(DIR, OPAQUE, FILE), List.of(DIR, OPAQUE)));
  }

  @Test
  void aDirectoryThatOneCoversIsOpen() {
    assertTrue(open(List.of(DIR, OPAQUE), List.of(DIR)));
  }

  @Test
  void aDirectoryOverAHiddenPathOfALowerLayerCovers() {
    TouchedPaths madeAnew = touched(List.of(DIR, GONE), List.of(DIR, dir("app/a")));
    TouchedPaths alsoCovered =
        touched(List.of(DIR, dir("app/a"), new LayerEntry.OpaqueWhiteout("app/a")));
    assertFalse(madeAnew.leavesOpen(alsoCovered));
    assertTrue(madeAnew.leavesOpen(touched(List.of(DIR, dir("app/a")))));
  }

  @Test
  void aDirectoryOverAFileOfALowerLayerCovers() {
    assertTrue(
        touched(List.of(DIR, FILE), List.of(DIR, dir("app/a")))
            .leavesOpen(touched(List.of(DIR, dir("app/a")))));
  }

  @Test
  void theRootsOwnAttributesAreOpenWhenOneHasThem() {
    assertTrue(open(List.of(dir(""), DIR), List.of(DIR)));
    assertFalse(open(List.of(dir(""), DIR), List.of(DIR, dir(""))));
  }

  @Test
  void aParentWithoutAnEntryDepends() {
    assertTrue(depends(FILE));
  }

  @Test
  void aParentWithAnEntryInALowerLayerIsKnown() {
    assertFalse(
        touched(List.of(DIR), List.of(FILE)).leavesOpen(touched(List.of(DIR), List.of(FILE))));
  }

  @Test
  void aParentThatIsALinkDepends() {
    assertTrue(depends(link("app", "srv"), FILE));
  }

  @Test
  void aParentThatIsHiddenInTheSameLayerDepends() {
    assertTrue(depends(new LayerEntry.Whiteout("app"), FILE));
  }

  @Test
  void aDirectoryOverWhatTheSameLayerHidesDepends() {
    assertTrue(depends(new LayerEntry.Whiteout("app"), DIR));
  }

  @Test
  void aDirectoryOverAFileOfTheSameLayerDepends() {
    assertTrue(depends(file("app"), DIR));
  }

  @Test
  void aFileOverADirectoryOfTheSameLayerIsDecided() {
    assertFalse(depends(DIR, FILE, file("app")));
  }

  @Test
  void hidingWhatTheSameLayerWroteDepends() {
    assertTrue(depends(DIR, FILE, GONE));
  }

  @Test
  void aHardLinkToTheSameLayerIsDecided() {
    assertFalse(depends(DIR, FILE, hardLink("app/b", "app/a")));
  }

  @Test
  void aHardLinkToALowerLayerDepends() {
    assertTrue(
        touched(List.of(DIR, FILE), List.of(DIR, hardLink("app/b", "app/a")))
            .leavesOpen(touched(List.of(DIR, FILE), List.of(DIR, hardLink("app/b", "app/a")))));
  }

  @Test
  void aHardLinkInPlaceOfAnotherEntryDepends() {
    assertTrue(depends(DIR, FILE, file("app/b"), hardLink("app/b", "app/a")));
  }

  @Test
  void anOpaqueMarkerOfTheRootDepends() {
    assertTrue(depends(DIR, new LayerEntry.OpaqueWhiteout("")));
  }

  @Test
  void anOpaqueMarkerOfADirectoryWithoutAnEntryDepends() {
    assertTrue(depends(OPAQUE));
  }

  @Test
  void anOpaqueMarkerBehindDirectoriesWithoutAnEntryDepends() {
    List<LayerEntry> below = List.of(DIR, dir("app/b"));
    List<LayerEntry> above = List.of(DIR, file("app/b/c"), OPAQUE);
    assertTrue(touched(below, above).leavesOpen(touched(below, above)));
  }

  @Test
  void aDirectoryWithoutAnEntryBehindAnOpaqueMarkerDepends() {
    List<LayerEntry> below = List.of(DIR, dir("app/b"));
    List<LayerEntry> above = List.of(DIR, OPAQUE, file("app/b/c"));
    assertTrue(touched(below, above).leavesOpen(touched(below, above)));
  }

  @Test
  void aDeviceThatOverlaysTakeForAWhiteoutDepends() {
    assertTrue(depends(DIR, new LayerEntry.Device("app/a", attributes(), false, 0, 0)));
  }

  @Test
  void aNameThatLeavesItsDirectoryDepends() {
    assertTrue(depends(DIR, file("app/../a")));
  }
}
