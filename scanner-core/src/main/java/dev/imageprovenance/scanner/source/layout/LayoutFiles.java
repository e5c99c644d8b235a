package dev.imageprovenance.scanner.source.layout;

import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.RawDocument;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The files of an OCI layout, in a directory or in a tar; implementations are thread-safe. */
interface LayoutFiles extends Closeable {
  /** What the layout is in. */
  SourceKind kind();

  /** The path of the directory or tar. */
  String name();

  /**
   * The regular file at {@code path}, which is relative to the layout's root.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException MALFORMED if the path leads out of
   *     the layout or to what is no regular file, UNREACHABLE if nobody may look
   */
  Optional<LayoutFile> find(String path);

  /** One regular file. */
  interface LayoutFile {
    /** Bytes on disk. */
    long size();

    /** The bytes, to be closed by the caller. */
    InputStream open() throws IOException;

    /**
     * The whole of a small file, whose size the caller has compared with {@code limit}.
     *
     * @param limitName the name of that limit
     */
    RawDocument read(long limit, String limitName) throws IOException;
  }
}
