package dev.imageprovenance.scanner.layer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Uncompressed bytes of a stored stream; not thread-safe. Get one from {@link Decompression#open}.
 *
 * <p>Its end (-1) comes only when the stored stream was read to its own end. Reading throws {@link
 * dev.imageprovenance.scanner.problem.ScanException} MALFORMED for bytes that are not what their
 * compression says, and the stored stream's own IOException when that breaks off. {@link #close}
 * frees native memory and leaves the stored stream open.
 */
public abstract class DecompressedStream extends InputStream {
  private final Compression compression;

  DecompressedStream(Compression compression) {
    this.compression = compression;
  }

  /** How the stored bytes are compressed, as told by the first of them. */
  public final Compression compression() {
    return compression;
  }

  /**
   * How many stored bytes were behind the end of the compressed stream, belonging to no gzip
   * member; known once the end was read.
   */
  public long trailingBytes() {
    return 0;
  }

  /**
   * Where in the stored stream the part begins that is decompressed now, if it gives the
   * uncompressed bytes from {@code plainOffset} on; else -1. Only gzip has parts that are known.
   */
  long storedStartOf(long plainOffset) {
    return -1;
  }

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public final int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    return length == 0 ? 0 : decode(target, offset, length);
  }

  /** Reads at least one byte, or returns -1 at the end of the stored stream. */
  abstract int decode(byte[] target, int offset, int length) throws IOException;

  @Override
  public void close() {}
}
