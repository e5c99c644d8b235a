package dev.imageprovenance.scanner.layer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads a tar stream in large blocks and knows the offset; not thread-safe. */
final class TarInput {
  private static final int BUFFER = 64 * 1024;
  private static final byte[] ZEROS = new byte[BUFFER];

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private long offset;

  TarInput(InputStream in) {
    this.in = in;
  }

  /** Of the next byte in the stream. */
  long offset() {
    return offset;
  }

  /** Reads at least one byte, or returns -1 at the end. */
  int read(byte[] target, int start, int length) throws IOException {
    if (position == limit && !fill()) {
      return -1;
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, start, count);
    advance(count);
    return count;
  }

  /** Fills {@code target} unless the stream ends before; returns how many bytes there were. */
  int readFully(byte[] target) throws IOException {
    int total = 0;
    while (total < target.length) {
      int count = read(target, total, target.length - total);
      if (count < 0) {
        break;
      }
      total += count;
    }
    return total;
  }

  /** Skips {@code count} bytes unless the stream ends before; returns how many there were. */
  long skip(long count) throws IOException {
    long left = count;
    while (left > 0) {
      if (position == limit) {
        left -= skipUnbuffered(left);
        if (!fill()) {
          break;
        }
      }
      int step = (int) Math.min(left, limit - position);
      advance(step);
      left -= step;
    }
    return count - left;
  }

  /**
   * Skips zeros.
   *
   * @return false if the stream ended before another byte came
   */
  boolean skipZeros() throws IOException {
    while (position < limit || fill()) {
      int mismatch = Arrays.mismatch(buffer, position, limit, ZEROS, 0, limit - position);
      advance(mismatch < 0 ? limit - position : mismatch);
      if (mismatch >= 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads to the end of the stream.
   *
   * @return the offset of the first byte that is not zero, -1 if there was none
   */
  long drain() throws IOException {
    long firstData = -1;
    while (position < limit || fill()) {
      if (firstData < 0) {
        int mismatch = Arrays.mismatch(buffer, position, limit, ZEROS, 0, limit - position);
        firstData = mismatch < 0 ? -1 : offset + mismatch;
      }
      advance(limit - position);
    }
    return firstData;
  }

  /**
   * Lets a stream on a file seek. The last byte is left to be read, since a file can be sought
   * behind its end.
   */
  private long skipUnbuffered(long count) throws IOException {
    if (count <= BUFFER) {
      return 0;
    }
    long skipped = in.skip(count - 1);
    offset += skipped;
    return skipped;
  }

  private boolean fill() throws IOException {
    int count = in.read(buffer, 0, BUFFER);
    position = 0;
    limit = Math.max(count, 0);
    return count > 0;
  }

  private void advance(int count) {
    position += count;
    offset += count;
  }
}
