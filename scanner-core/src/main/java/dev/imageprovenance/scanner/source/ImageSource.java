package dev.imageprovenance.scanner.source;

import java.io.Closeable;
import java.io.IOException;

/** A place that images are read from. Implementations are thread-safe. */
public interface ImageSource extends Closeable {
  /**
   * Resolves what this source was opened for to verified documents, each read once.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException with what failed and what to do
   */
  ResolvedImages resolve(PlatformSelection selection);

  @Override
  void close() throws IOException;
}
