package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Where the stored pieces of a sparse file belong; built up, then only read. The number of pieces
 * is bounded by the bytes that describe them, and those by {@link Limits#headerBytes}.
 */
final class SparseMap {
  private static final int OLD_GNU_FIRST = 386;
  private static final int OLD_GNU_FIRST_COUNT = 4;
  private static final int OLD_GNU_FIRST_EXTENDED = 482;
  private static final int OLD_GNU_MORE_COUNT = 21;
  private static final int OLD_GNU_MORE_EXTENDED = 504;

  private long[] offsets = new long[4];
  private long[] lengths = new long[4];
  private int count;

  private final long entryOffset;

  private SparseMap(long entryOffset) {
    this.entryOffset = entryOffset;
  }

  /** GNU's old form: a table in the header, more of it in the blocks that follow. */
  static SparseMap oldGnu(TarBlock header, TarInput in, Limits limits, long entryOffset)
      throws IOException, TarBlock.FieldException {
    SparseMap map = new SparseMap(entryOffset);
    map.addTable(header, OLD_GNU_FIRST, OLD_GNU_FIRST_COUNT);
    boolean more = header.byteAt(OLD_GNU_FIRST_EXTENDED) > 0;
    for (int bytes = TarBlock.SIZE; more; bytes += TarBlock.SIZE) {
      if (bytes > limits.headerBytes()) {
        throw tooLong(limits, entryOffset);
      }
      byte[] content = new byte[TarBlock.SIZE];
      if (in.readFully(content) < content.length) {
        throw map.malformed("the stream ends in the sparse map");
      }
      TarBlock block = new TarBlock(content);
      map.addTable(block, 0, OLD_GNU_MORE_COUNT);
      more = block.byteAt(OLD_GNU_MORE_EXTENDED) > 0;
    }
    return map;
  }

  /** PAX forms 0.0 and 0.1: numbers in the extended header. */
  static SparseMap ofNumbers(List<byte[]> numbers, long entryOffset) {
    SparseMap map = new SparseMap(entryOffset);
    if (numbers.size() % 2 != 0) {
      throw map.malformed("the sparse map has an offset without a length");
    }
    for (int i = 0; i < numbers.size(); i += 2) {
      map.add(map.decimal(numbers.get(i)), map.decimal(numbers.get(i + 1)));
    }
    return map;
  }

  /**
   * PAX form 1.0: decimal lines in front of the content, padded to whole blocks.
   *
   * @param storedSize bytes of map and content together
   */
  static SparseMap inContent(TarInput in, long storedSize, Limits limits, long entryOffset)
      throws IOException {
    SparseMap map = new SparseMap(entryOffset);
    LineReader lines = map.new LineReader(in, storedSize, limits);
    long pieces = lines.next();
    for (long i = 0; i < pieces; i++) {
      long offset = lines.next();
      map.add(offset, lines.next());
    }
    return map;
  }

  /**
   * Checks that pieces are in order, do not overlap, end within {@code size} and are exactly the
   * {@code stored} bytes.
   */
  void validate(long size, long stored) {
    long end = 0;
    long total = 0;
    for (int i = 0; i < count; i++) {
      boolean fits =
          offsets[i] >= end
              && lengths[i] >= 0
              && offsets[i] <= size
              && lengths[i] <= size - offsets[i];
      if (!fits) {
        throw malformed(
            "piece "
                + i
                + " of the sparse map ("
                + lengths[i]
                + " bytes at "
                + offsets[i]
                + ") overlaps another or the end at "
                + size);
      }
      end = offsets[i] + lengths[i];
      total += lengths[i];
    }
    if (total != stored) {
      throw malformed(
          "the sparse map describes " + total + " bytes, but " + stored + " are stored");
    }
  }

  int count() {
    return count;
  }

  long start(int piece) {
    return offsets[piece];
  }

  long end(int piece) {
    return offsets[piece] + lengths[piece];
  }

  private void addTable(TarBlock block, int start, int entries) throws TarBlock.FieldException {
    for (int i = 0; i < entries && block.byteAt(start + 24 * i) != 0; i++) {
      add(block.sparseNumber(start, 2 * i), block.sparseNumber(start, 2 * i + 1));
    }
  }

  private void add(long offset, long length) {
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
    }
    offsets[count] = offset;
    lengths[count] = length;
    count++;
  }

  private long decimal(byte[] digits) {
    try {
      return Long.parseLong(new String(digits, StandardCharsets.ISO_8859_1));
    } catch (NumberFormatException e) {
      throw malformed("the sparse map has something that is no number");
    }
  }

  private RuntimeException malformed(String message) {
    return Problems.malformedEntry(entryOffset, "", message);
  }

  private static RuntimeException tooLong(Limits limits, long entryOffset) {
    return Problems.limit(
        "headerBytes", limits.headerBytes(), "The sparse map at offset " + entryOffset);
  }

  /** Reads whole blocks and hands out their decimal lines. */
  private final class LineReader {
    private final TarInput in;
    private final long storedSize;
    private final Limits limits;
    private final byte[] block = new byte[TarBlock.SIZE];
    private int position = TarBlock.SIZE;
    private long consumed;

    LineReader(TarInput in, long storedSize, Limits limits) {
      this.in = in;
      this.storedSize = storedSize;
      this.limits = limits;
    }

    long next() throws IOException {
      byte[] line = new byte[20];
      int length = 0;
      for (int b = nextByte(); b != '\n'; b = nextByte()) {
        if (length == line.length) {
          throw malformed("the sparse map has something that is no number");
        }
        line[length++] = (byte) b;
      }
      long value = decimal(Arrays.copyOf(line, length));
      if (value < 0) {
        throw malformed("the sparse map has a negative number");
      }
      return value;
    }

    private int nextByte() throws IOException {
      if (position == block.length) {
        if (consumed + block.length > limits.headerBytes()) {
          throw tooLong(limits, entryOffset);
        }
        if (consumed + block.length > storedSize || in.readFully(block) < block.length) {
          throw malformed("the content ends in the sparse map");
        }
        consumed += block.length;
        position = 0;
      }
      return block[position++];
    }
  }
}
