package dev.imageprovenance.scanner.layer;

import java.io.IOException;
import java.io.InputStream;

/**
 * The frames of a zstd stream (RFC 8878) without the skippable ones, which are shown to somebody
 * else; not thread-safe. A skippable frame is shown only after a decoder was given all bytes before
 * it and asks for more, so that whoever pulls decoded bytes has seen all of them.
 */
final class ZstdFrames extends InputStream {
  private static final int MAGIC = 0xFD2FB528;
  private static final int SKIPPABLE_MAGIC = 0x184D2A50;
  private static final int SKIPPABLE_MASK = 0xFFFFFFF0;
  private static final int LONGEST_HEADER = 18;
  private static final int BLOCK_HEADER = 3;
  private static final int RUN_LENGTH = 1;
  private static final int CHECKSUM = 4;
  private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};
  private static final int[] CONTENT_SIZE_BYTES = {0, 2, 4, 8};

  private final StoredBytes stored;
  private final SkippableFrameListener listener;
  private State state = State.BETWEEN_FRAMES;
  private boolean hasChecksum;

  /** Bytes that go to the decoder before the next decision. */
  private long pending;

  private enum State {
    BETWEEN_FRAMES,
    BETWEEN_BLOCKS,
    /** Nothing known: the decoder shall say what is wrong. */
    UNKNOWN
  }

  ZstdFrames(StoredBytes stored, SkippableFrameListener listener) {
    this.stored = stored;
    this.listener = listener;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int total = 0;
    while (total < length) {
      if (pending == 0 && !advance(total == 0)) {
        break;
      }
      int count = stored.read(target, offset + total, (int) Math.min(length - total, pending));
      if (count < 0) {
        break;
      }
      pending -= count;
      total += count;
    }
    return total == 0 && length > 0 ? -1 : total;
  }

  /**
   * Decides what comes next.
   *
   * @param drained whether the decoder has had everything before
   * @return false if nothing goes to the decoder now
   */
  private boolean advance(boolean drained) throws IOException {
    switch (state) {
      case BETWEEN_FRAMES -> {
        if (!drained && isSkippable(stored.peek(CHECKSUM))) {
          return false;
        }
        while (isSkippable(stored.peek(CHECKSUM))) {
          showFrame();
        }
        beginFrame();
      }
      case BETWEEN_BLOCKS -> beginBlock();
      case UNKNOWN -> pending = Long.MAX_VALUE;
    }
    return pending > 0;
  }

  private void showFrame() throws IOException {
    byte[] header = stored.peek(8);
    if (header.length < 8) {
      throw truncated();
    }
    stored.consume(8);
    long size = littleEndian(header, 4, 4);
    Payload payload = new Payload(size);
    listener.frame(stored.offset(), size, payload);
    payload.drain();
  }

  private void beginFrame() throws IOException {
    byte[] header = stored.peek(LONGEST_HEADER);
    if (header.length == 0) {
      return;
    }
    if (header.length < 5 || (int) littleEndian(header, 0, 4) != MAGIC) {
      state = State.UNKNOWN;
      pending = Long.MAX_VALUE;
      return;
    }
    int descriptor = header[4] & 0xFF;
    boolean singleSegment = (descriptor & 1 << 5) != 0;
    int sizeFlag = descriptor >> 6;
    hasChecksum = (descriptor & 1 << 2) != 0;
    pending =
        5
            + (singleSegment ? 0 : 1)
            + DICTIONARY_BYTES[descriptor & 3]
            + (sizeFlag == 0 && singleSegment ? 1 : CONTENT_SIZE_BYTES[sizeFlag]);
    state = State.BETWEEN_BLOCKS;
  }

  private void beginBlock() throws IOException {
    byte[] header = stored.peek(BLOCK_HEADER);
    if (header.length < BLOCK_HEADER) {
      state = State.UNKNOWN;
      pending = Long.MAX_VALUE;
      return;
    }
    int value = (int) littleEndian(header, 0, BLOCK_HEADER);
    boolean last = (value & 1) != 0;
    int type = value >> 1 & 3;
    pending = BLOCK_HEADER + (type == RUN_LENGTH ? 1 : value >> 3);
    if (last) {
      pending += hasChecksum ? CHECKSUM : 0;
      state = State.BETWEEN_FRAMES;
    }
  }

  private static boolean isSkippable(byte[] magic) {
    return magic.length == 4
        && ((int) littleEndian(magic, 0, 4) & SKIPPABLE_MASK) == SKIPPABLE_MAGIC;
  }

  private static long littleEndian(byte[] bytes, int offset, int count) {
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | (bytes[offset + i] & 0xFF);
    }
    return value;
  }

  private static RuntimeException truncated() {
    return Problems.malformed("The zstd stream is broken: it ends within a skippable frame");
  }

  /** The content of one skippable frame. */
  private final class Payload extends InputStream {
    private long left;

    Payload(long size) {
      this.left = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = stored.read(target, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw truncated();
      }
      left -= count;
      return count;
    }

    void drain() throws IOException {
      byte[] rest = new byte[8 * 1024];
      while (read(rest, 0, rest.length) >= 0) {
        // Nobody wants it.
      }
    }
  }
}
