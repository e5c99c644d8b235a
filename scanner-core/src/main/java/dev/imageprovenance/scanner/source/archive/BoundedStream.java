package dev.imageprovenance.scanner.source.archive;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.InputStream;

/** An uncompressed archive that may not grow beyond the limits of a layer; not thread-safe. */
final class BoundedStream extends InputStream {
  /** Small archives may expand by any ratio: they are read in no time. */
  private static final long RATIO_JUDGED_FROM = 64L << 20;

  private static final long UNKNOWN = Long.MAX_VALUE;

  private final InputStream uncompressed;
  private final long compressedBytes;
  private final Limits limits;
  private long count;

  private BoundedStream(InputStream uncompressed, long compressedBytes, Limits limits) {
    this.uncompressed = uncompressed;
    this.compressedBytes = compressedBytes;
    this.limits = limits;
  }

  /** What {@code compressedBytes} bytes expand to. */
  static BoundedStream ofCompressed(InputStream uncompressed, long compressedBytes, Limits limits) {
    return new BoundedStream(uncompressed, compressedBytes, limits);
  }

  /** A stream of which nobody knows how long it is. */
  static BoundedStream ofUnknownSize(InputStream uncompressed, Limits limits) {
    return new BoundedStream(uncompressed, UNKNOWN, limits);
  }

  @Override
  public int read() throws IOException {
    int value = uncompressed.read();
    add(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = uncompressed.read(target, offset, length);
    add(Math.max(read, 0));
    return read;
  }

  private void add(int read) {
    count += read;
    if (count > limits.layerUncompressedBytes()) {
      throw exceeded("layerUncompressedBytes", limits.layerUncompressedBytes());
    }
    if (count > RATIO_JUDGED_FROM && count / limits.layerRatio() > compressedBytes) {
      throw exceeded("layerRatio", limits.layerRatio());
    }
  }

  private ScanException exceeded(String name, long limit) {
    return new ScanException(
        ProblemKind.LIMIT,
        (compressedBytes == UNKNOWN
                ? "The archive is larger than the limit "
                : "The compressed archive of "
                    + compressedBytes
                    + " bytes expands beyond the limit ")
            + name
            + " of "
            + limit);
  }

  @Override
  public void close() throws IOException {
    uncompressed.close();
  }
}
