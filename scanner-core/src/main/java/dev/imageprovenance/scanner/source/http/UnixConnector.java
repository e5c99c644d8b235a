package dev.imageprovenance.scanner.source.http;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Connects to one unix domain socket, whatever host a URL names; immutable. */
final class UnixConnector implements Connector {
  private final Path socket;

  UnixConnector(Path socket) {
    this.socket = socket;
  }

  @Override
  public HttpConnection connect(
      ConnectionPool pool, ConnectionPool.Key key, int connectMillis, int readMillis, Expiry expiry)
      throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    boolean connected = false;
    try {
      pool.track(channel, expiry);
      channel.connect(UnixDomainSocketAddress.of(socket));
      HttpConnection connection =
          new HttpConnection(pool, key, expiry, new UnixWire(channel, readMillis));
      pool.adopt(channel, connection);
      connected = true;
      return connection;
    } finally {
      if (!connected) {
        pool.forget(channel);
        ConnectionPool.closeQuietly(channel);
      }
    }
  }
}
