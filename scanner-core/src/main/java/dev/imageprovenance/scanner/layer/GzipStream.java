package dev.imageprovenance.scanner.layer;

import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates all members of a gzip stream (RFC 1952), checking each one's CRC and length; not
 * thread-safe. The JDK's own stream stops without an error where a source has nothing available
 * yet.
 */
final class GzipStream extends DecompressedStream {
  private static final int MAGIC = 0x8B1F;
  private static final int DEFLATE = 8;
  private static final int FLAG_HEADER_CRC = 1 << 1;
  private static final int FLAG_EXTRA = 1 << 2;
  private static final int FLAG_NAME = 1 << 3;
  private static final int FLAG_COMMENT = 1 << 4;
  private static final int FLAGS_RESERVED = 0xE0;

  private final StoredBytes stored;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 contentCrc = new CRC32();
  private final CRC32 headerCrc = new CRC32();
  private int member;
  private boolean inMember;
  private boolean closed;
  private long trailingBytes;
  private long memberStart;
  private long memberPlainStart;
  private long plainCount;

  GzipStream(StoredBytes stored) {
    super(Compression.GZIP);
    this.stored = stored;
  }

  @Override
  public long trailingBytes() {
    return trailingBytes;
  }

  @Override
  long storedStartOf(long plainOffset) {
    return memberPlainStart == plainOffset ? memberStart : -1;
  }

  @Override
  int decode(byte[] target, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("The stream was closed");
    }
    while (inMember || beginMember()) {
      int count = inflate(target, offset, length);
      contentCrc.update(target, offset, count);
      plainCount += count;
      if (inflater.finished()) {
        endMember();
      }
      if (count > 0) {
        return count;
      }
    }
    return -1;
  }

  @Override
  public void close() {
    closed = true;
    inflater.end();
  }

  /** Inflates into {@code target}; 0 only at the end of the member. */
  private int inflate(byte[] target, int offset, int length) throws IOException {
    try {
      while (true) {
        int count = inflater.inflate(target, offset, length);
        if (count > 0 || inflater.finished()) {
          return count;
        }
        if (inflater.needsDictionary()) {
          throw malformed("needs a dictionary", null);
        }
        feedInflater();
      }
    } catch (DataFormatException e) {
      throw malformed("cannot be inflated (" + e.getMessage() + ")", e);
    }
  }

  /** Hands the whole buffer over; what the inflater leaves of it is given back in endMember. */
  private void feedInflater() throws IOException {
    if (!stored.fill()) {
      throw malformed("is cut off: the stream ends within it", null);
    }
    inflater.setInput(stored.buffer(), stored.position(), stored.buffered());
    stored.consume(stored.buffered());
  }

  private void endMember() throws IOException {
    stored.consume(-inflater.getRemaining());
    inMember = false;
    long crc = readInt();
    long length = readInt();
    if (crc != contentCrc.getValue()) {
      throw malformed(
          String.format(
              "has the CRC %08x in its trailer, but %08x was computed", crc, contentCrc.getValue()),
          null);
    }
    if (length != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
      throw malformed(
          "has the length "
              + length
              + " in its trailer, but "
              + inflater.getBytesWritten()
              + " bytes were inflated",
          null);
    }
  }

  /** Reads the next member's header; false when there is none, with all other bytes drained. */
  private boolean beginMember() throws IOException {
    byte[] magic = stored.peek(2);
    if (magic.length < 2 || ((magic[1] & 0xFF) << 8 | (magic[0] & 0xFF)) != MAGIC) {
      trailingBytes += stored.drain();
      return false;
    }
    member++;
    memberStart = stored.offset();
    memberPlainStart = plainCount;
    headerCrc.reset();
    readHeader();
    inflater.reset();
    contentCrc.reset();
    inMember = true;
    return true;
  }

  private void readHeader() throws IOException {
    skipHeaderBytes(2);
    int method = readHeaderByte();
    int flags = readHeaderByte();
    if (method != DEFLATE || (flags & FLAGS_RESERVED) != 0) {
      throw malformed("has the method " + method + " and the flags " + flags, null);
    }
    skipHeaderBytes(6);
    if ((flags & FLAG_EXTRA) != 0) {
      skipHeaderBytes(readHeaderByte() | readHeaderByte() << 8);
    }
    if ((flags & FLAG_NAME) != 0) {
      skipHeaderText();
    }
    if ((flags & FLAG_COMMENT) != 0) {
      skipHeaderText();
    }
    if ((flags & FLAG_HEADER_CRC) != 0) {
      checkHeaderCrc();
    }
  }

  private void checkHeaderCrc() throws IOException {
    long computed = headerCrc.getValue() & 0xFFFF;
    long declared = readByte() | (long) readByte() << 8;
    if (declared != computed) {
      throw malformed(
          String.format("has the header CRC %04x, but %04x was computed", declared, computed),
          null);
    }
  }

  private void skipHeaderBytes(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      readHeaderByte();
    }
  }

  private void skipHeaderText() throws IOException {
    int b;
    do {
      b = readHeaderByte();
    } while (b != 0);
  }

  private int readHeaderByte() throws IOException {
    int b = readByte();
    headerCrc.update(b);
    return b;
  }

  private long readInt() throws IOException {
    return readByte() | readByte() << 8 | readByte() << 16 | (long) readByte() << 24;
  }

  private int readByte() throws IOException {
    int b = stored.read();
    if (b < 0) {
      throw malformed("is cut off: the stream ends within its header or trailer", null);
    }
    return b;
  }

  private RuntimeException malformed(String what, @Nullable DataFormatException cause) {
    return Problems.malformed("The gzip stream is broken: member " + member + " " + what, cause);
  }
}
