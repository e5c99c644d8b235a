package dev.imageprovenance.scanner.source.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/** Connects over TCP and TLS, through a proxy where one leads to the host; thread-safe. */
final class TcpConnector implements Connector {
  private final TlsTrust trust;
  private final boolean plainHttpAnywhere;

  /**
   * @param plainHttpAnywhere false if http goes to loopback addresses only, whatever a name such as
   *     localhost resolves to
   */
  TcpConnector(TlsTrust trust, boolean plainHttpAnywhere) {
    this.trust = trust;
    this.plainHttpAnywhere = plainHttpAnywhere;
  }

  /**
   * True if whatever listens there answers a TLS greeting with TLS, even with a certificate that is
   * not trusted.
   */
  boolean speaksTls(ConnectionPool pool, Origin origin, Duration timeout) {
    int millis = (int) timeout.toMillis();
    try {
      Expiry expiry = new Expiry();
      expiry.in(timeout);
      Socket tcp = connect(pool, origin, millis, true, expiry);
      try {
        startTls(tcp, origin, millis);
        return true;
      } finally {
        pool.forget(tcp);
        ConnectionPool.closeQuietly(tcp);
      }
    } catch (SSLException e) {
      return e instanceof SSLPeerUnverifiedException
          || e.getCause() instanceof CertificateException
          || (e instanceof SSLHandshakeException && !(e.getCause() instanceof IOException));
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public HttpConnection connect(
      ConnectionPool pool, ConnectionPool.Key key, int connectMillis, int readMillis, Expiry expiry)
      throws IOException {
    Origin origin = key.origin();
    Optional<ProxyRules.Proxy> proxy = key.proxy();
    Origin next = proxy.map(ProxyRules.Proxy::origin).orElse(origin);
    boolean anyAddress = origin.isSecure() || plainHttpAnywhere || proxy.isPresent();
    Socket tcp = connect(pool, next, connectMillis, anyAddress, expiry);
    try {
      Socket socket = next.isSecure() ? startTls(tcp, next, readMillis) : tcp;
      if (proxy.isPresent() && origin.isSecure()) {
        socket.setSoTimeout(readMillis);
        tunnel(socket, origin, proxy.get());
        socket = startTls(socket, origin, readMillis);
      }
      HttpConnection connection = new HttpConnection(pool, key, expiry, new TcpWire(tcp, socket));
      pool.adopt(tcp, connection);
      return connection;
    } catch (IOException | RuntimeException e) {
      pool.forget(tcp);
      ConnectionPool.closeQuietly(tcp);
      throw e;
    }
  }

  private static Socket connect(
      ConnectionPool pool, Origin origin, int connectMillis, boolean anyAddress, Expiry expiry)
      throws IOException {
    List<InetAddress> addresses =
        Arrays.stream(InetAddress.getAllByName(origin.bareHost()))
            .filter(address -> anyAddress || address.isLoopbackAddress())
            .toList();
    IOException failure =
        new ConnectException(origin.host() + " does not resolve to a loopback address");
    for (InetAddress address : addresses) {
      Socket socket = pool.newSocket(expiry);
      try {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(address, origin.port()), connectMillis);
        return socket;
      } catch (SocketTimeoutException e) {
        failure = new ConnectException("no connection within " + connectMillis + " ms");
        failure.initCause(e);
      } catch (IOException e) {
        failure = e;
      }
      pool.forget(socket);
      ConnectionPool.closeQuietly(socket);
    }
    throw failure;
  }

  private Socket startTls(Socket socket, Origin origin, int readMillis) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            trust
                .socketFactory(origin.host())
                .createSocket(socket, origin.bareHost(), origin.port(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    tls.setSoTimeout(readMillis);
    tls.startHandshake();
    return tls;
  }

  private static void tunnel(Socket socket, Origin origin, ProxyRules.Proxy proxy)
      throws IOException {
    String target = origin.host() + ":" + origin.port();
    StringBuilder head = new StringBuilder();
    head.append("CONNECT ").append(target).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(target).append("\r\n");
    proxy
        .authorization()
        .ifPresent(value -> head.append("Proxy-Authorization: ").append(value).append("\r\n"));
    head.append("\r\n");
    socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    int status = ResponseHead.read(socket.getInputStream()).status();
    if (status < 200 || status > 299) {
      throw new ProxyRefusedException(proxy.origin(), status);
    }
  }
}
