package dev.imageprovenance.scanner.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;

/**
 * The port through which stored bytes of layers are read. Bytes come unverified: whoever reads them
 * hashes them. Implementations that are {@link #isRandomAccess random access} are thread-safe.
 */
public interface LayerReader {
  /** True when {@link #open} may be called in any order, repeatedly and from several threads. */
  boolean isRandomAccess();

  /**
   * True when every read re-reads local bytes cheaply, so that a cache hit must still hash them; a
   * registry is not local.
   */
  boolean isLocal();

  /**
   * The stored bytes of {@code layer}, to be closed by the caller.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException if they cannot be had
   * @throws IOException if they break off
   */
  InputStream open(ImageLayer layer) throws IOException;

  /**
   * Shows each wanted layer's bytes to {@code visitor} once, in the order they are stored; the
   * visitor need not read to the end. The default opens them one after another.
   */
  default void readEach(Collection<ImageLayer> wanted, Visitor visitor) throws IOException {
    for (ImageLayer layer : wanted) {
      try (InputStream bytes = open(layer)) {
        visitor.visit(layer, bytes);
      }
    }
  }

  /** Receives the stored bytes of one layer. */
  @FunctionalInterface
  interface Visitor {
    /** Called once for each layer; the stream is closed by the reader. */
    void visit(ImageLayer layer, InputStream bytes) throws IOException;
  }
}
