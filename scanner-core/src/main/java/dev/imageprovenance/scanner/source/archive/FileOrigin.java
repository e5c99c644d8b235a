package dev.imageprovenance.scanner.source.archive;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.layer.Compression;
import dev.imageprovenance.scanner.layer.Decompression;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A tar file, plain or compressed with gzip or zstd; thread-safe. */
final class FileOrigin implements ArchiveOrigin {
  private static final int HEAD = 10;

  private final ArchiveFile file;
  private final Compression compression;
  private final Limits limits;

  private FileOrigin(ArchiveFile file, Compression compression, Limits limits) {
    this.file = file;
    this.compression = compression;
    this.limits = limits;
  }

  /**
   * Opens {@code path} and looks how it begins.
   *
   * @throws ScanException NOT_FOUND, USAGE (no regular file), UNREACHABLE or CANCELLED
   */
  static FileOrigin open(Path path, ScanContext context) {
    ArchiveFile file = ArchiveFile.open(path, context);
    boolean opened = false;
    try (InputStream start = file.range(0, Math.min(HEAD, file.size()))) {
      Compression compression = Decompression.detect(start.readNBytes(HEAD));
      opened = true;
      return new FileOrigin(file, compression, context.limits());
    } catch (IOException e) {
      throw file.unreadable(e);
    } finally {
      if (!opened) {
        ImageArchive.closeQuietly(file);
      }
    }
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public InputStream tar() throws IOException {
    InputStream stored = file.range(0, file.size());
    if (compression == Compression.NONE) {
      return stored;
    }
    return BoundedStream.ofCompressed(Decompression.open(stored, limits), file.size(), limits);
  }

  @Override
  public boolean isRandomAccess() {
    return compression == Compression.NONE;
  }

  @Override
  public InputStream range(long start, long length) {
    return file.range(start, length);
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public void requireUnchanged() {
    file.requireUnchanged();
  }

  @Override
  public ScanException unreadable(IOException failure) {
    return file.unreadable(failure);
  }

  @Override
  public ScanException changed(String what) {
    file.requireUnchanged();
    return new ScanException(
        ProblemKind.UNREACHABLE,
        "The file " + Text.escape(name()) + " " + what,
        "Wait until it is written completely, or scan a copy.",
        null);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
