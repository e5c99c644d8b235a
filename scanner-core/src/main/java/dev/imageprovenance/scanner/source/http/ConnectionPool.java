package dev.imageprovenance.scanner.source.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Every connection of one transport, idle or busy, and even half-open; thread-safe. Closing it
 * closes them all, so that whoever waits for one of them ends at once.
 */
final class ConnectionPool implements Closeable {
  private static final int MAX_IDLE_PER_KEY = 8;
  private static final long MAX_IDLE_NANOS = Duration.ofSeconds(30).toNanos();

  /** What a connection can be reused for. */
  record Key(Origin origin, Optional<ProxyRules.Proxy> proxy) {
    // Spelled out: what a record generates would start java.lang.invoke in every short scan.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that && origin.equals(that.origin) && proxy.equals(that.proxy);
    }

    @Override
    public int hashCode() {
      return 31 * origin.hashCode() + proxy.hashCode();
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private final Map<Key, Deque<HttpConnection>> idle = new HashMap<>();
  private static final long WATCH_MILLIS = 50;

  private final Map<Closeable, Expiry> open = new HashMap<>();
  private @Nullable Thread watch;
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

  /** A socket that ends when the pool is closed or time is up, before it is even connected. */
  Socket newSocket(Expiry expiry) throws IOException {
    Socket socket = new Socket();
    track(socket, expiry);
    return socket;
  }

  /** Replaces a tracked socket with the connection that owns it now. */
  void adopt(Closeable socket, HttpConnection connection) throws IOException {
    forget(socket);
    track(connection, connection.expiry());
  }

  void forget(Closeable resource) {
    lock.lock();
    try {
      open.remove(resource);
    } finally {
      lock.unlock();
    }
  }

  /** Closes {@code resource} when the pool is closed or time is up, until it is forgotten. */
  void track(Closeable resource, Expiry expiry) throws IOException {
    lock.lock();
    try {
      if (closed) {
        resource.close();
        throw new SocketException("the connections were closed");
      }
      open.put(resource, expiry);
      startWatching();
    } finally {
      lock.unlock();
    }
  }

  private void startWatching() {
    if (watch == null) {
      watch = new Thread(this::watch, "connection deadlines");
      watch.setDaemon(true);
      watch.start();
    }
  }

  /** Closes connections whose time is up, until the pool is closed. */
  private void watch() {
    lock.lock();
    try {
      while (!closed) {
        List.copyOf(open.entrySet()).stream()
            .filter(entry -> entry.getValue().isDue())
            .forEach(entry -> closeQuietly(entry.getKey()));
        if (closing.await(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
        connection.expiry().never();
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
      closing.signalAll();
      idle.clear();
      open.keySet().forEach(ConnectionPool::closeQuietly);
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
