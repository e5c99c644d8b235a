package dev.imageprovenance.scanner.source.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A unix domain socket. Its channel does not block; a selector of its own waits instead, since a
 * channel knows no timeouts and closing a selector wakes whoever waits.
 */
final class UnixWire implements Wire {
  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final InputStream input = new Input();
  private final OutputStream output = new Output();
  private long timeoutMillis;

  /**
   * Takes a connected channel over; closes it when that fails.
   *
   * @param timeoutMillis of reads until another is set, and of writes
   */
  UnixWire(SocketChannel channel, int timeoutMillis) throws IOException {
    this.channel = channel;
    this.timeoutMillis = timeoutMillis;
    this.selector = Selector.open();
    boolean registered = false;
    try {
      channel.configureBlocking(false);
      this.key = channel.register(selector, 0);
      registered = true;
    } finally {
      if (!registered) {
        selector.close();
      }
    }
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  @Override
  public void readTimeout(int millis) {
    timeoutMillis = millis;
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      selector.close();
    }
  }

  /** Waits until {@code operation} may get on. */
  private void await(int operation, long start) throws IOException {
    long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    if (waited >= timeoutMillis) {
      throw new SocketTimeoutException("timed out after " + timeoutMillis + " ms");
    }
    if (Thread.currentThread().isInterrupted()) {
      // A selector does not wait in an interrupted thread, so this would spin until time is up.
      throw new InterruptedIOException("the thread was interrupted");
    }
    key.interestOps(operation);
    selector.select(timeoutMillis - waited);
    selector.selectedKeys().clear();
  }

  /** What both directions do until some bytes have passed. */
  @FunctionalInterface
  private interface Transfer {
    int once() throws IOException;
  }

  private int transfer(int operation, Transfer transfer) throws IOException {
    long start = System.nanoTime();
    try {
      int count = transfer.once();
      while (count == 0) {
        await(operation, start);
        count = transfer.once();
      }
      return count;
    } catch (ClosedChannelException | ClosedSelectorException | CancelledKeyException e) {
      SocketException closed = new SocketException("the connection was closed");
      closed.initCause(e);
      throw closed;
    }
  }

  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      Objects.checkFromIndexSize(offset, count, target.length);
      if (count == 0) {
        return 0;
      }
      ByteBuffer buffer = ByteBuffer.wrap(target, offset, count);
      return transfer(SelectionKey.OP_READ, () -> channel.read(buffer));
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int count) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(source, offset, count);
      while (buffer.hasRemaining()) {
        transfer(SelectionKey.OP_WRITE, () -> channel.write(buffer));
      }
    }
  }
}
