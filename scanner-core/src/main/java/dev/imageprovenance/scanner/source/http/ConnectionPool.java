package dev.imageprovenance.scanner.source.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Every connection of one transport, idle or busy, and even half-open; thread-safe. Closing it
 * closes them all, so that whoever waits for one of them ends at once.
 */
final class ConnectionPool implements Closeable {
  private static final int MAX_IDLE_PER_KEY = 8;
  private static final long MAX_IDLE_NANOS = Duration.ofSeconds(30).toNanos();

  /** What a connection can be reused for. */
  record Key(Origin origin, Optional<ProxyRules.Proxy> proxy) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Deque<HttpConnection>> idle = new HashMap<>();
  private final Set<Closeable> open = new HashSet<>();
  private boolean closed;

  /** The idle connection for {@code key} that was used last, if there is a fresh one. */
  Optional<HttpConnection> takeIdle(Key key) {
    lock.lock();
    try {
      Deque<HttpConnection> connections = idle.get(key);
      while (connections != null && !connections.isEmpty()) {
        HttpConnection connection = connections.pop();
        if (System.nanoTime() - connection.idleSince() < MAX_IDLE_NANOS) {
          return Optional.of(connection);
        }
        discard(connection);
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** A socket that ends when the pool is closed, before it is even connected. */
  Socket newSocket() throws IOException {
    Socket socket = new Socket();
    track(socket);
    return socket;
  }

  /** Replaces a tracked socket with the connection that owns it now. */
  void adopt(Socket socket, HttpConnection connection) throws IOException {
    forget(socket);
    track(connection);
  }

  void forget(Closeable resource) {
    lock.lock();
    try {
      open.remove(resource);
    } finally {
      lock.unlock();
    }
  }

  private void track(Closeable resource) throws IOException {
    lock.lock();
    try {
      if (closed) {
        resource.close();
        throw new SocketException("the connections were closed");
      }
      open.add(resource);
    } finally {
      lock.unlock();
    }
  }

  void giveBack(HttpConnection connection) {
    lock.lock();
    try {
      Deque<HttpConnection> connections =
          idle.computeIfAbsent(connection.key(), any -> new ArrayDeque<>());
      if (closed || connections.size() >= MAX_IDLE_PER_KEY) {
        discard(connection);
      } else {
        connection.markIdle(System.nanoTime());
        connections.push(connection);
      }
    } finally {
      lock.unlock();
    }
  }

  void discard(HttpConnection connection) {
    forget(connection);
    closeQuietly(connection);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      idle.clear();
      open.forEach(ConnectionPool::closeQuietly);
      open.clear();
    } finally {
      lock.unlock();
    }
  }

  static void closeQuietly(Closeable resource) {
    try {
      resource.close();
    } catch (IOException e) {
      // It is being thrown away.
    }
  }
}
