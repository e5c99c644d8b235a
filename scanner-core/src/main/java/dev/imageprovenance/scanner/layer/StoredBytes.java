package dev.imageprovenance.scanner.layer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Compressed bytes in large blocks; not thread-safe. It remembers the source's own failure, so that
 * a decoder's complaint about bad bytes is not mistaken for a broken connection or the other way
 * round.
 */
final class StoredBytes extends InputStream {
  private static final int BUFFER = 64 * 1024;

  private final InputStream source;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private boolean ended;
  private long taken;
  private @Nullable IOException failure;

  StoredBytes(InputStream source) {
    this.source = source;
  }

  /** Up to {@code count} of the first bytes, which stay to be read; fewer only at the end. */
  byte[] peek(int count) throws IOException {
    if (position + count > BUFFER) {
      compact();
    }
    while (limit - position < count && !ended) {
      append();
    }
    return Arrays.copyOfRange(buffer, position, Math.min(limit, position + count));
  }

  /** Makes sure that something is buffered; false at the end. */
  boolean fill() throws IOException {
    if (position == limit && !ended) {
      position = 0;
      limit = 0;
      append();
    }
    return position < limit;
  }

  byte[] buffer() {
    return buffer;
  }

  int position() {
    return position;
  }

  int buffered() {
    return limit - position;
  }

  void consume(int count) {
    position += count;
  }

  /** Of the next byte in the stream. */
  long offset() {
    return taken - buffered();
  }

  /** The source's own failure, if that is why reading ended. */
  @Nullable IOException failure() {
    return failure;
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer[position++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (position == limit && length >= BUFFER && !ended) {
      return readSource(target, offset, length);
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    return count;
  }

  /** Reads to the end and counts. */
  long drain() throws IOException {
    long total = 0;
    while (fill()) {
      total += buffered();
      position = limit;
    }
    return total;
  }

  /** Moves what is buffered to the front, so that there is room to read more behind it. */
  private void compact() {
    System.arraycopy(buffer, position, buffer, 0, limit - position);
    limit -= position;
    position = 0;
  }

  private void append() throws IOException {
    int count = readSource(buffer, limit, BUFFER - limit);
    limit += Math.max(count, 0);
  }

  private int readSource(byte[] target, int offset, int length) throws IOException {
    try {
      int count = source.read(target, offset, length);
      ended = count < 0;
      taken += Math.max(count, 0);
      return count;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }
}
