package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
  /** Everything that a reader says about a stream. */
  private record Reading(
      List<TarHeader> headers, List<byte[]> contents, List<LayerAnomaly> anomalies) {
    TarHeader only() {
      assertEquals(1, headers.size());
      return headers.get(0);
    }

    String onlyContent() {
      assertEquals(1, contents.size());
      return new String(contents.get(0), StandardCharsets.ISO_8859_1);
    }

    List<LayerAnomaly.Kind> anomalyKinds() {
      return anomalies.stream().map(LayerAnomaly::kind).toList();
    }
  }

  private static Reading read(byte[] tar) throws IOException {
    return read(tar, Limits.defaults());
  }

  private static Reading read(byte[] tar, Limits limits) throws IOException {
    Reading reading = new Reading(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    TarReader reader =
        new TarReader(new ByteArrayInputStream(tar), limits, reading.anomalies()::add);
    for (TarHeader header = reader.next(); header != null; header = reader.next()) {
      reading.headers().add(header);
      reading.contents().add(content(reader));
    }
    return reading;
  }

  private static byte[] content(TarReader reader) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] buffer = new byte[1000];
    for (int n = reader.read(buffer, 0, 1000); n >= 0; n = reader.read(buffer, 0, 1000)) {
      content.write(buffer, 0, n);
    }
    return content.toByteArray();
  }

  private static ScanException problemOf(byte[] tar) {
    return assertThrows(ScanException.class, () -> read(tar));
  }

  private static void assertMalformed(TarBytes tar) {
    assertEquals(ProblemKind.MALFORMED, problemOf(tar.end()).kind());
  }

  private static void assertLimit(String name, byte[] tar) {
    ScanException e = problemOf(tar);
    assertEquals(ProblemKind.LIMIT, e.kind());
    assertTrue(String.valueOf(e.getMessage()).contains(name), e.getMessage());
  }

  private static void assertAmbiguous(TarBytes tar) throws IOException {
    assertEquals(List.of(LayerAnomaly.Kind.AMBIGUOUS_HEADER), read(tar.end()).anomalyKinds());
  }

  private static TarBytes.Header header(String name, char type, long size) {
    return new TarBytes.Header(name, type, size);
  }

  // Ordinary archives

  @Test
  void contentIsRead() throws IOException {
    Reading reading = read(new TarBytes().file("a", "one").file("b", "").file("c", "three").end());
    assertEquals(
        List.of("one", "", "three"),
        reading.contents().stream().map(c -> new String(c, StandardCharsets.UTF_8)).toList());
    assertEquals(List.of(), reading.anomalies());
  }

  @Test
  void contentThatIsNotReadIsSkipped() throws IOException {
    byte[] tar = new TarBytes().file("a", "x".repeat(200_000)).file("b", "two").end();
    TarReader reader =
        new TarReader(new ByteArrayInputStream(tar), Limits.defaults(), anomaly -> {});
    assertNotNull(reader.next());
    TarHeader second = reader.next();
    assertNotNull(second);
    assertEquals("b", second.name());
    assertArrayEquals(TarBytes.latin1("two"), content(reader));
    assertNull(reader.next());
    assertNull(reader.next());
  }

  @Test
  void theContentOffsetIsThatOfTheFirstContentByte() throws IOException {
    byte[] tar = new TarBytes().pax("mtime=1.5").file("a", "x".repeat(700)).file("b", "two").end();
    TarReader reader =
        new TarReader(new ByteArrayInputStream(tar), Limits.defaults(), anomaly -> {});
    List<Long> offsets = new ArrayList<>();
    while (reader.next() != null) {
      offsets.add(reader.contentOffset());
    }
    assertEquals(List.of(1536L, 3072L), offsets);
  }

  @Test
  void fieldsAreRead() throws IOException {
    TarHeader read =
        read(new TarBytes()
                .add(
                    header("dev/x", '4', 0)
                        .mode(06755)
                        .owner(1000, 2000)
                        .device(8, 17)
                        .octal(136, 12, 1_700_000_000L))
                .end())
            .only();
    assertEquals(
        new TarHeader("dev/x", '4', 06755, 1000, 2000, 0, 0, 1_700_000_000L, "", 8, 17, Map.of()),
        read);
  }

  @Test
  void aUstarPrefixComesBeforeTheName() throws IOException {
    assertEquals(
        "some/prefix/name",
        read(new TarBytes().add(header("name", '0', 0).text(345, "some/prefix")).end())
            .only()
            .name());
  }

  @Test
  void aVersion7HeaderHasNoPrefix() throws IOException {
    assertEquals(
        "name", read(new TarBytes().add(header("name", '\0', 0).v7()).end()).only().name());
  }

  @Test
  void aStarHeaderHasTimesBehindAShorterPrefix() throws IOException {
    TarBytes.Header star =
        header("name", '0', 0)
            .text(345, "p".repeat(131))
            .text(476, "12345670123 ")
            .text(508, "tar\0");
    assertEquals("p".repeat(131) + "/name", read(new TarBytes().add(star).end()).only().name());
  }

  @Test
  void timesOfAGnuHeaderAreNoPrefix() throws IOException {
    TarBytes.Header gnu =
        header("name", '0', 0).gnu().octal(345, 12, 1_700_000_000L).octal(357, 12, 1_700_000_000L);
    assertEquals("name", read(new TarBytes().add(gnu).end()).only().name());
  }

  @Test
  void aPrefixThatEarlyGoWroteIntoAGnuHeaderIsRead() throws IOException {
    TarBytes.Header gnu = header("name", '0', 0).gnu().text(345, "usr/share");
    assertEquals("usr/share/name", read(new TarBytes().add(gnu).end()).only().name());
  }

  @Test
  void aSignedChecksumIsAccepted() throws IOException {
    byte[] tar = new TarBytes().add(header("\u00e4\u00f6", '0', 0)).end();
    byte[] block = Arrays.copyOf(tar, TarBytes.BLOCK);
    Arrays.fill(block, 148, 156, (byte) ' ');
    int signed = 0;
    for (byte b : block) {
      signed += b;
    }
    System.arraycopy(TarBytes.latin1(String.format("%06o\0 ", signed)), 0, tar, 148, 8);
    assertEquals("\uDCE4\uDCF6", read(tar).only().name());
  }

  @Test
  void binaryNumbersAreRead() throws IOException {
    byte[] uid = {(byte) 0x80, 0, 0, 0, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF};
    byte[] gid = new byte[8];
    Arrays.fill(gid, (byte) 0xFF);
    TarHeader read =
        read(new TarBytes().add(header("a", '0', 0).bytes(108, uid).bytes(116, gid)).end()).only();
    assertEquals(4294967295L, read.uid());
    assertEquals(-1, read.gid());
  }

  @Test
  void paddedNumbersAreRead() throws IOException {
    TarBytes.Header padded =
        header("a", '0', 0)
            .text(100, "  755 \0\0")
            .text(108, "\0\0\0\0\0\0\0\0")
            .text(116, "17777777");
    TarHeader read = read(new TarBytes().add(padded).end()).only();
    assertEquals(0755, read.mode());
    assertEquals(0, read.uid());
    assertEquals(017777777, read.gid());
  }

  // GNU and PAX extensions

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

  @Test
  void aLinkHasNoContentWhateverItsSize() throws IOException {
    Reading reading = read(new TarBytes().add(header("l", '1', 512).link("a")).file("b", "").end());
    assertEquals(List.of("l", "b"), reading.headers().stream().map(TarHeader::name).toList());
    assertEquals(List.of(LayerAnomaly.Kind.AMBIGUOUS_HEADER), reading.anomalyKinds());
  }

  @Test
  void anOldHeaderWhoseNameEndsInASlashIsADirectory() throws IOException {
    assertEquals('5', read(new TarBytes().entry("d/", '\0').end()).only().type());
  }

  @Test
  void anOldHeaderWithoutSlashIsAFile() throws IOException {
    assertEquals('0', read(new TarBytes().entry("f", '\0').end()).only().type());
  }

  @Test
  void aRegularFileWhoseNameEndsInASlashIsReported() throws IOException {
    Reading reading = read(new TarBytes().file("f/", "content").end());
    assertEquals("content", reading.onlyContent());
    assertEquals(List.of(LayerAnomaly.Kind.AMBIGUOUS_HEADER), reading.anomalyKinds());
  }

  // The end of the archive

  @Test
  void zerosBehindTheEndAreHarmless() throws IOException {
    assertEquals(
        List.of(), read(new TarBytes().file("a", "").raw(new byte[102_400]).end()).anomalies());
  }

  @Test
  void dataBehindTheEndIsReportedWithItsOffset() throws IOException {
    byte[] tar = new TarBytes().file("a", "").raw(new byte[102_400]).file("hidden", "x").end();
    Reading reading = read(tar);
    assertEquals(List.of(LayerAnomaly.Kind.TRAILING_DATA), reading.anomalyKinds());
    assertTrue(reading.anomalies().get(0).detail().contains("offset 102912"));
    assertEquals("a", reading.only().name());
  }

  @Test
  void theStreamIsReadToItsVeryEnd() throws IOException {
    InputStream in =
        new ByteArrayInputStream(new TarBytes().file("a", "").raw(new byte[300_000]).end());
    TarReader reader = new TarReader(in, Limits.defaults(), anomaly -> {});
    while (reader.next() != null) {}
    assertEquals(-1, in.read());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 700, 1023})
  void anEndWithoutTwoZeroBlocksIsReported(int zeros) throws IOException {
    byte[] entry = new TarBytes().file("a", "x").unfinished();
    if (zeros % TarBytes.BLOCK == 0 || zeros > TarBytes.BLOCK) {
      Reading reading = read(Arrays.copyOf(entry, entry.length + zeros));
      assertEquals(List.of(LayerAnomaly.Kind.MISSING_END_OF_ARCHIVE), reading.anomalyKinds());
    } else {
      assertEquals(
          ProblemKind.MALFORMED, problemOf(Arrays.copyOf(entry, entry.length + zeros)).kind());
    }
  }

  @Test
  void anEmptyStreamHasNoEnd() throws IOException {
    assertEquals(
        List.of(LayerAnomaly.Kind.MISSING_END_OF_ARCHIVE), read(new byte[0]).anomalyKinds());
  }

  @Test
  void missingPaddingAtTheEndIsNoTruncation() throws IOException {
    byte[] tar = new TarBytes().file("a", "content").unfinished();
    Reading reading = read(Arrays.copyOf(tar, TarBytes.BLOCK + 7));
    assertEquals("content", reading.onlyContent());
    assertEquals(List.of(LayerAnomaly.Kind.MISSING_END_OF_ARCHIVE), reading.anomalyKinds());
  }

  @Test
  void aLoneZeroBlockBetweenEntriesIsMalformed() {
    assertMalformed(new TarBytes().file("a", "").raw(new byte[512]).file("b", ""));
  }

  @Test
  void truncationInContentIsMalformed() {
    byte[] tar = new TarBytes().file("a", "x".repeat(100_000)).end();
    ScanException e = problemOf(Arrays.copyOf(tar, 70_000));
    assertEquals(
        "MALFORMED Tar entry at offset 0 (\"a\"): the stream ends within the content, 30512 bytes"
            + " are missing",
        e.kind() + " " + e.getMessage());
  }

  @Test
  void truncationInSkippedContentIsMalformed() throws IOException {
    byte[] tar = Arrays.copyOf(new TarBytes().file("a", "x".repeat(300_000)).end(), 200_000);
    TarReader reader =
        new TarReader(new ByteArrayInputStream(tar), Limits.defaults(), anomaly -> {});
    assertNotNull(reader.next());
    assertEquals(ProblemKind.MALFORMED, assertThrows(ScanException.class, reader::next).kind());
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 600, 1100})
  void truncationInHeadersIsMalformed(int length) {
    byte[] tar = new TarBytes().pax("path=" + "x".repeat(300)).file("a", "").end();
    assertEquals(ProblemKind.MALFORMED, problemOf(Arrays.copyOf(tar, length)).kind());
  }

  @Test
  void anExtensionWithoutEntryIsMalformed() {
    assertMalformed(new TarBytes().pax("path=a"));
  }

  // Hostile headers

  @Test
  void whatIsNoTarIsMalformed() {
    assertEquals(
        ProblemKind.MALFORMED, problemOf("x".repeat(2000).getBytes(StandardCharsets.UTF_8)).kind());
  }

  @Test
  void aWrongChecksumIsMalformed() {
    byte[] tar = new TarBytes().file("a", "").file("b", "").end();
    tar[512] = 'c';
    ScanException e = problemOf(tar);
    assertEquals("Tar entry at offset 512: the header's checksum is wrong", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"124, 'x'", "124, '-1'", "100, '8'", "108, '1 1'", "329, 'zz'"})
  void aNumberThatIsNoneIsMalformed(int offset, String text) {
    assertMalformed(new TarBytes().add(header("a", '0', 0).text(offset, text)));
  }

  @Test
  void aBinaryNumberThatIsTooLargeIsMalformed() {
    byte[] size = new byte[12];
    Arrays.fill(size, (byte) 0xBF);
    assertMalformed(new TarBytes().add(header("a", '0', 0).bytes(124, size)));
  }

  @Test
  void aNegativeSizeIsMalformed() {
    byte[] size = new byte[12];
    Arrays.fill(size, (byte) 0xFF);
    assertMalformed(new TarBytes().add(header("a", '0', 0).bytes(124, size)));
    assertMalformed(new TarBytes().pax("size=-1").file("a", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "12",
        " path=a\n",
        "999999999999999999999999999 a=b\n",
        "20 path=abc\n",
        "-9 path=a\n",
        "0 path=a\n",
        "3 \n",
        "10 path=a\n\n",
        "9 path=a\nx",
        "8 path=a\n",
        "7 path\n",
        "5 =a\n",
        "10 \0ath=a\n",
        "10 path=\0\n",
        "9 uid=x\n",
        "12 mtime=x\n",
        "14 mtime=1.x\n",
      })
  void aMalformedPaxRecordIsMalformed(String records) {
    assertMalformed(new TarBytes().extension('x', TarBytes.latin1(records)).file("a", ""));
  }

  @ParameterizedTest
  @ValueSource(chars = {'x', 'g', 'L', 'K'})
  void anExtensionThatClaimsToBeHugeExceedsTheLimitBeforeItIsAllocated(char type) {
    assertLimit("headerBytes", new TarBytes().add(header("a", type, 077777777777L)).end());
  }

  @Test
  void aLongPathExceedsTheLimit() {
    assertLimit("pathBytes", new TarBytes().pax("path=" + "x".repeat(4097)).file("a", "").end());
    assertLimit(
        "pathBytes", new TarBytes().pax("linkpath=" + "x".repeat(4097)).entry("a", '2').end());
  }

  // Sparse files

  private static final String SPARSE_EXPANDED = "\0".repeat(4) + "data" + "\0".repeat(3) + "end\0";

  private static TarBytes oldGnuSparse() {
    return new TarBytes()
        .add(
            header("s", 'S', 7)
                .gnu()
                .octal(386, 12, 4)
                .octal(398, 12, 4)
                .octal(410, 12, 11)
                .octal(422, 12, 3)
                .octal(483, 12, 15),
            TarBytes.latin1("dataend"));
  }

  @Test
  void anOldGnuSparseFileIsExpanded() throws IOException {
    Reading reading = read(oldGnuSparse().file("next", "").end());
    assertEquals(SPARSE_EXPANDED, new String(reading.contents().get(0), StandardCharsets.UTF_8));
    assertEquals(15, reading.headers().get(0).size());
    assertEquals(7, reading.headers().get(0).storedSize());
    assertEquals("next", reading.headers().get(1).name());
  }

  @Test
  void anOldGnuSparseFileMayHaveMoreOfItsMapInFurtherBlocks() throws IOException {
    byte[] more = new byte[512];
    System.arraycopy(TarBytes.latin1("00000000013\0" + "00000000003\0"), 0, more, 0, 24);
    byte[] tar =
        new TarBytes()
            .add(
                header("s", 'S', 7)
                    .gnu()
                    .octal(386, 12, 4)
                    .octal(398, 12, 4)
                    .bytes(482, (byte) 1)
                    .octal(483, 12, 15))
            .raw(more)
            .raw(TarBytes.latin1("dataend"))
            .pad()
            .end();
    assertEquals(SPARSE_EXPANDED, read(tar).onlyContent());
  }

  @Test
  void aPaxSparseFileOfForm00IsExpanded() throws IOException {
    byte[] tar =
        new TarBytes()
            .pax(
                "GNU.sparse.size=15",
                "GNU.sparse.numblocks=2",
                "GNU.sparse.offset=4",
                "GNU.sparse.numbytes=4",
                "GNU.sparse.offset=11",
                "GNU.sparse.numbytes=3")
            .file("s", "dataend")
            .end();
    Reading reading = read(tar);
    assertEquals(SPARSE_EXPANDED, reading.onlyContent());
    assertEquals(List.of(), reading.anomalies());
  }

  @Test
  void aPaxSparseFileOfForm01IsExpandedUnderItsOwnName() throws IOException {
    byte[] tar =
        new TarBytes()
            .pax(
                "GNU.sparse.major=0",
                "GNU.sparse.minor=1",
                "GNU.sparse.name=real",
                "GNU.sparse.size=15",
                "GNU.sparse.map=4,4,11,3")
            .file("GNUSparseFile.0/s", "dataend")
            .end();
    Reading reading = read(tar);
    assertEquals(SPARSE_EXPANDED, reading.onlyContent());
    assertEquals("real", reading.only().name());
  }

  private static TarBytes paxSparse10(String realSize, String map, String data) {
    String padded = map + "\0".repeat(-map.length() & 511);
    return new TarBytes()
        .pax(
            "GNU.sparse.major=1",
            "GNU.sparse.minor=0",
            "GNU.sparse.name=real",
            "GNU.sparse.realsize=" + realSize)
        .file("GNUSparseFile.0/s", padded + data);
  }

  @Test
  void aPaxSparseFileOfForm10IsExpanded() throws IOException {
    Reading reading = read(paxSparse10("15", "2\n4\n4\n11\n3\n", "dataend").file("b", "").end());
    assertEquals(SPARSE_EXPANDED, new String(reading.contents().get(0), StandardCharsets.UTF_8));
    assertEquals("b", reading.headers().get(1).name());
  }

  @Test
  void aSparseFileMayBeOneHole() throws IOException {
    assertEquals("\0".repeat(15), read(paxSparse10("15", "0\n", "").end()).onlyContent());
  }

  @ParameterizedTest
  @CsvSource({
    "15, '2\n4\n4\n7\n3\n', dataend",
    "15, '2\n11\n3\n4\n4\n', dataend",
    "13, '2\n4\n4\n11\n3\n', dataend",
    "15, '2\n4\n4\n11\n3\n', dataen",
    "15, '2\n4\n4\n11\n3\n', dataendx",
    "-1, '0\n', ''",
    "15, '1\n-4\n4\n', data",
    "15, '1\n9223372036854775807\n4\n', data",
    "15, 'x\n', ''",
    "15, '99999999999999999999999\n', ''",
    "15, '9\n1\n', ''",
  })
  void aSparseMapThatDoesNotFitIsMalformed(String size, String map, String data) {
    assertMalformed(paxSparse10(size, map, data));
  }

  @Test
  void aSparseFileThatExpandsTooMuchExceedsTheLimit() {
    assertLimit("sparseBytes", paxSparse10("99999999999999", "0\n", "").end());
  }

  @Test
  void aSparseMapThatIsTooLongExceedsTheLimit() {
    String map = "999999\n" + "0\n0\n".repeat(400_000);
    assertLimit("headerBytes", paxSparse10("15", map, "").end());
  }

  @Test
  void aSparseFileOfUnknownFormIsTakenAsStored() throws IOException {
    assertAmbiguous(
        new TarBytes().pax("GNU.sparse.major=2", "GNU.sparse.minor=0").file("s", "data"));
  }

  @Test
  void aSparseHeaderThatIsNotGnusIsMalformed() {
    assertMalformed(new TarBytes().entry("s", 'S'));
  }

  // An independent writer

  @ParameterizedTest
  @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX})
  void whatCommonsCompressWritesIsReadBack(int longFileMode) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> names = new ArrayList<>();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, "UTF-8")) {
      out.setLongFileMode(longFileMode);
      out.setBigNumberMode(
          longFileMode == TarArchiveOutputStream.LONGFILE_GNU
              ? TarArchiveOutputStream.BIGNUMBER_STAR
              : TarArchiveOutputStream.BIGNUMBER_POSIX);
      out.setAddPaxHeadersForNonAsciiNames(true);
      for (int length = 90; length < 300; length += 5) {
        String name = "d/".repeat(10) + "ü" + "n".repeat(length - 20);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(length);
        entry.setMode(04755);
        entry.setUserId(length * 100_000_000L % 5_000_000_000L);
        out.putArchiveEntry(entry);
        out.write(new byte[length]);
        out.closeArchiveEntry();
        names.add(name + " " + entry.getLongUserId() + " " + length);
      }
    }
    Reading reading = read(bytes.toByteArray());
    assertEquals(
        names,
        reading.headers().stream().map(h -> h.name() + " " + h.uid() + " " + h.size()).toList());
    assertEquals(List.of(), reading.anomalies());
  }
}
