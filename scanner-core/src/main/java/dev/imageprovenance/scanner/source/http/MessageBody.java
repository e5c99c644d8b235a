package dev.imageprovenance.scanner.source.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The body of one response as its framing delimits it (RFC 9112 section 6); not thread-safe. At its
 * clean end the connection goes back to where it can be reused; closed before, it is given up
 * unless only a little is left to read.
 */
final class MessageBody extends InputStream {
  private static final Pattern CHUNK_SIZE = Pattern.compile("[0-9a-fA-F]{1,15}");
  private static final int CHUNK_LINE_BYTES = 4 << 10;
  private static final int TRAILER_BYTES = 16 << 10;
  private static final int WORTH_DRAINING = 16 << 10;
  private static final int DRAIN_MILLIS = 500;

  private enum Framing {
    LENGTH,
    CHUNKED,
    UNTIL_CLOSE
  }

  private final HttpConnection connection;
  private final InputStream in;
  private final Framing framing;
  private final boolean reusable;
  private final long length;
  private long remaining;
  private long received;
  private boolean firstChunk = true;
  private boolean ended;

  private MessageBody(HttpConnection connection, Framing framing, long length, boolean reusable) {
    this.connection = connection;
    this.in = connection.input();
    this.framing = framing;
    this.length = length;
    this.remaining = length;
    this.reusable = reusable;
  }

  /** The body that follows {@code head} in answer to {@code method}. */
  static InputStream of(HttpConnection connection, String method, ResponseHead head)
      throws IOException {
    boolean reusable = head.keepsAlive();
    if (method.equals("HEAD") || head.status() == 204 || head.status() == 304) {
      return ended(connection, reusable);
    }
    if (head.isChunked()) {
      return new MessageBody(connection, Framing.CHUNKED, 0, reusable);
    }
    if (head.contentLength().isPresent()) {
      long length = head.contentLength().getAsLong();
      return length == 0
          ? ended(connection, reusable)
          : new MessageBody(connection, Framing.LENGTH, length, reusable);
    }
    return new MessageBody(connection, Framing.UNTIL_CLOSE, 0, false);
  }

  private static InputStream ended(HttpConnection connection, boolean reusable) {
    connection.release(reusable);
    return InputStream.nullInputStream();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, buffer.length);
    if (ended) {
      return -1;
    }
    if (count == 0) {
      return 0;
    }
    try {
      int n = readFramed(buffer, offset, count);
      received += Math.max(0, n);
      return n;
    } catch (IOException e) {
      end(false);
      throw connection.expiry().hasPassed() ? tooSlow(e) : e;
    }
  }

  private TooSlowException tooSlow(IOException closed) {
    TooSlowException slow =
        new TooSlowException(received + " bytes of the body", connection.expiry().limit());
    slow.initCause(closed);
    return slow;
  }

  /** From now on there is that long for what is left. */
  void expireIn(Duration duration) {
    if (!ended) {
      connection.expiry().in(duration);
    }
  }

  /** From now on there is no end to the time for what is left. */
  void neverExpire() {
    if (!ended) {
      connection.expiry().never();
    }
  }

  private int readFramed(byte[] buffer, int offset, int count) throws IOException {
    if (framing == Framing.UNTIL_CLOSE) {
      int n = in.read(buffer, offset, count);
      if (n < 0) {
        end(false);
      }
      return n;
    }
    if (framing == Framing.CHUNKED && remaining == 0 && !nextChunk()) {
      end(true);
      return -1;
    }
    int n = in.read(buffer, offset, (int) Math.min(count, remaining));
    if (n < 0) {
      throw new EOFException(brokenOff());
    }
    remaining -= n;
    if (framing == Framing.LENGTH && remaining == 0) {
      end(true);
    }
    return n;
  }

  private String brokenOff() {
    return framing == Framing.LENGTH
        ? "the connection broke off after " + (length - remaining) + " of " + length + " bytes"
        : "the connection broke off within a chunk";
  }

  private boolean nextChunk() throws IOException {
    if (!firstChunk && !new ResponseHead.LineReader(in, 2).next().isEmpty()) {
      throw new ProtocolException("a chunk is longer than its size");
    }
    firstChunk = false;
    String line = new ResponseHead.LineReader(in, CHUNK_LINE_BYTES).next();
    int semicolon = line.indexOf(';');
    String size = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
    if (!CHUNK_SIZE.matcher(size).matches()) {
      throw new ProtocolException("a chunk has no valid size");
    }
    remaining = Long.parseLong(size, 16);
    if (remaining > 0) {
      return true;
    }
    skipTrailer();
    return false;
  }

  private void skipTrailer() throws IOException {
    ResponseHead.LineReader trailer = new ResponseHead.LineReader(in, TRAILER_BYTES);
    String line;
    do {
      line = trailer.next();
    } while (!line.isEmpty());
  }

  private void end(boolean clean) {
    ended = true;
    connection.release(clean && reusable);
  }

  @Override
  public void close() {
    if (ended) {
      return;
    }
    try {
      if (reusable && framing == Framing.LENGTH && remaining <= WORTH_DRAINING) {
        connection.readTimeout(DRAIN_MILLIS);
        byte[] rest = new byte[(int) remaining];
        int n = 0;
        while (!ended && n >= 0) {
          n = read(rest, 0, rest.length);
        }
      }
    } catch (IOException e) {
      // Nobody wants these bytes; the connection has been given up.
    } finally {
      if (!ended) {
        end(false);
      }
    }
  }
}
