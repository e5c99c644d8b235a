package dev.imageprovenance.scanner.source.archive;

import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A regular file that is opened once and must stay as it is while it is read; thread-safe, since
 * every read names its position.
 */
final class ArchiveFile implements Closeable {
  private final Path written;
  private final Path path;
  private final FileChannel channel;
  private final Identity identity;
  private final Cancellation cancellation;

  private ArchiveFile(
      Path written, Path path, FileChannel channel, Identity identity, Cancellation cancellation) {
    this.written = written;
    this.path = path;
    this.channel = channel;
    this.identity = identity;
    this.cancellation = cancellation;
  }

  /**
   * Opens the file that {@code written} means; cancelling closes it.
   *
   * @throws ScanException NOT_FOUND, USAGE for what is no regular file (a pipe would block), or
   *     UNREACHABLE when it cannot be read
   */
  static ArchiveFile open(Path written, ScanContext context) {
    Path path = context.locate(written);
    try {
      Identity before = Identity.of(path, written);
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      ArchiveFile file = new ArchiveFile(written, path, channel, before, context.cancellation());
      context.cancellation().register(file);
      return file;
    } catch (NoSuchFileException e) {
      throw new ScanException(
          ProblemKind.NOT_FOUND,
          "There is no file " + Text.escape(written.toString()),
          context.pathRemedy(),
          e);
    } catch (IOException e) {
      throw unreadable(written, e);
    }
  }

  String name() {
    return written.toString();
  }

  long size() {
    return identity.size();
  }

  /** Bytes from {@code start} on; reading less than {@code length} of them is an error. */
  InputStream range(long start, long length) {
    return new Range(start, start + length);
  }

  /**
   * Proves that the path still leads to the very same file.
   *
   * @throws ScanException UNREACHABLE if it does not
   */
  void requireUnchanged() {
    Identity now;
    try {
      now = Identity.of(path, written);
    } catch (IOException e) {
      throw unreadable(written, e);
    }
    if (!now.equals(identity)) {
      throw new ScanException(
          ProblemKind.UNREACHABLE,
          "The file "
              + Text.escape(written.toString())
              + " changed while it was read: it had "
              + identity.size()
              + " bytes of "
              + identity.modified()
              + ", now it has "
              + now.size()
              + " bytes of "
              + now.modified(),
          "Wait until it is written completely, or scan a copy.",
          null);
    }
  }

  /** Tells a cancelled scan from a broken disk. */
  ScanException unreadable(IOException e) {
    cancellation.throwIfCancelled();
    return unreadable(written, e);
  }

  private static ScanException unreadable(Path written, IOException e) {
    return new ScanException(
        ProblemKind.UNREACHABLE,
        "The file "
            + Text.escape(written.toString())
            + " cannot be read: "
            + Text.excerpt(String.valueOf(e.getMessage())),
        "Check that it is there and that you may read it.",
        e);
  }

  @Override
  public void close() throws IOException {
    cancellation.unregister(this);
    channel.close();
  }

  /** What tells a file from another one, or from itself after a change. */
  private record Identity(long size, FileTime modified, @Nullable Object key) {
    static Identity of(Path path, Path written) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new ScanException(
            ProblemKind.USAGE,
            "Not a regular file: " + Text.escape(written.toString()),
            "Name an image archive or an OCI layout directory; pipes and devices are not read.",
            null);
      }
      return new Identity(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    }
  }

  /** A part of the file; skipping costs nothing. */
  private final class Range extends InputStream {
    private long position;
    private final long end;

    Range(long start, long end) {
      this.position = start;
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (length == 0) {
        return 0;
      }
      if (position >= end) {
        requireUnchanged();
        return -1;
      }
      int wanted = (int) Math.min(length, end - position);
      int count = channel.read(ByteBuffer.wrap(target, offset, wanted), position);
      if (count < 0) {
        requireUnchanged();
        throw new EOFException(written + " ends at byte " + position + " of " + end);
      }
      position += count;
      return count;
    }

    @Override
    public long skip(long count) {
      long skipped = Math.max(0, Math.min(count, end - position));
      position += skipped;
      return skipped;
    }

    @Override
    public int available() {
      return (int) Math.min(Integer.MAX_VALUE, end - position);
    }
  }
}
