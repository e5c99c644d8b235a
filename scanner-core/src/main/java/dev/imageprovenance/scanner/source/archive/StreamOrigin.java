package dev.imageprovenance.scanner.source.archive;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.InputStream;

/** A plain tar that somebody writes anew each time it is asked for; thread-safe. */
final class StreamOrigin implements ArchiveOrigin {
  private final String name;
  private final ImageArchive.TarOpener opener;
  private final ScanContext context;

  StreamOrigin(String name, ImageArchive.TarOpener opener, ScanContext context) {
    this.name = name;
    this.opener = opener;
    this.context = context;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public InputStream tar() throws IOException {
    return BoundedStream.ofUnknownSize(opener.open(), context.limits());
  }

  @Override
  public boolean isRandomAccess() {
    return false;
  }

  @Override
  public InputStream range(long start, long length) {
    throw new UnsupportedOperationException("a stream has one order");
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  /** Layers are hashed in each pass and documents are read in one, so nothing is taken on trust. */
  @Override
  public void requireUnchanged() {}

  @Override
  public ScanException unreadable(IOException failure) {
    context.cancellation().throwIfCancelled();
    return new ScanException(
        ProblemKind.UNREACHABLE,
        Text.escape(name)
            + " cannot be read: "
            + Text.excerpt(String.valueOf(failure.getMessage())),
        "Try again.",
        failure);
  }

  @Override
  public ScanException changed(String what) {
    return new ScanException(
        ProblemKind.UNREACHABLE,
        Text.escape(name) + " changed while it was read: it " + what,
        "Try again; if it happens again, look whether the image is being replaced.",
        null);
  }

  @Override
  public void close() {}
}
