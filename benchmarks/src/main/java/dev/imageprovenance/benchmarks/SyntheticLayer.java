package dev.imageprovenance.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * A gzip layer whose bytes are the same each time and compress about as well as a distribution's
 * files; stateless.
 */
final class SyntheticLayer {
  private static final int BLOCK = 512;
  private static final int FILE_BYTES = 16 << 10;

  private SyntheticLayer() {}

  /** A layer of so many files of 16 KiB. */
  static byte[] gzipped(int files) throws IOException {
    Random random = new Random(42);
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(stored, 1 << 16)) {
      for (int number = 0; number < files; number++) {
        out.write(header("usr/share/data/%03d/file-%06d".formatted(number / 100, number)));
        out.write(content(random));
      }
      out.write(new byte[2 * BLOCK]);
    }
    return stored.toByteArray();
  }

  /** A ustar header (POSIX.1-1988) of a regular file. */
  private static byte[] header(String path) {
    byte[] header = new byte[BLOCK];
    put(header, 0, path);
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, "%011o\0".formatted(FILE_BYTES));
    put(header, 136, "00000000000\0");
    put(header, 148, "        ");
    put(header, 156, "0");
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte value : header) {
      sum += value & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    return header;
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }

  /** Half noise and half repetition: shrinks to a bit more than half. */
  private static byte[] content(Random random) {
    byte[] content = new byte[FILE_BYTES];
    random.nextBytes(content);
    for (int at = 0; at < FILE_BYTES; at += 64) {
      for (int index = 0; index < 32; index++) {
        content[at + index] = (byte) ('a' + index);
      }
    }
    return content;
  }
}
