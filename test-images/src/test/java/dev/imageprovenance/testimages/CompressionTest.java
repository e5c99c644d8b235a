package dev.imageprovenance.testimages;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Judges our encoders by decoders that we did not write. */
final class CompressionTest {

  @ParameterizedTest
  @EnumSource(
      names = {"GZIP", "GZIP_DEFLATED", "GZIP_MULTI_MEMBER"},
      value = Compression.class)
  void writesGzipThatReads(Compression compression) throws IOException {
    byte[] bytes = random(200_000);
    try (InputStream in =
        new GZIPInputStream(new ByteArrayInputStream(compression.encode(bytes)))) {
      assertArrayEquals(bytes, in.readAllBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_534, 65_535, 65_536, 131_070})
  void writesStoredBlocksOfEverySize(int size) throws IOException {
    byte[] bytes = random(size);
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(Gzip.stored(bytes)))) {
      assertArrayEquals(bytes, in.readAllBytes());
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"ZSTD", "ZSTD_LONG_WINDOW"},
      value = Compression.class)
  void writesZstdThatReads(Compression compression) throws IOException {
    byte[] bytes = random(300_000);

    assertArrayEquals(bytes, unzstd(compression.encode(bytes)));
  }

  @Test
  void claimsAWindowThatDecodersRefuse() {
    byte[] encoded = Compression.ZSTD_ENORMOUS_WINDOW.encode(random(10));

    assertThrows(IOException.class, () -> unzstd(encoded));
  }

  @Test
  void packsManyZerosIntoFewBytes() throws IOException {
    byte[] bomb = Zstd.bomb(new byte[] {1}, 1 << 24, new byte[] {2});
    byte[] expanded = unzstd(bomb);

    assertEquals((1 << 24) + 2, expanded.length);
    assertEquals(2, expanded[expanded.length - 1]);
  }

  private static byte[] unzstd(byte[] bytes) throws IOException {
    try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
