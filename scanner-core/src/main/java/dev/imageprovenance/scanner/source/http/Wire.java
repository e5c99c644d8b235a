package dev.imageprovenance.scanner.source.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;

/**
 * A connected stream of bytes, whatever it runs over. Used by one thread, except that {@link
 * #close} may come from any and ends a blocked read or write at once.
 */
interface Wire extends Closeable {
  /** What the other side sends; always the same stream. */
  InputStream input() throws IOException;

  /** What the other side gets; always the same stream. */
  OutputStream output() throws IOException;

  /**
   * Sets how long a read may wait for its first byte before it ends with a {@link
   * java.net.SocketTimeoutException}.
   *
   * @param millis more than 0
   */
  void readTimeout(int millis) throws SocketException;
}
