package dev.imageprovenance.scanner.compare;

import static dev.imageprovenance.scanner.compare.CompareFixtures.dir;
import static dev.imageprovenance.scanner.compare.CompareFixtures.file;
import static dev.imageprovenance.scanner.compare.CompareFixtures.link;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.compare.FakeImages.Layer;
import dev.imageprovenance.scanner.compare.LayeredComparison.Result;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.layer.LayerEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which layers are read; what they differ in is the matter of the equivalence test. */
class LayeredComparisonTest {
  private static final Layer BASE =
      Layer.of(
          "base", dir("bin"), file("bin/sh", 0755, "sh"), dir("app"), file("app/a", 0644, "a"));
  private static final Layer TOOLS = Layer.of("tools", dir("usr"), file("usr/tool", 0755, "tool"));

  private final FakeImages images = new FakeImages();

  private Result compare(List<Layer> deployed, List<Layer> registry) {
    return new LayeredComparison(
            images, Limits.defaults(), images.image(deployed), images.image(registry))
        .compare();
  }

  private static List<String> paths(Result result) {
    return result.files().asKnown().orElseThrow().stream().map(FileDifference::path).toList();
  }

  private static LayerEntry app(String content) {
    return file("app/a", 0644, content);
  }

  @Test
  void aFileThatBothImagesChangeNeedsNoSharedLayer() {
    Result result =
        compare(
            List.of(BASE, TOOLS, Layer.of("new", dir("app"), app("2"))),
            List.of(BASE, TOOLS, Layer.of("old", dir("app"), app("1"))));
    assertEquals(List.of("app/a"), paths(result));
    assertEquals(List.of("new", "old"), images.read);
    assertEquals(new LayerUse(2, 0), result.layers());
  }

  @Test
  void layersRebuiltWithTheSameContentNeedNoSharedLayer() {
    Result result =
        compare(
            List.of(BASE, Layer.of("new", dir("app"), app("1")), TOOLS),
            List.of(BASE, Layer.of("old", dir("app"), app("1")), TOOLS));
    assertEquals(List.of(), paths(result));
    assertEquals(List.of("new", "old"), images.read);
  }

  @Test
  void aLayerAboveIsReadOnlyWhenThoseBelowDiffer() {
    Result result =
        compare(
            List.of(BASE, Layer.of("new", dir("app"), app("2")), TOOLS),
            List.of(BASE, Layer.of("old", dir("app"), app("1")), TOOLS));
    assertEquals(List.of("app/a"), paths(result));
    assertEquals(List.of("new", "old", "tools"), images.read);
    assertEquals(new LayerUse(2, 1), result.layers());
  }

  @Test
  void aFileThatOnlyOneImageTouchesIsLookedForInTheLayersBelow() {
    Result result =
        compare(
            List.of(BASE, TOOLS, Layer.of("new", dir("app"), app("2"), file("app/b", 0644, "b"))),
            List.of(BASE, TOOLS, Layer.of("old", dir("app"), app("1"))));
    assertEquals(List.of("app/a", "app/b"), paths(result));
    assertEquals(List.of("new", "old", "tools", "base"), images.read);
    assertEquals(new LayerUse(2, 2), result.layers());
  }

  @Test
  void layersBelowAreReadFromTheTopUntilNothingIsOpen() {
    Layer application = Layer.of("application", dir("app"), app("1"));
    Result result =
        compare(
            List.of(BASE, TOOLS, application, Layer.of("patch", dir("app"), app("2"))),
            List.of(BASE, TOOLS, application));
    assertEquals(List.of("app/a"), paths(result));
    assertEquals(List.of("patch", "application"), images.read);
    assertEquals(new LayerUse(3, 1), result.layers());
  }

  @Test
  void aDeletedFileIsLookedForInTheLayersBelow() {
    Result result =
        compare(
            List.of(BASE, Layer.of("new", dir("app"), new LayerEntry.Whiteout("app/a"))),
            List.of(BASE, Layer.of("old", dir("app"), dir("app/new"))));
    assertEquals(List.of("app/a", "app/new"), paths(result));
    assertEquals(List.of("new", "old", "base"), images.read);
  }

