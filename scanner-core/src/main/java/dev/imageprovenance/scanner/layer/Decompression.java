package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Tells by the first bytes how a stream is compressed, and undoes it; stateless, thread-safe. */
public final class Decompression {
  private static final int MAGIC_BYTES = 10;
  private static final byte[] GZIP = {0x1F, (byte) 0x8B, 0x08};
  private static final byte[] ZSTD = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};
  private static final byte[] XZ = {(byte) 0xFD, '7', 'z', 'X', 'Z', 0};
  private static final byte[] BZIP2 = {'B', 'Z', 'h'};
  private static final byte[] BZIP2_BLOCK = {0x31, 0x41, 0x59, 0x26, 0x53, 0x59};
  private static final byte[] BZIP2_EMPTY = {0x17, 0x72, 0x45, 0x38, 0x50, (byte) 0x90};

  private Decompression() {}

  /**
   * The uncompressed bytes of {@code stored}, to be closed by the caller. Bytes that no known
   * compression begins with come as they are, with {@link Compression#NONE}. The amount of
   * uncompressed bytes is not limited here.
   *
   * @param stored read from here on in large blocks; not closed, not by the result either
   * @param limits bounds the memory of zstd ({@link Limits#zstdWindowLog})
   * @throws ScanException UNSUPPORTED for bzip2 and xz, which the image specification does not know
   * @throws IOException if {@code stored} breaks off
   */
  public static DecompressedStream open(InputStream stored, Limits limits) throws IOException {
    return open(stored, limits, SkippableFrameListener.NONE);
  }

  /** The same with somebody who sees what zstd decoders skip. */
  static DecompressedStream open(InputStream stored, Limits limits, SkippableFrameListener listener)
      throws IOException {
    StoredBytes bytes = new StoredBytes(stored);
    Compression compression = detect(bytes.peek(MAGIC_BYTES));
    return switch (compression) {
      case NONE -> new PlainStream(bytes);
      case GZIP -> new GzipStream(bytes);
      case ZSTD -> ZstdStream.open(bytes, limits, listener);
      case BZIP2, XZ -> throw unsupported(compression);
    };
  }

  /** What the first bytes of a stream (ten, if there are so many) say. */
  public static Compression detect(byte[] first) {
    if (startsWith(first, 0, GZIP)) {
      return Compression.GZIP;
    }
    if (startsWith(first, 0, ZSTD) || isZstdSkippable(first)) {
      return Compression.ZSTD;
    }
    if (startsWith(first, 0, XZ)) {
      return Compression.XZ;
    }
    boolean bzip2Block = startsWith(first, 4, BZIP2_BLOCK) || startsWith(first, 4, BZIP2_EMPTY);
    return startsWith(first, 0, BZIP2) && bzip2Block ? Compression.BZIP2 : Compression.NONE;
  }

  private static boolean isZstdSkippable(byte[] first) {
    return first.length >= 4
        && (first[0] & 0xF0) == 0x50
        && first[1] == 0x2A
        && first[2] == 0x4D
        && first[3] == 0x18;
  }

  private static boolean startsWith(byte[] bytes, int offset, byte[] magic) {
    int end = offset + magic.length;
    return bytes.length >= end && Arrays.equals(bytes, offset, end, magic, 0, magic.length);
  }

  private static ScanException unsupported(Compression compression) {
    return new ScanException(
        ProblemKind.UNSUPPORTED,
        "The bytes are compressed with "
            + compression.label()
            + ", which the image specification does not know",
        "Rebuild the image with gzip or zstd layers.",
        null);
  }
}
