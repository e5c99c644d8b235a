package dev.imageprovenance.scanner.layer;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The content of one tar entry, sparse files expanded with zeros; not thread-safe. */
final class TarContent {
  private final TarInput in;
  private final long entryOffset;
  private final String name;
  private final @Nullable SparseMap sparse;
  private final long padding;
  private long storedLeft;
  private long expandedLeft;
  private long position;
  private int piece;

  /**
   * Content that begins at the next byte of {@code in}.
   *
   * @param stored its bytes in the stream
   * @param expanded its bytes when expanded, the same without {@code sparse}
   */
  TarContent(
      TarInput in,
      long entryOffset,
      String name,
      long stored,
      long expanded,
      @Nullable SparseMap sparse) {
    this.in = in;
    this.entryOffset = entryOffset;
    this.name = name;
    this.sparse = sparse;
    this.padding = padding(stored);
    this.storedLeft = stored;
    this.expandedLeft = expanded;
  }

  /** How many bytes fill up the last block of {@code size} bytes. */
  static long padding(long size) {
    return -size & (TarBlock.SIZE - 1);
  }

  int read(byte[] buffer, int offset, int length) throws IOException {
    if (expandedLeft == 0) {
      return -1;
    }
    int wanted = (int) Math.min(length, expandedLeft);
    int count =
        sparse == null
            ? readStored(buffer, offset, wanted)
            : expand(sparse, buffer, offset, wanted);
    expandedLeft -= count;
    position += count;
    return count;
  }

  /** Moves behind the content and its padding, which may lack at the end of the stream. */
  void skipRest() throws IOException {
    long skipped = in.skip(storedLeft);
    if (skipped < storedLeft) {
      throw truncated(storedLeft - skipped);
    }
    storedLeft = 0;
    in.skip(padding);
  }

  private int expand(SparseMap map, byte[] buffer, int offset, int length) throws IOException {
    while (piece < map.count() && map.end(piece) <= position) {
      piece++;
    }
    if (piece < map.count() && map.start(piece) <= position) {
      return readStored(buffer, offset, (int) Math.min(length, map.end(piece) - position));
    }
    long holeEnd = piece < map.count() ? map.start(piece) : Long.MAX_VALUE;
    int zeros = (int) Math.min(length, holeEnd - position);
    Arrays.fill(buffer, offset, offset + zeros, (byte) 0);
    return zeros;
  }

  private int readStored(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    if (count < 0) {
      throw truncated(storedLeft);
    }
    storedLeft -= count;
    return count;
  }

  private RuntimeException truncated(long missing) {
    return Problems.malformedEntry(
        entryOffset, name, "the stream ends within the content, " + missing + " bytes are missing");
  }
}
