package dev.imageprovenance.testimages;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Zstandard frames (RFC 8878); stateless. */
public final class Zstd {
  private static final int MAGIC = 0xFD2FB528;
  private static final int SKIPPABLE_MAGIC = 0x184D2A50;
  private static final int LARGEST_BLOCK = 128 * 1024;
  private static final int RAW = 0;
  private static final int RUN_LENGTH = 1;

  private Zstd() {}

  /** One frame as libzstd writes it; the bytes depend on the version of zstd-jni. */
  public static byte[] compressed(byte[] bytes) {
    return com.github.luben.zstd.Zstd.compress(bytes, 3);
  }

  /**
   * One frame of raw blocks that claims a window of 2 to the power of {@code windowLog}, however
   * small the content is.
   *
   * @param windowLog 10 to 41
   */
  public static byte[] framed(byte[] bytes, int windowLog) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 64);
    out.writeBytes(frameHeader(windowLog));
    writeRawBlocks(out, bytes, true);
    return out.toByteArray();
  }

  /** One frame that decompresses to {@code head}, {@code zeros} zero bytes and {@code tail}. */
  public static byte[] bomb(byte[] head, int zeros, byte[] tail) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(frameHeader(20));
    writeRawBlocks(out, head, false);
    for (int left = zeros; left > 0; left -= LARGEST_BLOCK) {
      out.writeBytes(blockHeader(RUN_LENGTH, Math.min(left, LARGEST_BLOCK), false));
      out.write(0);
    }
    writeRawBlocks(out, tail, true);
    return out.toByteArray();
  }

  /** A frame that decoders skip. */
  public static byte[] skippable(byte[] payload) {
    return littleEndian(8 + payload.length)
        .putInt(SKIPPABLE_MAGIC)
        .putInt(payload.length)
        .put(payload)
        .array();
  }

  private static byte[] frameHeader(int windowLog) {
    return littleEndian(6).putInt(MAGIC).put((byte) 0).put((byte) ((windowLog - 10) << 3)).array();
  }

  private static void writeRawBlocks(ByteArrayOutputStream out, byte[] bytes, boolean endsFrame) {
    int position = 0;
    do {
      int length = Math.min(LARGEST_BLOCK, bytes.length - position);
      boolean last = endsFrame && position + length == bytes.length;
      out.writeBytes(blockHeader(RAW, length, last));
      out.write(bytes, position, length);
      position += length;
    } while (position < bytes.length);
  }

  private static byte[] blockHeader(int type, int size, boolean last) {
    int header = size << 3 | type << 1 | (last ? 1 : 0);
    return Arrays.copyOf(littleEndian(4).putInt(header).array(), 3);
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
