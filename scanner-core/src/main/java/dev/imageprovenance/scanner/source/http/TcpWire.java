package dev.imageprovenance.scanner.source.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/** TCP, or TLS over it; closing it closes the TCP socket below TLS. */
final class TcpWire implements Wire {
  private final Socket tcp;
  private final Socket socket;

  /**
   * Wraps what was connected.
   *
   * @param tcp the TCP socket
   * @param socket the same, or TLS over it
   */
  TcpWire(Socket tcp, Socket socket) {
    this.tcp = tcp;
    this.socket = socket;
  }

  @Override
  public InputStream input() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public OutputStream output() throws IOException {
    return socket.getOutputStream();
  }

  @Override
  public void readTimeout(int millis) throws SocketException {
    socket.setSoTimeout(millis);
  }

  @Override
  public void close() throws IOException {
    tcp.close();
  }
}
