package dev.imageprovenance.scanner.source.archive;

import dev.imageprovenance.scanner.problem.ScanException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Where the bytes of an archive come from; implementations are thread-safe. */
interface ArchiveOrigin extends Closeable {
  /** What the archive is called in messages, unescaped. */
  String name();

  /** The uncompressed tar from its first byte, within limits; to be closed by the caller. */
  InputStream tar() throws IOException;

  /** True when {@link #range} may be called: parts can be had in any order at no extra cost. */
  boolean isRandomAccess();

  /** {@code length} bytes of the uncompressed tar from {@code start} on. */
  InputStream range(long start, long length);

  /**
   * True when every tar that comes from here has the same bytes. Else entries are found again by
   * name: who writes a tar anew may give its headers other lengths.
   */
  boolean isRepeatable();

  /**
   * Proves that the bytes are still those that were read before, as far as that can be told.
   *
   * @throws ScanException UNREACHABLE if they are not
   */
  void requireUnchanged();

  /** Tells a cancelled scan from a failure of the origin. */
  ScanException unreadable(IOException failure);

  /** A later pass lacks an entry that the first one had. */
  ScanException changed(String what);
}
