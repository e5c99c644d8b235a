package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecompressionTest {
  private static final byte[] CONTENT = content(300_000);

  /** Half noise, half zeros, so that it neither stays as it is nor vanishes. */
  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Arrays.fill(content, size / 2, size, (byte) 0);
    return content;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] zstd(byte[] content) {
    return Zstd.compress(content);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  private static byte[] skippableFrame(int payload) {
    return ByteBuffer.allocate(8 + payload)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .putInt(0x184D2A50)
        .putInt(payload)
        .array();
  }

  private static byte[] decompress(InputStream stored) throws IOException {
    try (DecompressedStream stream = Decompression.open(stored, Limits.defaults())) {
      return stream.readAllBytes();
    }
  }

  private static byte[] decompress(byte[] stored) throws IOException {
    return decompress(new ByteArrayInputStream(stored));
  }

  private static ProblemKind problemOf(byte[] stored) {
    return assertThrows(ScanException.class, () -> decompress(stored)).kind();
  }

  /** Gives one byte at a time and says that nothing is available, as a slow socket does. */
  private static InputStream dripping(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, 1));
      }

      @Override
      public synchronized int available() {
        return 0;
      }
    };
  }

  @Test
  void uncompressedBytesComeAsTheyAre() throws IOException {
    assertArrayEquals(CONTENT, decompress(CONTENT));
  }

  @Test
  void anEmptyStreamIsUncompressed() throws IOException {
    assertEquals(0, decompress(new byte[0]).length);
  }

  @Test
  void gzipIsInflated() throws IOException {
    assertArrayEquals(CONTENT, decompress(gzip(CONTENT)));
  }

  @Test
  void allGzipMembersAreInflated() throws IOException {
    byte[] stored = join(gzip(CONTENT), gzip(new byte[0]), gzip(CONTENT));
    assertArrayEquals(join(CONTENT, CONTENT), decompress(stored));
  }

  @Test
  void gzipMembersFromASlowSourceAreAllInflated() throws IOException {
    byte[] stored = join(gzip(CONTENT), gzip(CONTENT));
    assertArrayEquals(join(CONTENT, CONTENT), decompress(dripping(stored)));
  }

  @Test
  void optionalGzipHeaderFieldsAreSkipped() throws IOException {
    byte[] plain = gzip(CONTENT);
    byte[] header = {0x1F, (byte) 0x8B, 8, 0x1E, 0, 0, 0, 0, 0, 0, 2, 0, 'e', 'x', 'n', 0, 'c', 0};
    CRC32 crc = new CRC32();
    crc.update(header);
    byte[] headerCrc = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
    byte[] body = Arrays.copyOfRange(plain, 10, plain.length);
    assertArrayEquals(CONTENT, decompress(join(header, headerCrc, body)));
  }

  @Test
  void aWrongGzipHeaderCrcIsMalformed() throws IOException {
    byte[] header = {0x1F, (byte) 0x8B, 8, 0x02, 0, 0, 0, 0, 0, 0, 1, 2};
    byte[] plain = gzip(CONTENT);
    assertEquals(
        ProblemKind.MALFORMED,
        problemOf(join(header, Arrays.copyOfRange(plain, 10, plain.length))));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 5, 4, 1})
  void aChangedGzipTrailerIsMalformed(int fromEnd) throws IOException {
    byte[] stored = gzip(CONTENT);
    stored[stored.length - fromEnd] ^= 1;
    assertEquals(ProblemKind.MALFORMED, problemOf(stored));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 9, 10, 11, 1_000, 100_000})
  void gzipThatIsCutOffIsMalformed(int length) throws IOException {
    assertEquals(ProblemKind.MALFORMED, problemOf(Arrays.copyOf(gzip(CONTENT), length)));
  }

  @Test
  void aBrokenSecondGzipMemberIsMalformed() throws IOException {
    byte[] second = gzip(CONTENT);
    second[20] ^= 0x55;
    assertEquals(ProblemKind.MALFORMED, problemOf(join(gzip(CONTENT), second)));
  }

  @Test
  void bytesBehindTheLastGzipMemberAreCounted() throws IOException {
    byte[] stored = join(gzip(CONTENT), new byte[70_001]);
    try (DecompressedStream stream =
        Decompression.open(new ByteArrayInputStream(stored), Limits.defaults())) {
      assertArrayEquals(CONTENT, stream.readAllBytes());
      assertEquals(70_001, stream.trailingBytes());
    }
  }

  @Test
  void theStoredStreamIsReadToItsEnd() throws IOException {
    InputStream stored = new ByteArrayInputStream(join(gzip(CONTENT), new byte[200_000]));
    decompress(stored);
    assertEquals(-1, stored.read());
  }

  @Test
  void allZstdFramesAreDecodedAndSkippableOnesSkipped() throws IOException {
    byte[] stored = join(skippableFrame(9), zstd(CONTENT), skippableFrame(70_000), zstd(CONTENT));
    assertArrayEquals(join(CONTENT, CONTENT), decompress(stored));
  }

  @Test
  void zstdFromASlowSourceIsDecoded() throws IOException {
    assertArrayEquals(CONTENT, decompress(dripping(join(zstd(CONTENT), skippableFrame(3)))));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 6, 1_000, 100_000})
  void zstdThatIsCutOffIsMalformed(int length) {
    assertEquals(ProblemKind.MALFORMED, problemOf(Arrays.copyOf(zstd(CONTENT), length)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 200_000})
  void bytesBehindZstdFramesAreMalformed(int trailing) {
    assertEquals(ProblemKind.MALFORMED, problemOf(join(zstd(CONTENT), new byte[trailing])));
  }

  @Test
  void aWindowWithinTheLimitIsDecoded() throws IOException {
    assertArrayEquals(CONTENT, decompress(zstdWithWindow(27)));
  }

  @Test
  void aLargerWindowExceedsTheNamedLimit() throws IOException {
    byte[] stored = zstdWithWindow(28);
    ScanException e = assertThrows(ScanException.class, () -> decompress(stored));
    assertEquals(
        "LIMIT: The window of a zstd frame as a power of two exceeds the limit zstdWindowLog (27)",
        e.kind() + ": " + e.getMessage());
  }

  /** A frame header that asks for the window, with one raw block behind it. */
  private static byte[] zstdWithWindow(int log) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZstdOutputStream out = new ZstdOutputStream(bytes, 1)) {
      out.write(CONTENT);
    }
    byte[] stored = bytes.toByteArray();
    stored[5] = (byte) ((log - 10) << 3);
    return stored;
  }

  @Test
  void bzip2IsUnsupported() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (BZip2CompressorOutputStream out = new BZip2CompressorOutputStream(bytes)) {
      out.write(1);
    }
    assertEquals(ProblemKind.UNSUPPORTED, problemOf(bytes.toByteArray()));
  }

  @Test
  void xzIsUnsupported() {
    assertEquals(
        ProblemKind.UNSUPPORTED, problemOf(new byte[] {(byte) 0xFD, '7', 'z', 'X', 'Z', 0}));
  }

  @Test
  void aTextThatBeginsLikeBzip2IsNoBzip2() throws IOException {
    byte[] text = TarBytes.latin1("BZh9 is a name");
    assertArrayEquals(text, decompress(text));
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"NONE", "GZIP", "ZSTD"})
  void aFailureOfTheSourceIsPassedOn(Compression compression) throws IOException {
    byte[] stored =
        switch (compression) {
          case GZIP -> gzip(CONTENT);
          case ZSTD -> zstd(CONTENT);
          default -> CONTENT;
        };
    IOException broken = new IOException("the connection broke");
    InputStream source =
        new ByteArrayInputStream(stored, 0, 100_000) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            int count = super.read(target, offset, length);
            if (count < 0) {
              DecompressionTest.<RuntimeException>sneak(broken);
            }
            return count;
          }
        };
    assertSame(broken, assertThrows(IOException.class, () -> decompress(source)));
  }

  /** ByteArrayInputStream declares no IOException. */
  @SuppressWarnings("unchecked")
  private static <E extends Exception> void sneak(Exception e) throws E {
    throw (E) e;
  }

  @ParameterizedTest
  @ValueSource(ints = {65_525, 65_533, 65_534, 65_535, 65_536, 65_537, 131_071, 131_072})
  @Timeout(10)
  void readsOnWhenAMemberEndsNearTheEndOfTheBuffer(int length) throws IOException {
    byte[] noise = new byte[length - 2_000];
    new Random(length).nextBytes(noise);
    byte[] second = {1, 2, 3};
    byte[] stored = join(gzipOfLength(noise, length), gzip(second));
    try (InputStream plain =
        Decompression.open(new ByteArrayInputStream(stored), Limits.defaults())) {
      assertArrayEquals(join(noise, second), plain.readAllBytes());
    }
  }

  /** A member of exactly {@code length} bytes: its extra field takes what is missing. */
  private static byte[] gzipOfLength(byte[] content, int length) throws IOException {
    byte[] member = gzip(content);
    int extra = length - member.length - 2;
    byte[] padded = new byte[length];
    System.arraycopy(member, 0, padded, 0, 10);
    padded[3] = 4;
    padded[10] = (byte) extra;
    padded[11] = (byte) (extra >> 8);
    System.arraycopy(member, 10, padded, 12 + extra, member.length - 10);
    return padded;
  }
}
