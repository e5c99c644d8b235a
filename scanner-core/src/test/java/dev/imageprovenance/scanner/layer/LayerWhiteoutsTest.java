package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.layer.LayerAnomaly.Kind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whiteouts and the bookkeeping of AUFS. */
class LayerWhiteoutsTest extends LayerScanning {
  @Test
  void whiteoutsBecomeTheirEntries() throws IOException {
    LayerFacts facts =
        scan(
            new TarBytes()
                .file("etc/.wh.shadow", "")
                .file(".wh.tmp", "")
                .file("var/.wh..wh..opq", "")
                .file(".wh..wh..opq", ""));
    assertEquals(
        List.of(
            new LayerEntry.Whiteout("etc/shadow"),
            new LayerEntry.Whiteout("tmp"),
            new LayerEntry.OpaqueWhiteout("var"),
            new LayerEntry.OpaqueWhiteout("")),
        facts.entries());
    assertEquals(List.of(), facts.anomalies());
  }

  @ParameterizedTest
  @ValueSource(strings = {".wh.", "a/.wh.", "a/.wh..", "a/.wh..."})
  void aWhiteoutOfNothingIsMisplaced(String name) throws IOException {
    LayerFacts facts = scan(new TarBytes().file(name, ""));
    assertEquals(List.of(), facts.entries());
    assertEquals(List.of(Kind.MISPLACED_WHITEOUT), kinds(facts));
  }

  @Test
  void aWhiteoutBehindItsFileIsMisplaced() throws IOException {
    LayerFacts facts = scan(new TarBytes().file("a/b", "").file("a/.wh.b", ""));
    assertEquals(List.of(Kind.MISPLACED_WHITEOUT), kinds(facts));
  }

  @Test
  void aWhiteoutBehindAnEntryBelowItIsMisplaced() throws IOException {
    LayerFacts facts = scan(new TarBytes().file("a/b/c", "").file(".wh.a", ""));
    assertEquals(List.of(Kind.MISPLACED_WHITEOUT), kinds(facts));
  }

  @Test
  void aWhiteoutBeforeItsFileIsNot() throws IOException {
    LayerFacts facts = scan(new TarBytes().file("a/.wh.b", "").file("a/b", ""));
    assertEquals(List.of(), kinds(facts));
  }

  @Test
  void aufsMetadataIsNoEntry() throws IOException {
    LayerFacts facts = scan(new TarBytes().entry(".wh..wh.plnk/", '5').file("d/.wh..wh.aufs", ""));
    assertEquals(List.of(), facts.entries());
    assertEquals(List.of(Kind.AUFS_METADATA, Kind.AUFS_METADATA), kinds(facts));
  }

  @Test
  void whatIsBelowAnAufsDirectoryIsAnEntryForSomeEnginesUnpackIt() throws IOException {
    LayerFacts facts =
        scan(
            new TarBytes()
                .add(
                    new TarBytes.Header(".wh..wh.x/su", '0', 4).mode(04777), TarBytes.latin1("c")));
    assertEquals(
        List.of(".wh..wh.x/su 2559"),
        facts.entries().stream()
            .map(LayerEntry.RegularFile.class::cast)
            .map(file -> file.path() + " " + file.attributes().mode())
            .toList());
    assertEquals(List.of(Kind.AUFS_METADATA), kinds(facts));
  }

  @Test
  void aFileOfAufsOwnNameDoesNotTakeThePlaceOfItsDirectory() throws IOException {
    LayerFacts facts = scan(new TarBytes().file(".wh..wh.x/su", "").file(".wh..wh.x", ""));
    assertEquals(List.of(".wh..wh.x/su"), facts.entries().stream().map(LayerEntry::path).toList());
  }

  @Test
  void aLinkToAFileThatAufsKeptIsAnOrdinaryHardLinkWithItsOwnHeader() throws IOException {
    LayerFacts facts =
        scan(
            new TarBytes()
                .file(".wh..wh.plnk/1", "code")
                .add(new TarBytes.Header("su", '1', 0).mode(04777).link(".wh..wh.plnk/1")));
    assertEquals(
        new LayerEntry.HardLink("su", attributes(04777, 0, 0), ".wh..wh.plnk/1"),
        facts.entries().get(1));
  }
}
