package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.layer.LayerAnomaly.Kind;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of contents beside a tar: eStargz and both forms of zstd:chunked. */
class LayerTablesTest {
  /** How a layer with a table is stored. */
  enum Form {
    ESTARGZ,
    ESTARGZ_BEHIND_END,
    ZSTD_CHUNKED,
    ZSTD_CHUNKED_OF_STARGZ;

    byte[] store(TocLayer layer) {
      return switch (this) {
        case ESTARGZ -> layer.estargz();
        case ESTARGZ_BEHIND_END -> layer.estargzBehindEnd();
        case ZSTD_CHUNKED -> layer.zstdChunked();
        case ZSTD_CHUNKED_OF_STARGZ -> layer.zstdChunkedOfStargz();
      };
    }
  }

  private static LayerFacts scan(byte[] stored) throws IOException {
    return scan(stored, Limits.defaults());
  }

  private static LayerFacts scan(byte[] stored, Limits limits) throws IOException {
    return new LayerScanner(
            new ScanContext(Clock.systemUTC(), limits, Progress.NONE, new Cancellation()))
        .scan(
            new ByteArrayInputStream(stored),
            DigestAlgorithm.SHA256,
            DigestAlgorithm.SHA256,
            Set.of());
  }

  private static List<Kind> kinds(byte[] stored) throws IOException {
    return scan(stored).anomalies().stream().map(LayerAnomaly::kind).toList();
  }

  private static LayerAnomaly only(byte[] stored) throws IOException {
    List<LayerAnomaly> anomalies = scan(stored).anomalies();
    assertEquals(1, anomalies.size(), anomalies::toString);
    return anomalies.get(0);
  }

  /** One file /a of mode 0755 and content "x", with an entry as given. */
  private static TocLayer listing(String json) {
    return new TocLayer().file("a", 0755, "x", json);
  }

  private static String edited(String from, String to) {
    String json = TocLayer.fileJson("a", 0755, "x");
    assertTrue(json.contains(from), json);
    return json.replace(from, to);
  }

  /** Something of every kind. */
  private static TocLayer honest() {
    String capability = "\u0001\0\0\u0002\u0080" + "\0".repeat(15);
    return new TocLayer()
        .tar(new TarBytes().add(new TarBytes.Header("./d/", '5', 0).mode(01777).owner(7, 8)))
        .listed("{\"name\":\"d/\",\"type\":\"dir\",\"mode\":1023,\"uid\":7,\"gid\":8}")
        .file("d/a", 04755, "content")
        .file("d/empty", 0, "")
        .tar(new TarBytes().link("d/s", '2', "../x"))
        .listed("{\"name\":\"d/s\",\"type\":\"symlink\",\"mode\":420,\"linkName\":\"../x\"}")
        .tar(new TarBytes().link("d/h", '1', "d/a"))
        .listed("{\"name\":\"d/h\",\"type\":\"hardlink\",\"mode\":420,\"linkName\":\"d/a\"}")
        .tar(new TarBytes().add(new TarBytes.Header("d/c", '3', 0).device(1, 5)))
        .listed("{\"name\":\"d/c\",\"type\":\"char\",\"mode\":420,\"devMajor\":1,\"devMinor\":5}")
        .tar(new TarBytes().entry("d/f", '6'))
        .listed("{\"name\":\"d/f\",\"type\":\"fifo\",\"mode\":420}")
        .tar(new TarBytes().file("d/.wh.gone", ""))
        .listed("{\"name\":\"d/.wh.gone\",\"type\":\"reg\",\"mode\":420}")
        .tar(new TarBytes().file("d/.wh..wh..opq", ""))
        .listed("{\"name\":\"d/.wh..wh..opq\",\"type\":\"reg\",\"mode\":420}")
        .tar(new TarBytes().pax("SCHILY.xattr.security.capability=" + capability).file("cap", "y"))
        .listed(
            TocLayer.fileJson("cap", 0644, "y")
                .replace(
                    "\"reg\"",
                    "\"reg\",\"xattrs\":{\"security.capability\":\"AQAAAoAAAAAAAAAAAAAAAAAAAAA=\"}"))
        .tar(new TarBytes().file("caf\u00C3\u00A9-\u00FF", "z"))
        .listed(TocLayer.fileJson("n", 0644, "z").replace("\"n\"", "\"caf\\u00e9-\\ufffd\""));
  }

