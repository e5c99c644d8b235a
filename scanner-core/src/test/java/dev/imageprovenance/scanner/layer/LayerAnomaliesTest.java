package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.layer.LayerAnomaly.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries that engines could read differently. */
class LayerAnomaliesTest extends LayerScanning {
  @ParameterizedTest
  @CsvSource({
    "4294967296, 0",
    "4294967295, 0",
    "-1, 0",
    "4294968296, 1000",
    "-2, 4294967294",
    "9223372036854775807, 0",
  })
  void anOwnerOutsideOfItsRangeWraps(long written, long applied) throws IOException {
    LayerFacts facts = scan(new TarBytes().pax("uid=" + written).file("a", ""));
    assertEquals(applied, onlyAttributes(facts).uid());
    assertEquals(List.of(Kind.OWNER_WRAPS), kinds(facts));
  }

  @Test
  void theLargestOwnerDoesNotWrap() throws IOException {
    LayerFacts facts = scan(new TarBytes().pax("gid=4294967294").file("a", ""));
    assertEquals(4294967294L, onlyAttributes(facts).gid());
    assertEquals(List.of(), kinds(facts));
  }

  @Test
  void capabilitiesAreDecoded() throws IOException {
    LayerFacts facts =
        scan(new TarBytes().pax("SCHILY.xattr.security.capability=" + CAP_SETUID).file("a", ""));
    assertEquals(
        Optional.of(new FileCapabilities(2, true, 1L << 7, 0, Optional.empty())),
        onlyAttributes(facts).capabilities());
  }

  @Test
  void malformedCapabilitiesAreReported() throws IOException {
    LayerFacts facts = scan(new TarBytes().pax("SCHILY.xattr.security.capability=x").file("a", ""));
    assertEquals(Optional.empty(), onlyAttributes(facts).capabilities());
    assertEquals(List.of(Kind.MALFORMED_CAPABILITY), kinds(facts));
  }

  @Test
  void capabilitiesOfRevisionOneAreDecodedAndReported() throws IOException {
    String value = "\u0001\u0000\u0000\u0001\u0080" + "\u0000".repeat(7);
    LayerFacts facts =
        scan(new TarBytes().pax("SCHILY.xattr.security.capability=" + value).file("a", ""));
    assertTrue(onlyAttributes(facts).capabilities().isPresent());
    assertEquals(List.of(Kind.MALFORMED_CAPABILITY), kinds(facts));
  }

  @Test
  void theAttributeThatOverridesModesOnFuseOverlayfsIsReported() throws IOException {
    LayerFacts facts =
        scan(
            new TarBytes()
                .pax("SCHILY.xattr.user.containers.override_stat=0:0:04755:file")
                .file("su", ""));
    assertEquals(List.of(Kind.OVERLAY_ATTRIBUTE), kinds(facts));
  }

  @Test
  void overlayAttributesAreReported() throws IOException {
    LayerFacts facts =
        scan(new TarBytes().pax("SCHILY.xattr.trusted.overlay.redirect=/x").entry("a", '5'));
    assertEquals(List.of(Kind.OVERLAY_ATTRIBUTE), kinds(facts));
  }

  @Test
  void aWhiteoutDeviceIsReported() throws IOException {
    assertEquals(
        List.of(Kind.OVERLAY_WHITEOUT_DEVICE), kinds(scan(new TarBytes().entry("a", '3'))));
  }

  // What engines apply differently

  @Test
  void aRepeatedPathIsReported() throws IOException {
    LayerFacts facts = scan(new TarBytes().file("a", "1").file("./a", "2"));
    assertEquals(2, facts.entries().size());
    assertEquals(List.of(Kind.DUPLICATE_ENTRY), kinds(facts));
  }

  @Test
  void aDirectoryBehindItsChildIsNoDuplicate() throws IOException {
    assertEquals(List.of(), kinds(scan(new TarBytes().file("a/b", "").entry("a/", '5'))));
  }

