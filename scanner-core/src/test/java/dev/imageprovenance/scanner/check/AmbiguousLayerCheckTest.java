package dev.imageprovenance.scanner.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.layer.Attributes;
import dev.imageprovenance.scanner.layer.LayerAnomaly;
import dev.imageprovenance.scanner.layer.LayerEntry;
import dev.imageprovenance.scanner.layer.TreeAnomaly;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class AmbiguousLayerCheckTest {
  private final AmbiguousLayerCheck check = new AmbiguousLayerCheck();

  private List<Finding> of(TestFacts facts) {
    return check.check(facts.build()).findings();
  }

  private static LayerAnomaly layer(LayerAnomaly.Kind kind, String path) {
    return new LayerAnomaly(kind, path, "as found");
  }

  private static TreeAnomaly tree(TreeAnomaly.Kind kind, String path) {
    return new TreeAnomaly(kind, 1, path, "as found");
  }

  @ParameterizedTest
  @CsvSource({
    "DUPLICATE_ENTRY,HIGH",
    "ESCAPING_NAME,HIGH",
    "MISPLACED_WHITEOUT,HIGH",
    "OVERLAY_WHITEOUT_DEVICE,HIGH",
    "OVERLAY_ATTRIBUTE,HIGH",
    "MALFORMED_CAPABILITY,HIGH",
    "OWNER_WRAPS,HIGH",
    "PARENT_IS_SYMLINK,MEDIUM",
    "HARD_LINK_TO_LOWER_LAYER,MEDIUM",
    "AMBIGUOUS_HEADER,MEDIUM",
    "UNKNOWN_ENTRY_TYPE,MEDIUM",
    "MISSING_END_OF_ARCHIVE,LOW",
    "AUFS_METADATA,LOW"
  })
  void anomalyOfALayerHasItsSeverity(LayerAnomaly.Kind kind, Severity severity) {
    assertEquals(
        List.of(kind.name() + severity),
        of(new TestFacts().layerAnomaly(0, layer(kind, "a/b"))).stream()
            .map(f -> f.code() + f.severity())
            .toList());
  }

  @ParameterizedTest
  @EnumSource(
      value = LayerAnomaly.Kind.class,
      names = {"TRAILING_DATA", "TRAILING_COMPRESSED_DATA"})
  void whatIntegrityTellsIsNotToldAgain(LayerAnomaly.Kind kind) {
    assertEquals(List.of(), of(new TestFacts().layerAnomaly(0, layer(kind, ""))));
  }

  @ParameterizedTest
  @CsvSource({
    "PARENT_IS_LOWER_SYMLINK,MEDIUM",
    "HARD_LINK_TO_LOWER_LAYER,MEDIUM",
    "WHITEOUT_AND_CONTENT,HIGH",
    "OPAQUE_ORDER,HIGH",
    "CASE_FOLDING_NAMES,INFO",
    "DANGLING_HARD_LINK,MEDIUM",
    "HARD_LINK_CHANGES_ATTRIBUTES,MEDIUM",
    "OVERLAY_WHITEOUT_DEVICE,HIGH"
  })
  void anomalyOfTheTreeHasItsSeverity(TreeAnomaly.Kind kind, Severity severity) {
    FakeFileTree tree = FakeFileTree.empty().anomaly(tree(kind, "a/b"));

    assertEquals(
        List.of(kind.name() + severity),
        of(new TestFacts().tree(tree)).stream().map(f -> f.code() + f.severity()).toList());
  }

  @Test
  void sameAnomalyOfLayerAndTreesIsToldOnce() {
    TreeAnomaly anomaly = tree(TreeAnomaly.Kind.HARD_LINK_TO_LOWER_LAYER, "a/b");
    TestFacts facts =
        new TestFacts()
            .trees(FakeFileTree.empty().anomaly(anomaly), FakeFileTree.empty().anomaly(anomaly))
            .layerAnomaly(1, layer(LayerAnomaly.Kind.HARD_LINK_TO_LOWER_LAYER, "a/b"));

    assertEquals(1, of(facts).size());
  }

  @Test
  void danglingLinkIsNotCalledALinkToALowerLayer() {
    TestFacts facts =
        new TestFacts()
            .tree(FakeFileTree.empty().anomaly(tree(TreeAnomaly.Kind.DANGLING_HARD_LINK, "a/b")))
            .layerAnomaly(1, layer(LayerAnomaly.Kind.HARD_LINK_TO_LOWER_LAYER, "a/b"));

    assertEquals(List.of("DANGLING_HARD_LINK"), of(facts).stream().map(Finding::code).toList());
  }

  @Test
  void whiteoutBesideItsContentIsToldOnce() {
    TestFacts facts =
        new TestFacts()
            .tree(FakeFileTree.empty().anomaly(tree(TreeAnomaly.Kind.WHITEOUT_AND_CONTENT, "a/b")))
            .layerAnomaly(1, layer(LayerAnomaly.Kind.MISPLACED_WHITEOUT, "a/b"));

    assertEquals(List.of("WHITEOUT_AND_CONTENT"), of(facts).stream().map(Finding::code).toList());
  }

  @Test
  void namesInADetailAreNotEscapedTwice() {
    TestFacts facts =
        new TestFacts()
            .layerAnomaly(
                0, new LayerAnomaly(LayerAnomaly.Kind.OWNER_WRAPS, "a", "the name \\xff"));

    assertTrue(of(facts).get(0).message().endsWith("(the name \\xff)"));
  }

  @Test
  void controlCharactersOfADetailDoNotReachTheMessage() {
    TestFacts facts =
        new TestFacts()
            .layerAnomaly(0, new LayerAnomaly(LayerAnomaly.Kind.OWNER_WRAPS, "a", "\u001b[2J"));

    assertEquals(-1, of(facts).get(0).message().indexOf('\u001b'));
  }

  @Test
  void repeatedDirectoryWithTheSameAttributesIsLow() {
    assertEquals("REPEATED_DIRECTORY LOW", codeOfRepeated(directory(0755), directory(0755)));
  }

  @Test
  void repeatedDirectoryWithOtherAttributesIsHigh() {
    assertEquals("DUPLICATE_ENTRY HIGH", codeOfRepeated(directory(0755), directory(0777)));
  }

  @Test
  void directoryThatIsAlsoALinkIsHigh() {
    LayerEntry link = new LayerEntry.SymbolicLink("a", directory(0777).attributes(), "b");

    assertEquals("DUPLICATE_ENTRY HIGH", codeOfRepeated(directory(0755), directory(0755), link));
  }

  private String codeOfRepeated(LayerEntry... entries) {
    Finding finding =
        of(new TestFacts()
                .layerEntries(0, List.of(entries), layer(LayerAnomaly.Kind.DUPLICATE_ENTRY, "a")))
            .get(0);
    return finding.code() + " " + finding.severity();
  }

  private static LayerEntry.Directory directory(int mode) {
    return new LayerEntry.Directory("a", new Attributes(mode, 0, 0, 0, Optional.empty()));
  }

  @Test
  void manyOfAKindAreToldTogether() {
    LayerAnomaly[] many = new LayerAnomaly[11];
    for (int i = 0; i < many.length; i++) {
      many[i] = layer(LayerAnomaly.Kind.DUPLICATE_ENTRY, "file" + i);
    }
    List<Finding> findings = of(new TestFacts().layerAnomaly(2, many));

    assertTrue(
        findings.size() == 1
            && findings
                .get(0)
                .message()
                .startsWith("11 paths of layer 3, such as /file0, /file1, /file2, /file3, /file4"));
  }

  @Test
  void kindThatCameTooOftenSaysThatThereAreMore() {
    LayerAnomaly[] many = new LayerAnomaly[12];
    for (int i = 0; i < many.length; i++) {
      many[i] = layer(LayerAnomaly.Kind.DUPLICATE_ENTRY, i == 11 ? "" : "file" + i);
    }

    assertTrue(
        of(new TestFacts().layerAnomaly(2, many))
            .get(0)
            .message()
            .startsWith("More than 11 paths of layer 3"));
  }

  @Test
  void tenOfAKindAreToldOneByOne() {
    LayerAnomaly[] ten = new LayerAnomaly[10];
    for (int i = 0; i < ten.length; i++) {
      ten[i] = layer(LayerAnomaly.Kind.DUPLICATE_ENTRY, "file" + i);
    }

    assertEquals(10, of(new TestFacts().layerAnomaly(2, ten)).size());
  }

  @Test
  void namesThatFoldAreAlwaysToldTogether() {
    FakeFileTree tree =
        FakeFileTree.empty()
            .anomaly(tree(TreeAnomaly.Kind.CASE_FOLDING_NAMES, "usr/share/terminfo/e"))
            .anomaly(tree(TreeAnomaly.Kind.CASE_FOLDING_NAMES, "usr/share/terminfo/E"));

    assertEquals(1, of(new TestFacts().tree(tree)).size());
  }

  @Test
  void layerIsTheLocation() {
    Finding finding =
        of(new TestFacts().layerAnomaly(2, layer(LayerAnomaly.Kind.OWNER_WRAPS, "a"))).get(0);

    assertEquals(2, finding.location().orElseThrow().layerIndex());
  }

  @Test
  void unreadLayerIsUnknownButTheOthersAreJudged() {
    CheckOutcome outcome =
        check.check(
            new TestFacts()
                .unknownTree("layer 3 could not be read")
                .unreadLayer(2, "layer 3 could not be read")
                .layerAnomaly(0, layer(LayerAnomaly.Kind.OWNER_WRAPS, "a"))
                .build());

    assertEquals(
        "Optional[layer 3 could not be read] 1",
        outcome.unknown() + " " + outcome.findings().size());
  }

  @Test
  void soundLayersHaveNoFindings() {
    assertEquals("engines agree about every layer", check.check(new TestFacts().build()).summary());
  }
}
