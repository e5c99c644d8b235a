package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A strict pull reader of tar streams: ustar, PAX, GNU long names, base-256 numbers, sparse files;
 * not thread-safe. Every length is checked against a limit before anything is allocated.
 */
public final class TarReader {
  private final InputStream in;

  /**
   * Reads from {@code in}, which is neither buffered enough nor closed here.
   *
   * @param anomalies hears what engines could read differently
   */
  public TarReader(InputStream in, Limits limits, Consumer<LayerAnomaly> anomalies) {
    this.in = in;
  }

  /**
   * The next entry, or null behind the last; skips what is left of the current one.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException MALFORMED or LIMIT
   */
  public @Nullable TarHeader next() throws IOException {
    throw new UnsupportedOperationException("written next: " + in);
  }

  /** Reads content of the current entry, -1 at its end; sparse files come expanded. */
  public int read(byte[] buffer, int offset, int length) throws IOException {
    throw new UnsupportedOperationException("written next");
  }

  /** Offset in the stream of the first stored content byte of the current entry. */
  public long contentOffset() {
    throw new UnsupportedOperationException("written next");
  }
}