  @ParameterizedTest
  @EnumSource
  void anHonestTableIsSilent(Form form) throws IOException {
    assertEquals(List.of(), scan(form.store(honest())).anomalies());
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyHonestTableIsSilent(Form form) throws IOException {
    assertEquals(List.of(), scan(form.store(new TocLayer())).anomalies());
  }

  @ParameterizedTest
  @EnumSource
  void aSetuidBitThatOnlyTheTableHasIsReportedWithBothModes(Form form) throws IOException {
    byte[] stored = form.store(listing(edited("\"mode\":493", "\"mode\":2541")));
    assertEquals(
        new LayerAnomaly(Kind.TOC_DISAGREES, "a", "mode 04755 in the table, 0755 in the tar"),
        only(stored));
  }

  @ParameterizedTest
  @EnumSource
  void theTableIsDescribed(Form form) throws IOException {
    TocLayer layer = honest();
    LayerFacts facts = scan(form.store(layer));
    assertEquals(
        List.of(Digest.sha256(layer.json())),
        facts.tables().stream().map(TableOfContents::digest).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"reg\"           | \"fifo\"                  | type fifo in the table, reg in the tar",
        "\"size\":1        | \"size\":2                | size 2 in the table, 1 in the tar",
        "\"mode\":493      | \"mode\":493,\"uid\":5    | uid 5 in the table, 0 in the tar",
        "\"mode\":493      | \"mode\":493,\"gid\":5    | gid 5 in the table, 0 in the tar",
        "sha256:2d711642b7 | sha256:0000000000         | digest sha256:00000000",
        "\"mode\":493      | \"mode\":493,\"chunkDigest\":\"sha256:0\" | chunkDigest sha256:0 in",
        "\"mode\":493      | \"mode\":493,\"xattrs\":{\"security.capability\":\"AQAAAoAAAAAAAAAAAAAAAAAAAAA=\"} | security.capability",
        "\"mode\":493      | \"mode\":493,\"xattrs\":{\"security.capability\":\"AQ==\"} | malformed in the table",
        "\"mode\":493      | \"mode\":493,\"xattrs\":{\"trusted.overlay.opaque\":\"eQ==\"} | the table sets trusted.overlay.opaque",
      })
  void whatDiffersIsTold(String from, String to, String told) throws IOException {
    LayerAnomaly anomaly = only(listing(edited(from, to)).estargz());
    assertEquals(Kind.TOC_DISAGREES, anomaly.kind());
    assertTrue(anomaly.detail().contains(told), anomaly.detail());
  }

  @Test
  void aMissingDigestIsTold() throws IOException {
    String json = "{\"name\":\"a\",\"type\":\"reg\",\"size\":1,\"mode\":493}";
    assertTrue(only(listing(json).estargz()).detail().startsWith("digest (none) in the table"));
  }

  @Test
  void anotherLinkTargetIsTold() throws IOException {
    TocLayer layer =
        new TocLayer()
            .tar(new TarBytes().link("s", '2', "x"))
            .listed("{\"name\":\"s\",\"type\":\"symlink\",\"mode\":420,\"linkName\":\"y\"}");
    assertEquals("target y in the table, x in the tar", only(layer.estargz()).detail());
  }

  @Test
  void aPathThatOnlyTheTableHasIsTold() throws IOException {
    TocLayer layer = new TocLayer().file("a", 0755, "x");
    layer.listed(TocLayer.fileJson("evil", 04755, "x"));
    assertEquals("evil", only(layer.estargz()).path());
  }

  @Test
  void aPathThatOnlyTheTarHasIsTold() throws IOException {
    TocLayer layer = new TocLayer().file("a", 0755, "x").tar(new TarBytes().file("b", "y"));
    assertEquals(
        new LayerAnomaly(Kind.TOC_DISAGREES, "b", "the tar has it, the table does not list it"),
        only(layer.zstdChunked()));
  }

  @Test
  void aPathThatTheTableListsTwiceIsTold() throws IOException {
    TocLayer layer = new TocLayer().file("a", 0755, "x");
    layer.listed(TocLayer.fileJson("a", 04755, "x"));
    assertEquals(Kind.TOC_DISAGREES, only(layer.estargz()).kind());
  }

  @Test
  void anotherOrderIsNoDifference() throws IOException {
    TocLayer layer =
        new TocLayer()
            .tar(new TarBytes().file("a", "x"))
            .tar(new TarBytes().file("b", "y"))
            .tar(new TarBytes().file("c", "z"))
            .listed(TocLayer.fileJson("c", 0644, "z"))
            .listed(TocLayer.fileJson("a", 0644, "x"))
            .listed(TocLayer.fileJson("b", 0644, "y"));
    assertEquals(List.of(), scan(layer.zstdChunked()).anomalies());
  }

  @Test
  void anEntryBehindTheTableIsTold() throws IOException {
    TocLayer layer = new TocLayer().file("a", 0755, "x");
    byte[] tar = new TarBytes().raw(layer.tableEntry().unfinished()).file("late", "").end();
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    stored.writeBytes(
        TocLayer.gzip(
            new TarBytes()
                .add(new TarBytes.Header("a", '0', 1).mode(0755), TarBytes.latin1("x"))
                .unfinished()));
    long offset = stored.size();
    stored.writeBytes(TocLayer.gzip(tar));
    stored.writeBytes(TocLayer.estargzFooter(offset));
    assertEquals("late", only(stored.toByteArray()).path());
  }

  @Test
  void partsOfAFileAreNotEntries() throws IOException {
    String first =
        edited("\"mode\":493", "\"mode\":493,\"chunkSize\":4").replace("\"size\":1", "\"size\":8");
    String json =
        first.replace(
            Digest.sha256(TarBytes.latin1("x")).toString(),
            Digest.sha256(TarBytes.latin1("12345678")).toString());
    TocLayer layer =
        new TocLayer()
            .file("a", 0755, "12345678", json)
            .listed("{\"name\":\"a\",\"type\":\"chunk\",\"chunkOffset\":4,\"chunkSize\":4}");
    assertEquals(List.of(), scan(layer.estargz()).anomalies());
  }

  @Test
  void aPartOfAFileThatIsWholeIsTold() throws IOException {
    TocLayer layer = new TocLayer().file("a", 0755, "x");
    layer.listed("{\"name\":\"a\",\"type\":\"chunk\",\"chunkOffset\":0,\"chunkSize\":1}");
    assertTrue(only(layer.estargz()).detail().contains("a further part"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"a\",\"mode\":493,\"Mode\":2541}",
        "{\"name\":\"a\",\"mode\":493,\"mode\":2541}",
        "{\"name\":\"a\",\"mode\":\"493\"}",
        "{\"name\":\"a\",\"mode\":493.0}",
        "{\"name\":7}",
        "{\"name\":\"a\",\"xattrs\":[]}",
        "{\"name\":\"a\",\"mode\":99999999999999999999}",
        "[]",
        "{\"name\":\"a\"",
      })
  void anEntryThatParsersCouldReadDifferentlyIsRefused(String json) throws IOException {
    assertTrue(kinds(listing(json).estargz()).contains(Kind.TOC_UNREADABLE));
  }

  @Test
  void anUnknownVersionIsRefused() throws IOException {
    assertTrue(kinds(new TocLayer().version("2").zstdChunked()).contains(Kind.TOC_UNREADABLE));
  }

  @Test
  void moreEntriesUnderTheSameKeyAreRefused() throws IOException {
    assertTrue(
        kinds(new TocLayer().more(",\"Entries\":[]").zstdChunked()).contains(Kind.TOC_UNREADABLE));
  }

  @Test
  void moreBehindTheTableIsRefused() throws IOException {
    assertTrue(
        kinds(new TocLayer().more("}{\"version\":1").estargz()).contains(Kind.TOC_UNREADABLE));
  }

  @ParameterizedTest
  @EnumSource
  void aTableLongerThanTheLimitIsNotSilent(Form form) throws IOException {
    TocLayer layer = new TocLayer();
    for (int i = 0; i < 200; i++) {
      layer.file("file-" + i, 0644, "x");
    }
    LayerFacts facts = scan(form.store(layer), tocBytes(1_000));
    assertTrue(
        facts.anomalies().stream()
            .anyMatch(
                a -> a.kind() == Kind.TOC_UNREADABLE && a.detail().contains("limit tocBytes")));
  }

  private static Limits tocBytes(long tocBytes) {
    Limits d = Limits.defaults();
    return new Limits(
        d.manifestBytes(),
        d.configBytes(),
        d.jsonDepth(),
        d.indexDepth(),
        d.indexManifests(),
        d.layers(),
        d.layerUncompressedBytes(),
        d.layerRatio(),
        d.layerEntries(),
        d.treeEntries(),
        d.pathBytes(),
        d.headerBytes(),
        d.sparseBytes(),
        d.zstdWindowLog(),
        d.accountFileBytes(),
        d.symlinkHops(),
        d.archiveEntries(),
        tocBytes);
  }

  @ParameterizedTest
  @EnumSource
  void aFooterThatPointsElsewhereIsTold(Form form) throws IOException {
    assertEquals(List.of(Kind.TOC_MISPLACED), kinds(form.store(honest().footerShift(1))));
  }

  @Test
  void aFooterWithoutATableIsTold() throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    stored.writeBytes(TocLayer.gzip(new TarBytes().file("a", "x").end()));
    stored.writeBytes(TocLayer.estargzFooter(0));
    assertEquals(List.of(Kind.TOC_MISPLACED), kinds(stored.toByteArray()));
  }

  @Test
  void aFooterOfTheOldestFormIsUnderstood() throws IOException {
    byte[] layer = honest().estargz();
    int table = layer.length - 51;
    String offset = new String(layer, table + 16, 16, StandardCharsets.US_ASCII);
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    stored.write(layer, 0, table);
    stored.writeBytes(TocLayer.footer(offset + "STARGZ"));
    assertEquals(List.of(), kinds(stored.toByteArray()));
  }

  @Test
  void aTableThatIsKeptElsewhereIsTold() throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    stored.writeBytes(TocLayer.gzip(new TarBytes().file("a", "x").end()));
    stored.writeBytes(TocLayer.footer("SG\021\0STARGZEXTERNALTOC"));
    assertTrue(only(stored.toByteArray()).detail().contains("kept elsewhere"));
  }

