package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends that come too early or too late, and what is no tar. */
class MalformedTarTest extends TarReading {
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
}
