package dev.imageprovenance.scanner.source.http;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One connection that carries one request at a time. Used by one thread, except that {@link #close}
 * may come from any: it closes the wire, which ends a blocked read at once.
 */
final class HttpConnection implements Closeable {
  private static final int BUFFER = 16 << 10;

  private final ConnectionPool pool;
  private final ConnectionPool.Key key;
  private final Expiry expiry;
  private final Wire wire;
  private final InputStream in;
  private final OutputStream out;
  private final AtomicInteger headBytes = new AtomicInteger();
  private boolean reused;
  private long idleSince;

  /**
   * Wraps what was connected.
   *
   * @param expiry closes it when it passes
   */
  HttpConnection(ConnectionPool pool, ConnectionPool.Key key, Expiry expiry, Wire wire)
      throws IOException {
    this.pool = pool;
    this.key = key;
    this.expiry = expiry;
    this.wire = wire;
    this.in = new BufferedInputStream(wire.input(), BUFFER);
    this.out = wire.output();
  }

  ConnectionPool.Key key() {
    return key;
  }

  Expiry expiry() {
    return expiry;
  }

  InputStream input() {
    return in;
  }

  /** True when an earlier exchange ended here: the server may have closed it in the meantime. */
  boolean isReused() {
    return reused;
  }

  void markIdle(long nanos) {
    reused = true;
    idleSince = nanos;
  }

  long idleSince() {
    return idleSince;
  }

  void readTimeout(int millis) throws SocketException {
    wire.readTimeout(millis);
  }

  /** Writes a request's head and body in one go. */
  void send(String head, byte[] body) throws IOException {
    byte[] headBytes = head.getBytes(StandardCharsets.ISO_8859_1);
    byte[] message = new byte[headBytes.length + body.length];
    System.arraycopy(headBytes, 0, message, 0, headBytes.length);
    System.arraycopy(body, 0, message, headBytes.length, body.length);
    out.write(message);
    out.flush();
  }

  ResponseHead readHead() throws IOException {
    headBytes.set(0);
    return ResponseHead.read(new CountingStream());
  }

  /** How many bytes of the last head have come. */
  int headBytes() {
    return headBytes.get();
  }

  /** Counts the bytes of a head as they come; used by the connection's thread. */
  private final class CountingStream extends InputStream {
    @Override
    public int read() throws IOException {
      int b = in.read();
      if (b >= 0) {
        headBytes.incrementAndGet();
      }
      return b;
    }
  }

  /** Gives the connection back, or up. */
  void release(boolean reusable) {
    if (reusable && !expiry.hasPassed()) {
      pool.giveBack(this);
    } else {
      pool.discard(this);
    }
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
