package dev.imageprovenance.scanner.cache;

import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * A file of a cache: eight bytes that say what it is, the deflated content, and the sha256 of all
 * bytes before; stateless.
 */
public final class CacheFile {
  private static final byte[] MAGIC = {'L', 'Y', 'R', 'F', 'A', 'C', 'T', '1'};
  private static final int HASH_BYTES = 32;
  private static final int BLOCK = 1 << 16;

  private CacheFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes it all; what it buffers must be flushed. */
    void write(OutputStream out) throws IOException;
  }

  /** Reads the content of a file, to its end. */
  @FunctionalInterface
  public interface Parser<T> {
    /**
     * Reads it all.
     *
     * @throws IOException if it is not what was written
     * @throws RuntimeException likewise, from the types that check their values
     */
    T parse(InputStream in) throws IOException;
  }

  /** Writes content into an existing file. */
  static void write(Path file, Content content) throws IOException {
    MessageDigest hasher = DigestAlgorithm.SHA256.newHasher();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
      DigestOutputStream hashed = new DigestOutputStream(out, hasher);
      hashed.write(MAGIC);
      DeflaterOutputStream deflated = new DeflaterOutputStream(hashed, deflater, BLOCK);
      content.write(deflated);
      deflated.finish();
      out.write(hasher.digest());
    } finally {
      deflater.end();
    }
  }

  /**
   * Reads content.
   *
   * @throws IOException if there is no such file, or it is longer than {@code maxBytes}, damaged,
   *     or not what the parser expects
   * @throws RuntimeException if values in it are impossible
   */
  public static <T> T read(Path file, long maxBytes, Parser<T> parser) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      long size = channel.size();
      if (size > maxBytes || size < MAGIC.length + HASH_BYTES) {
        throw new IOException("has " + size + " bytes");
      }
      verify(channel, size - HASH_BYTES);
      return parse(channel, size - HASH_BYTES, parser);
    }
  }

  private static void verify(FileChannel channel, long hashedBytes) throws IOException {
    MessageDigest hasher = DigestAlgorithm.SHA256.newHasher();
    InputStream bytes = new Section(channel, 0, hashedBytes);
    byte[] block = new byte[BLOCK];
    for (int count = bytes.read(block); count > 0; count = bytes.read(block)) {
      hasher.update(block, 0, count);
    }
    byte[] stored = new Section(channel, hashedBytes, hashedBytes + HASH_BYTES).readAllBytes();
    if (!MessageDigest.isEqual(hasher.digest(), stored)) {
      throw new IOException("is damaged");
    }
  }

  private static <T> T parse(FileChannel channel, long end, Parser<T> parser) throws IOException {
    byte[] magic = new Section(channel, 0, MAGIC.length).readAllBytes();
    if (!MessageDigest.isEqual(magic, MAGIC)) {
      throw new IOException("has another format");
    }
    Inflater inflater = new Inflater();
    try {
      InputStream deflated = new Section(channel, MAGIC.length, end);
      return parser.parse(new InflaterInputStream(deflated, inflater, BLOCK));
    } finally {
      inflater.end();
    }
  }

  /** A range of a file's bytes. */
  private static final class Section extends InputStream {
    private final FileChannel channel;
    private final long end;
    private long position;

    Section(FileChannel channel, long start, long end) {
      this.channel = channel;
      this.position = start;
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (position >= end) {
        return -1;
      }
      int wanted = (int) Math.min(length, end - position);
      int count = channel.read(ByteBuffer.wrap(bytes, offset, wanted), position);
      position += Math.max(count, 0);
      return count;
    }
  }
}