  @Test
  void aFileBehindEntriesBelowItIsReported() throws IOException {
    assertEquals(
        List.of(Kind.DUPLICATE_ENTRY), kinds(scan(new TarBytes().file("a/b", "").file("a", ""))));
  }

  @Test
  void anEntryBelowAFileIsReported() throws IOException {
    assertEquals(
        List.of(Kind.DUPLICATE_ENTRY), kinds(scan(new TarBytes().file("a", "").file("a/b/c", ""))));
  }

  @Test
  void everyEntryBelowASymbolicLinkIsReported() throws IOException {
    LayerFacts facts =
        scan(
            new TarBytes()
                .link("lib", '2', "usr/lib")
                .file("lib/x", "")
                .entry("lib/d/", '5')
                .file("lib/d/y", "")
                .file("lib/e/z", "")
                .file("lib/e/f/z", "")
                .file("library/x", ""));
    assertEquals(
        List.of("lib/x", "lib/d", "lib/d/y", "lib/e/z", "lib/e/f/z"),
        facts.anomalies().stream()
            .filter(a -> a.kind() == Kind.PARENT_IS_SYMLINK)
            .map(LayerAnomaly::path)
            .toList());
    assertEquals(5, facts.anomalies().size());
  }

  @Test
  void aLinkThatReplacesTheDirectoryOfTheLastEntryIsSeen() throws IOException {
    LayerFacts facts = scan(new TarBytes().file("a/b", "").link("a", '2', "c").file("a/d", ""));
    assertEquals(List.of(Kind.DUPLICATE_ENTRY, Kind.PARENT_IS_SYMLINK), kinds(facts));
  }

  @Test
  void aHardLinkOutOfTheLayerIsReported() throws IOException {
    assertEquals(
        List.of(Kind.HARD_LINK_TO_LOWER_LAYER),
        kinds(scan(new TarBytes().link("a", '1', "usr/bin/su"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../etc/passwd", "/..", "a/../../etc/passwd", "usr/../etc/passwd"})
  void anEscapingNameIsReportedAndStaysInTheRoot(String name) throws IOException {
    LayerFacts facts = scan(new TarBytes().entry(name, '5'));
    assertEquals(List.of(Kind.ESCAPING_NAME), kinds(facts));
    assertTrue(List.of("", "etc/passwd").contains(facts.entries().get(0).path()));
  }

  @Test
  void anEscapingLinkTargetIsReported() throws IOException {
    LayerFacts facts = scan(new TarBytes().file("b", "").link("a", '1', "../b"));
    assertEquals(List.of(Kind.ESCAPING_NAME), kinds(facts));
  }

  @Test
  void anUnknownTypeIsSkippedWithItsContent() throws IOException {
    LayerFacts facts =
        scan(new TarBytes().add(new TarBytes.Header("v", 'V', 3), new byte[3]).file("a", ""));
    assertEquals(List.of("a"), facts.entries().stream().map(LayerEntry::path).toList());
    assertEquals(List.of(Kind.UNKNOWN_ENTRY_TYPE), kinds(facts));
  }

  @Test
  void aRootThatIsNoDirectoryIsNoEntry() throws IOException {
    LayerFacts facts = scan(new TarBytes().link("./", '2', "elsewhere"));
    assertEquals(List.of(), facts.entries());
    assertEquals(List.of(Kind.UNKNOWN_ENTRY_TYPE), kinds(facts));
  }

  @Test
  void aFloodOfAnomaliesIsSummedUp() throws IOException {
    TarBytes tar = new TarBytes();
    for (int i = 0; i < 1200; i++) {
      tar.file("a", "");
    }
    List<LayerAnomaly> anomalies = scan(tar).anomalies();
    assertEquals(501, anomalies.size());
    assertEquals(
        new LayerAnomaly(Kind.DUPLICATE_ENTRY, "", "699 more of this kind are not listed"),
        anomalies.get(500));
  }
}
