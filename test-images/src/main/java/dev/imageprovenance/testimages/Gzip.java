package dev.imageprovenance.testimages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/** Gzip streams; stateless. */
public final class Gzip {
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  private static final int LARGEST_STORED_BLOCK = 65_535;

  private Gzip() {}

  /**
   * One member of stored blocks: the same bytes whatever zlib the machine has, at the cost of
   * compressing nothing.
   */
  public static byte[] stored(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 64);
    out.writeBytes(HEADER);
    int position = 0;
    do {
      int length = Math.min(LARGEST_STORED_BLOCK, bytes.length - position);
      boolean last = position + length == bytes.length;
      out.write(last ? 1 : 0);
      out.writeBytes(littleEndian(4).putShort((short) length).putShort((short) ~length).array());
      out.write(bytes, position, length);
      position += length;
    } while (position < bytes.length);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    out.writeBytes(littleEndian(8).putInt((int) crc.getValue()).putInt(bytes.length).array());
    return out.toByteArray();
  }

  /** Really compressed; the bytes depend on the machine's zlib, so pin no digest of them. */
  public static byte[] deflated(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Several members that decompress to the bytes one after the other, the last one empty. */
  public static byte[] multiMember(byte[] bytes, int members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int position = 0;
    for (int i = 1; i <= members; i++) {
      int end = (int) ((long) bytes.length * i / members);
      out.writeBytes(stored(Arrays.copyOfRange(bytes, position, end)));
      position = end;
    }
    out.writeBytes(stored(new byte[0]));
    return out.toByteArray();
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
