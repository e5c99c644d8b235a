package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Headers that say more about the entry behind them. */
class TarExtensionsTest extends TarReading {
  @Test
  void gnuLongNamesAreRead() throws IOException {
    String name = "n".repeat(300);
    String target = "t".repeat(300);
    TarHeader read =
        read(new TarBytes()
                .extension('K', TarBytes.latin1(target + "\0"))
                .extension('L', TarBytes.latin1(name + "\0"))
                .link("short", '2', "short")
                .end())
            .only();
    assertEquals(name, read.name());
    assertEquals(target, read.linkName());
  }

  @Test
  void paxRecordsReplaceFields() throws IOException {
    TarHeader read =
        read(new TarBytes()
                .pax("path=p\u00c3\u00a4th", "uid=70000000", "gid=5", "mtime=-1.25", "comment=x")
                .file("short", "")
                .end())
            .only();
    assertEquals("päth", read.name());
    assertEquals(70_000_000, read.uid());
    assertEquals(5, read.gid());
    assertEquals(-2, read.modifiedSeconds());
  }

  @Test
  void aPaxSizeOverridesTheHeader() throws IOException {
    byte[] tar =
        new TarBytes().pax("size=600").add(header("a", '0', 0), new byte[600]).file("b", "").end();
    Reading reading = read(tar);
    assertEquals(List.of(600L, 0L), reading.headers().stream().map(TarHeader::storedSize).toList());
    assertEquals(List.of(LayerAnomaly.Kind.AMBIGUOUS_HEADER), reading.anomalyKinds());
  }

  @Test
  void anEmptyPaxValueLeavesTheField() throws IOException {
    assertEquals("a", read(new TarBytes().pax("path=").file("a", "").end()).only().name());
  }

  @Test
  void attributesKeepEveryByte() throws IOException {
    String value = "\u0001\u0000\u0000\u0002\u0080\n=\u00ff 12\n\u0000";
    TarHeader read =
        read(new TarBytes()
                .pax("SCHILY.xattr.security.capability=" + value, "SCHILY.xattr.user.b=2")
                .file("a", "")
                .end())
            .only();
    assertArrayEquals(TarBytes.latin1(value), read.attributes().get("security.capability"));
    assertArrayEquals(TarBytes.latin1("2"), read.attributes().get("user.b"));
  }

  @Test
  void libarchiveAttributesAreDecoded() throws IOException {
    TarHeader read =
        read(new TarBytes()
                .pax("LIBARCHIVE.xattr.security%2Ecapability=AQAAAgA")
                .file("a", "")
                .end())
            .only();
    assertArrayEquals(new byte[] {1, 0, 0, 2, 0}, read.attributes().get("security.capability"));
  }

  @Test
  void theAttributeThatEnginesObeyWins() throws IOException {
    Reading reading =
        read(
            new TarBytes()
                .pax("LIBARCHIVE.xattr.user.a=AQ", "SCHILY.xattr.user.a=2")
                .file("a", "")
                .end());
    assertArrayEquals(TarBytes.latin1("2"), reading.only().attributes().get("user.a"));
    assertEquals(List.of(LayerAnomaly.Kind.AMBIGUOUS_HEADER), reading.anomalyKinds());
  }

  @Test
  void extensionsEndWithTheirEntry() throws IOException {
    Reading reading =
        read(new TarBytes().pax("path=long", "uid=7").file("a", "").file("b", "").end());
    assertEquals(List.of("long", "b"), reading.headers().stream().map(TarHeader::name).toList());
    assertEquals(0, reading.headers().get(1).uid());
  }

  // What readers take differently

  @Test
  void aGlobalHeaderChangesNothingButIsReported() throws IOException {
    Reading reading =
        read(
            new TarBytes()
                .extension('g', TarBytes.latin1(TarBytes.paxRecords("uid=1000", "path=b")))
                .file("a", "")
                .end());
    assertEquals(0, reading.only().uid());
    assertEquals("a", reading.only().name());
    assertEquals(List.of(LayerAnomaly.Kind.AMBIGUOUS_HEADER), reading.anomalyKinds());
  }

  @Test
  void aGlobalCommentIsHarmless() throws IOException {
    byte[] tar =
        new TarBytes()
            .extension('g', TarBytes.latin1(TarBytes.paxRecords("comment=0123abc")))
            .file("a", "")
            .end();
    assertEquals(List.of(), read(tar).anomalies());
  }

  @Test
  void aRepeatedPaxKeyIsReportedAndTheLastOneCounts() throws IOException {
    Reading reading = read(new TarBytes().pax("uid=1", "uid=2").file("a", "").end());
    assertEquals(2, reading.only().uid());
    assertEquals(List.of(LayerAnomaly.Kind.AMBIGUOUS_HEADER), reading.anomalyKinds());
  }

  @Test
  void aSecondPaxHeaderReplacesTheFirst() throws IOException {
    Reading reading = read(new TarBytes().pax("uid=1").pax("gid=2").file("a", "").end());
    assertEquals(0, reading.only().uid());
    assertEquals(2, reading.only().gid());
    assertEquals(List.of(LayerAnomaly.Kind.AMBIGUOUS_HEADER), reading.anomalyKinds());
  }

  @Test
  void aGnuLongNameWinsOverPax() throws IOException {
    Reading reading =
        read(
            new TarBytes()
                .extension('L', TarBytes.latin1("gnu\0"))
                .pax("path=pax")
                .file("a", "")
                .end());
    assertEquals("gnu", reading.only().name());
    assertEquals(List.of(LayerAnomaly.Kind.AMBIGUOUS_HEADER), reading.anomalyKinds());
  }

  @Test
  void aSizeThatFitsTheHeaderButDiffersIsReported() throws IOException {
    assertAmbiguous(
        new TarBytes()
            .pax("size=0")
            .file("a", "")
            .pax("size=1")
            .add(header("b", '0', 0), new byte[1]));
  }
}
