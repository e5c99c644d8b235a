package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.layer.LayerAnomaly.Kind;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerScannerTest {
  private static final String CAP_SETUID = "\u0001\u0000\u0000\u0002\u0080" + "\u0000".repeat(15);

  private static LayerFacts scan(byte[] stored) throws IOException {
    return scan(stored, ScanContext.defaults());
  }

  private static LayerFacts scan(TarBytes tar) throws IOException {
    return scan(tar.end());
  }

  private static LayerFacts scan(byte[] stored, ScanContext context, String... keep)
      throws IOException {
    return new LayerScanner(context)
        .scan(
            new ByteArrayInputStream(stored),
            DigestAlgorithm.SHA256,
            DigestAlgorithm.SHA256,
            Set.of(keep));
  }

  private static ScanContext limited(Limits limits) {
    return new ScanContext(Clock.systemUTC(), limits, Progress.NONE, new Cancellation());
  }

  private static Limits limits(
      long uncompressedBytes, int ratio, int entries, int accountFileBytes) {
    Limits d = Limits.defaults();
    return new Limits(
        d.manifestBytes(),
        d.configBytes(),
        d.jsonDepth(),
        d.indexDepth(),
        d.indexManifests(),
        d.layers(),
        uncompressedBytes,
        ratio,
        entries,
        d.treeEntries(),
        d.pathBytes(),
        d.headerBytes(),
        d.sparseBytes(),
        d.zstdWindowLog(),
        accountFileBytes,
        d.symlinkHops(),
        d.archiveEntries(),
        d.tocBytes());
  }

  private static void assertLimit(String name, byte[] stored, Limits limits) {
    ScanException e = assertThrows(ScanException.class, () -> scan(stored, limited(limits)));
    assertEquals(ProblemKind.LIMIT, e.kind());
    assertTrue(String.valueOf(e.getMessage()).contains(name), e.getMessage());
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static TarBytes.Header header(String name, char type) {
    return new TarBytes.Header(name, type, 0);
  }

  private static Attributes attributes(int mode, long uid, long gid) {
    return new Attributes(mode, uid, gid, 0, Optional.empty());
  }

  private static final Attributes PLAIN = attributes(0644, 0, 0);

  private static ContentHash hash(String content) {
    return ContentHash.of(DigestAlgorithm.SHA256.newHasher().digest(TarBytes.latin1(content)));
  }

  private static List<Kind> kinds(LayerFacts facts) {
    return facts.anomalies().stream().map(LayerAnomaly::kind).toList();
  }

  private static Attributes onlyAttributes(LayerFacts facts) {
    assertEquals(1, facts.entries().size());
    return assertInstanceOf(LayerEntry.Inode.class, facts.entries().get(0)).attributes();
  }

  // Digests

  @Test
  void bothStreamsAreHashedToTheirLastByte() throws IOException {
    byte[] tar = new TarBytes().file("a", "x").raw(new byte[200_000]).end();
    byte[] stored = gzip(tar);
    LayerFacts facts = scan(stored);
    assertEquals(Digest.sha256(stored), facts.storedDigest());
    assertEquals(stored.length, facts.storedSize());
    assertEquals(Digest.sha256(tar), facts.diffId());
    assertEquals(tar.length, facts.uncompressedSize());
    assertEquals(Compression.GZIP, facts.compression());
  }

  @Test
  void zstdIsScanned() throws IOException {
    byte[] tar = new TarBytes().file("a", "x").end();
    LayerFacts facts = scan(Zstd.compress(tar));
    assertEquals(Digest.sha256(tar), facts.diffId());
    assertEquals(Compression.ZSTD, facts.compression());
  }

  @Test
  void digestsAreOfTheAlgorithmsAskedFor() throws IOException {
    byte[] tar = new TarBytes().file("a", "x").end();
    LayerFacts facts =
        new LayerScanner(ScanContext.defaults())
            .scan(
                new ByteArrayInputStream(tar),
                DigestAlgorithm.SHA512,
                DigestAlgorithm.SHA256,
                Set.of());
    assertEquals(Digest.compute(DigestAlgorithm.SHA512, tar), facts.storedDigest());
    assertEquals(Digest.sha256(tar), facts.diffId());
  }

  @Test
  void bytesBehindGzipAreHashedAndReported() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(gzip(new TarBytes().file("a", "x").end()));
    bytes.writeBytes(new byte[100_000]);
    LayerFacts facts = scan(bytes.toByteArray());
    assertEquals(Digest.sha256(bytes.toByteArray()), facts.storedDigest());
    assertEquals(List.of(Kind.TRAILING_COMPRESSED_DATA), kinds(facts));
  }

  @Test
  void whatStandsBehindTheTarIsPartOfTheDiffIdAndNoEntry() throws IOException {
    byte[] tar = new TarBytes().file("a", "x").raw(new byte[1024]).file("toc", "{}").end();
    LayerFacts facts = scan(gzip(tar));
    assertEquals(Digest.sha256(tar), facts.diffId());
    assertEquals(1, facts.entries().size());
    assertEquals(List.of(Kind.TRAILING_DATA), kinds(facts));
  }

  @Test
  void progressHearsOfAllStoredBytes() throws IOException {
    AtomicLong heard = new AtomicLong();
    Progress progress =
        new Progress() {
          @Override
          public void bytesRead(long count) {
            heard.addAndGet(count);
          }
        };
    byte[] stored = gzip(new TarBytes().file("a", "x".repeat(500_000)).end());
    scan(
        stored,
        new ScanContext(Clock.systemUTC(), Limits.defaults(), progress, new Cancellation()));
    assertEquals(stored.length, heard.get());
  }

  // Entries

  @Test
  void everyTypeBecomesItsEntry() throws IOException {
    LayerFacts facts =
        scan(
            new TarBytes()
                .add(header("./", '5').mode(0755))
                .add(header("./usr/", '5').mode(02775).owner(0, 50))
                .add(new TarBytes.Header("/usr/su", '0', 4).mode(04755), TarBytes.latin1("code"))
                .add(header("usr/link", '2').link("../etc/x").mode(0777))
                .add(header("usr/hard", '1').link("./usr/su").mode(04755))
                .add(header("usr/null", '3').device(1, 3))
                .add(header("usr/sda", '4').device(8, 0))
                .add(header("usr/pipe", '6')));
    assertEquals(
        List.of(
            new LayerEntry.Directory("", attributes(0755, 0, 0)),
            new LayerEntry.Directory("usr", attributes(02775, 0, 50)),
            new LayerEntry.RegularFile("usr/su", attributes(04755, 0, 0), 4, hash("code")),
            new LayerEntry.SymbolicLink("usr/link", attributes(0777, 0, 0), "../etc/x"),
            new LayerEntry.HardLink("usr/hard", attributes(04755, 0, 0), "usr/su"),
            new LayerEntry.Device("usr/null", PLAIN, false, 1, 3),
            new LayerEntry.Device("usr/sda", PLAIN, true, 8, 0),
            new LayerEntry.Fifo("usr/pipe", PLAIN)),
        facts.entries());
    assertEquals(List.of(), facts.anomalies());
  }

  @Test
  void equalAttributesAreOneObject() throws IOException {
    LayerFacts facts = scan(new TarBytes().file("a", "").file("b", ""));
    assertSame(
        ((LayerEntry.Inode) facts.entries().get(0)).attributes(),
        ((LayerEntry.Inode) facts.entries().get(1)).attributes());
  }

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

  // Owners and attributes

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

  // Account files

  @Test
  void accountFilesAreKeptWithoutHashes() throws IOException {
    String shadow = "root:$6$salt$secret:1::::::\n";
    LayerFacts facts = scan(new TarBytes().file("etc/shadow", shadow).file("etc/hosts", "x"));
    assertEquals(Set.of("etc/shadow"), facts.accountFiles().keySet());
    assertEquals(
        new LayerFacts.AccountFile(hash(shadow), "root:<hash>:1::::::\n"),
        facts.accountFiles().get("etc/shadow"));
  }

  @Test
  void accountFilesElsewhereAndThoseAskedForAreKept() throws IOException {
    byte[] tar =
        new TarBytes()
            .file("usr/etc/passwd", "a")
            .file("data/users", "b")
            .file("xetc/passwd", "c")
            .end();
    assertEquals(
        Set.of("usr/etc/passwd", "data/users"),
        scan(tar, ScanContext.defaults(), "data/users").accountFiles().keySet());
  }

  @Test
  void theLastOfTwoAccountFilesIsKept() throws IOException {
    LayerFacts facts = scan(new TarBytes().file("etc/passwd", "1").file("etc/passwd", "2"));
    assertEquals(
        new LayerFacts.AccountFile(hash("2"), "2"), facts.accountFiles().get("etc/passwd"));
  }

  @Test
  void anAccountFileThatIsReplacedByAnotherInodeIsNotKept() throws IOException {
    LayerFacts facts =
        scan(new TarBytes().file("etc/passwd", "1").link("etc/passwd", '2', "users"));
    assertEquals(Set.of(), facts.accountFiles().keySet());
  }

  @Test
  void anAccountFileBeyondTheLimitIsNotKept() throws IOException {
    byte[] tar = new TarBytes().file("etc/passwd", "123").file("etc/group", "1234").end();
    LayerFacts facts = scan(tar, limited(limits(1 << 20, 1000, 1000, 3)));
    assertEquals(Set.of("etc/passwd"), facts.accountFiles().keySet());
  }

  @Test
  void manyAccountFilesElsewhereDoNotAddUpWithoutABound() throws IOException {
    TarBytes tar = new TarBytes();
    for (int i = 100; i < 200; i++) {
      tar.file(i + "/etc/passwd", "x".repeat(1000));
    }
    LayerFacts facts =
        scan(tar.file("etc/passwd", "y").end(), limited(limits(1 << 20, 1000, 1000, 1000)));
    assertEquals(16, facts.accountFiles().size());
    assertTrue(facts.accountFiles().containsKey("etc/passwd"));
  }

  // Limits, cancellation, broken sources

  @Test
  void tooManyEntriesExceedTheLimit() {
    assertLimit(
        "layerEntries (2)",
        new TarBytes().file("a", "").file("b", "").file("c", "").end(),
        limits(1 << 20, 1000, 2, 1000));
  }

  @Test
  void tooMuchTextInPathsExceedsTheLimit() {
    TarBytes tar = new TarBytes();
    for (int i = 100; i < 200; i++) {
      tar.pax("path=" + "d/".repeat(1000) + i).file("a", "");
    }
    assertLimit("layerEntries (1000)", tar.end(), limits(1 << 20, 1000, 1000, 1000));
  }

  @Test
  void tooManyUncompressedBytesExceedTheLimit() throws IOException {
    byte[] stored = gzip(new TarBytes().file("a", "x".repeat(100_000)).end());
    assertLimit("layerUncompressedBytes (100000)", stored, limits(100_000, 1000, 10, 10));
  }

  @Test
  void holesCountAsUncompressedBytes() {
    TarBytes tar = new TarBytes();
    for (int i = 0; i < 3; i++) {
      tar.pax("GNU.sparse.map=0,1", "GNU.sparse.size=40000").file("s" + i, "x");
    }
    assertLimit("layerUncompressedBytes (100000)", tar.end(), limits(100_000, 1000, 10, 10));
  }

  @Test
  void aRatioBeyondTheLimitIsRefusedOnceItIsLarge() throws IOException {
    byte[] tar = new TarBytes().file("a", "x".repeat(66 << 20)).end();
    assertLimit("layerRatio (100)", gzip(tar), limits(1 << 30, 100, 10, 10));
  }

  /** Zeros, and then what cannot be compressed. */
  private static byte[] zerosFirst(int zeros, int random) {
    byte[] content = new byte[zeros + random];
    byte[] noise = new byte[random];
    new Random(1).nextBytes(noise);
    System.arraycopy(noise, 0, content, zeros, random);
    TarBytes tar = new TarBytes().add(new TarBytes.Header("a", '0', content.length), content);
    return Zstd.compress(tar.end());
  }

  private static LayerFacts scanDeclared(byte[] stored, long declaredSize, Limits limits)
      throws IOException {
    return new LayerScanner(limited(limits))
        .scan(
            new ByteArrayInputStream(stored),
            declaredSize,
            DigestAlgorithm.SHA256,
            DigestAlgorithm.SHA256,
            Set.of());
  }

  private static void assertRatioRefused(byte[] stored, long declaredSize) {
    ScanException e =
        assertThrows(
            ScanException.class,
            () -> scanDeclared(stored, declaredSize, limits(1 << 30, 100, 10, 10)));
    assertTrue(String.valueOf(e.getMessage()).contains("layerRatio (100)"), e.getMessage());
  }

  @Test
  void aLayerThatBeginsWithZerosIsJudgedByItsWholeStoredSize() throws IOException {
    byte[] stored = zerosFirst(96 << 20, 2 << 20);
    LayerFacts facts = scanDeclared(stored, stored.length, limits(1 << 30, 100, 10, 10));
    assertEquals(stored.length, facts.storedSize());
  }

  @Test
  void aLayerOfUnknownStoredSizeMayBeginWithZeros() throws IOException {
    byte[] stored = zerosFirst(96 << 20, 2 << 20);
    LayerFacts facts = scanDeclared(stored, -1, limits(1 << 30, 100, 10, 10));
    assertEquals(stored.length, facts.storedSize());
  }

  @Test
  void aBombOfKnownStoredSizeIsRefusedEarly() {
    byte[] stored = Zstd.compress(new byte[96 << 20]);
    ScanException e =
        assertThrows(
            ScanException.class, () -> scanDeclared(stored, stored.length, Limits.defaults()));
    assertTrue(String.valueOf(e.getMessage()).contains("so far"), e.getMessage());
  }

  @Test
  void aBombThatDeclaresMoreThanItStoresIsRefusedAtItsEnd() {
    assertRatioRefused(Zstd.compress(new byte[96 << 20]), 1L << 40);
  }

  @Test
  void aBombOfUnknownStoredSizeIsRefusedAtItsEnd() {
    assertRatioRefused(Zstd.compress(new byte[96 << 20]), -1);
  }

  @Test
  void aLayerThatStoresMoreThanItDeclaresIsJudgedByWhatItStores() throws IOException {
    byte[] stored = zerosFirst(1 << 20, 66 << 20);
    LayerFacts facts = scanDeclared(stored, 1, limits(1 << 30, 100, 10, 10));
    assertEquals(stored.length, facts.storedSize());
  }

  @Test
  void cancellationEndsTheScan() {
    Cancellation cancellation = new Cancellation();
    InputStream stored =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            cancellation.cancel();
            target[offset] = 0;
            return 1;
          }
        };
    ScanContext context =
        new ScanContext(Clock.systemUTC(), Limits.defaults(), Progress.NONE, cancellation);
    ScanException e =
        assertThrows(
            ScanException.class,
            () ->
                new LayerScanner(context)
                    .scan(stored, DigestAlgorithm.SHA256, DigestAlgorithm.SHA256, Set.of()));
    assertEquals(ProblemKind.CANCELLED, e.kind());
  }

  @Test
  void aBrokenSourceIsAnIOException() {
    IOException broken = new IOException("reset");
    InputStream stored =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw broken;
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            throw broken;
          }
        };
    LayerScanner scanner = new LayerScanner(ScanContext.defaults());
    assertSame(
        broken,
        assertThrows(
            IOException.class,
            () -> scanner.scan(stored, DigestAlgorithm.SHA256, DigestAlgorithm.SHA256, Set.of())));
  }
}
