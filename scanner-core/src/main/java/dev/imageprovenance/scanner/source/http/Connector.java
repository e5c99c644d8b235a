package dev.imageprovenance.scanner.source.http;

import java.io.IOException;

/** Opens connections; implementations are thread-safe. */
interface Connector {
  /**
   * A connection to where {@code key} leads. While it is being opened it belongs to {@code pool},
   * too, so that closing the pool or {@code expiry} ends the attempt.
   *
   * @param connectMillis for connecting
   * @param readMillis between two bytes of what must be said before HTTP can be spoken
   */
  HttpConnection connect(
      ConnectionPool pool, ConnectionPool.Key key, int connectMillis, int readMillis, Expiry expiry)
      throws IOException;
}