  @Test
  void aFileThatBothDeleteNeedsNoSharedLayer() {
    LayerEntry deleted = new LayerEntry.Whiteout("app/a");
    compare(
        List.of(BASE, Layer.of("new", dir("app"), deleted)),
        List.of(BASE, Layer.of("old", dir("app"), deleted)));
    assertEquals(List.of("new", "old"), images.read);
  }

  @Test
  void aDirectoryThatOnlyOneImageEmptiesNeedsTheLayersBelow() {
    Result result =
        compare(
            List.of(BASE, Layer.of("new", dir("app"), new LayerEntry.OpaqueWhiteout("app"))),
            List.of(BASE, Layer.of("old", dir("app"))));
    assertEquals(List.of("app/a"), paths(result));
    assertEquals(List.of("new", "old", "base"), images.read);
  }

  @Test
  void whatIsInADirectoryThatBothEmptyNeedsNoSharedLayer() {
    LayerEntry emptied = new LayerEntry.OpaqueWhiteout("app");
    Result result =
        compare(
            List.of(BASE, Layer.of("new", dir("app"), emptied, file("app/b", 0644, "b"))),
            List.of(BASE, Layer.of("old", dir("app"), emptied)));
    assertEquals(List.of("app/b"), paths(result));
    assertEquals(List.of("new", "old"), images.read);
  }

  @Test
  void aDirectoryThatOnlyOneImageReplacesNeedsTheLayersBelow() {
    compare(
        List.of(BASE, Layer.of("new", link("app", "/srv"))),
        List.of(BASE, Layer.of("old", dir("app"))));
    assertEquals(List.of("new", "old", "base"), images.read);
  }

  @Test
  void aDirectoryWithoutAnEntryNeedsTheLayersBelow() {
    compare(List.of(BASE, Layer.of("new", app("2"))), List.of(BASE, Layer.of("old", app("1"))));
    assertEquals(List.of("new", "old", "base"), images.read);
  }

  @Test
  void aHardLinkIntoALowerLayerNeedsIt() {
    LayerEntry linked =
        new LayerEntry.HardLink("app/b", CompareFixtures.attributes(0644, 0), "app/a");
    compare(
        List.of(BASE, Layer.of("new", dir("app"), linked)),
        List.of(BASE, Layer.of("old", dir("app"), linked)));
    assertEquals(List.of("new", "old", "base"), images.read);
  }

  @Test
  void imagesThatShareNothingAreReadInWhole() {
    Result result = compare(List.of(BASE, TOOLS), List.of(TOOLS));
    assertEquals(List.of("bin/sh", "app", "app/a", "bin"), paths(result));
    assertEquals(new LayerUse(1, 1), result.layers());
  }

  @Test
  void whatLiesOnThisMachineIsReadInWhole() {
    images.local();
    Result result =
        compare(
            List.of(BASE, Layer.of("new", dir("app"), app("2"))),
            List.of(BASE, Layer.of("old", dir("app"), app("1"))));
    assertEquals(List.of("base", "new", "old"), images.read);
    assertEquals(new LayerUse(0, 0), result.layers());
  }

  @Test
  void aLayerThatIsNotNeededMayBeLost() {
    images.losing("base");
    Result result =
        compare(
            List.of(BASE, Layer.of("new", dir("app"), app("2"))),
            List.of(BASE, Layer.of("old", dir("app"), app("1"))));
    assertEquals(List.of("app/a"), paths(result));
  }

  @Test
  void aNeededLayerThatIsLostMakesTheFilesUnknown() {
    images.losing("base");
    Result result =
        compare(
            List.of(BASE, Layer.of("new", dir("app"), file("app/b", 0644, "b"))),
            List.of(BASE, Layer.of("old", dir("app"))));
    assertEquals(Fact.unknown("layer base is lost"), result.files());
  }
}
