package dev.imageprovenance.scanner.source.layout;

import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a layout directory; thread-safe. Symbolic links are followed inside the directory
 * and refused when they lead out of it; only regular files are opened, so that no pipe can block.
 */
final class DirectoryFiles implements LayoutFiles {
  private final Path written;
  private final Path root;
  private final Cancellation cancellation;

  /**
   * Opens the directory that {@code written} means.
   *
   * @throws ScanException NOT_FOUND or UNREACHABLE
   */
  DirectoryFiles(Path written, ScanContext context) {
    this.written = written;
    this.cancellation = context.cancellation();
    try {
      this.root = context.locate(written).toRealPath();
    } catch (NoSuchFileException e) {
      throw new ScanException(
          ProblemKind.NOT_FOUND,
          "There is no directory " + Text.escape(written.toString()),
          context.pathRemedy(),
          e);
    } catch (IOException e) {
      throw unreadable(written, e);
    }
  }

  @Override
  public SourceKind kind() {
    return SourceKind.OCI_LAYOUT;
  }

  @Override
  public String name() {
    return written.toString();
  }

  @Override
  public Optional<LayoutFile> find(String path) {
    Path file = root.resolve(path);
    try {
      Path real = file.toRealPath();
      if (!real.startsWith(root)) {
        throw malformed(path, "leads out of the layout, to " + Text.escape(real.toString()));
      }
      BasicFileAttributes attributes =
          Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        throw malformed(path, "is no regular file");
      }
      return Optional.of(new DirectoryFile(real, attributes.size()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(written.resolve(path), e);
    }
  }

  private ScanException malformed(String path, String what) {
    return new ScanException(
        ProblemKind.MALFORMED,
        "\"" + Text.excerpt(path) + "\" in the layout " + Text.escape(name()) + " " + what,
        "Copy the layout again, for example with skopeo copy.",
        null);
  }

  private static ScanException unreadable(Path path, IOException e) {
    return new ScanException(
        ProblemKind.UNREACHABLE,
        Text.escape(path.toString())
            + " cannot be read: "
            + Text.excerpt(e.getClass().getSimpleName() + " " + e.getMessage()),
        "Check that it is there and that you may read it.",
        e);
  }

  @Override
  public void close() {}

  private final class DirectoryFile implements LayoutFile {
    private final Path real;
    private final long size;

    DirectoryFile(Path real, long size) {
      this.real = real;
      this.size = size;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public InputStream open() throws IOException {
      SeekableByteChannel channel =
          Files.newByteChannel(real, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
      return new CancellableStream(Channels.newInputStream(channel), channel, cancellation);
    }

    @Override
    public RawDocument read(long limit, String limitName) throws IOException {
      try (InputStream in = open()) {
        return RawDocument.of(in.readNBytes((int) Math.min(size, limit) + 1));
      }
    }
  }
}