  @Test
  void aFooterHiddenInOtherBytesIsSeen() throws IOException {
    byte[] content =
        new TarBytes()
            .raw(new TarBytes().file("a", "x").end())
            .raw(Arrays.copyOf(TocLayer.estargzFooter(0), 43))
            .unfinished();
    assertTrue(kinds(storedGzip(content)).contains(Kind.TOC_MISPLACED));
  }

  /** One gzip member with one block that is not compressed. */
  private static byte[] storedGzip(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return ByteBuffer.allocate(content.length + 23)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, 1})
        .putShort((short) content.length)
        .putShort((short) ~content.length)
        .put(content)
        .putInt((int) crc.getValue())
        .putInt(content.length)
        .array();
  }

  @Test
  void twoTablesAreTold() throws IOException {
    TocLayer layer = honest();
    ByteArrayOutputStream stored = layer.tarFrames();
    stored.writeBytes(TocLayer.skippable(Zstd.compress(layer.json())));
    stored.writeBytes(TocLayer.skippable(Zstd.compress(layer.json())));
    assertEquals(List.of(Kind.SEVERAL_TOCS), kinds(stored.toByteArray()));
  }

  @Test
  void aTableBeforeTheTarIsCompared() throws IOException {
    TocLayer layer = new TocLayer().file("a", 0755, "x");
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    stored.writeBytes(TocLayer.skippable(Zstd.compress(layer.json())));
    stored.writeBytes(layer.tarFrames().toByteArray());
    assertTrue(kinds(stored.toByteArray()).contains(Kind.TOC_DISAGREES));
  }

  @Test
  void brokenBytesInASkippableFrameAreTold() throws IOException {
    byte[] table = Zstd.compress(honest().json());
    table[table.length / 2] ^= 0x55;
    ByteArrayOutputStream stored = honest().tarFrames();
    stored.writeBytes(TocLayer.skippable(Arrays.copyOf(table, table.length - 3)));
    assertTrue(kinds(stored.toByteArray()).contains(Kind.TOC_UNREADABLE));
  }

  @Test
  void otherSkippableFramesAreNobodysTable() throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    stored.writeBytes(TocLayer.skippable(TarBytes.latin1("anything")));
    stored.writeBytes(honest().tarFrames().toByteArray());
    stored.writeBytes(TocLayer.skippable(new byte[0]));
    assertEquals(List.of(), kinds(stored.toByteArray()));
  }

  @Test
  void theTableOfEstargzIsAFileOfTheLayer() throws IOException {
    assertTrue(
        scan(honest().estargz()).entries().stream()
            .anyMatch(entry -> entry.path().equals("stargz.index.json")));
  }

  @Test
  void theTableBehindTheEndIsNoFileOfTheLayer() throws IOException {
    assertTrue(
        scan(honest().estargzBehindEnd()).entries().stream()
            .noneMatch(entry -> entry.path().equals("stargz.index.json")));
  }

  @Test
  void theTableBehindTheEndIsCoveredByTheDiffId() throws IOException {
    byte[] stored = honest().estargzBehindEnd();
    try (DecompressedStream plain =
        Decompression.open(new ByteArrayInputStream(stored), Limits.defaults())) {
      assertEquals(Digest.sha256(plain.readAllBytes()), scan(stored).diffId());
    }
  }

  @Test
  void dataBehindTheTableBehindTheEndIsTold() throws IOException {
    TocLayer layer = new TocLayer().file("a", 0755, "x");
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    stored.writeBytes(layer.estargzBehindEnd());
    stored.writeBytes(TocLayer.gzip(TarBytes.latin1("hidden")));
    assertTrue(kinds(stored.toByteArray()).contains(Kind.TRAILING_DATA));
  }

  @Test
  void inAnUncompressedLayerItIsAnOrdinaryFile() throws IOException {
    byte[] tar = new TarBytes().file("stargz.index.json", "no table").end();
    assertEquals(List.of(), kinds(tar));
  }

  @Test
  void anEstargzEntryThatIsNoTableIsTold() throws IOException {
    byte[] tar = new TarBytes().file("stargz.index.json", "{}").end();
    assertEquals(List.of(Kind.TOC_UNREADABLE), kinds(TocLayer.gzip(tar)));
  }
}
