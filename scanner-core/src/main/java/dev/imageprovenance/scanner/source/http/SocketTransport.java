package dev.imageprovenance.scanner.source.http;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 over sockets that any thread can close; thread-safe.
 *
 * <p>It exists because the JDK's HttpURLConnection cannot be ended by another thread while a body
 * is being read (its disconnect waits for the very read it should end), and consults
 * authenticators, cookie handlers and proxies that belong to the whole JVM; Apache's client doubles
 * the start-up time of a short command. Nothing here follows redirects, retries an answer,
 * decompresses or adds credentials.
 */
public final class SocketTransport extends HttpTransport implements Closeable {
  private static final int MAX_TARGET = 32 << 10;

  private final ConnectionPool pool = new ConnectionPool();
  private final Connector connector;
  private final ProxyRules proxies;
  private final Duration bodyReadTimeout;

  /**
   * Opens no connection yet.
   *
   * @param plainHttpAnywhere false if http goes to loopback addresses only, whatever a name such as
   *     localhost resolves to
   * @param bodyReadTimeout between two bytes of a body
   */
  public SocketTransport(
      TlsTrust trust, ProxyRules proxies, boolean plainHttpAnywhere, Duration bodyReadTimeout) {
    this(new TcpConnector(trust, plainHttpAnywhere), proxies, bodyReadTimeout);
  }

  private SocketTransport(Connector connector, ProxyRules proxies, Duration bodyReadTimeout) {
    this.connector = connector;
    this.proxies = proxies;
    this.bodyReadTimeout = bodyReadTimeout;
  }

  /**
   * The same over one unix domain socket, to which every request goes whatever host its URL names.
   * Opens no connection yet.
   *
   * @param bodyReadTimeout between two bytes of a body
   */
  public static SocketTransport overUnixSocket(Path socket, Duration bodyReadTimeout) {
    return new SocketTransport(
        new UnixConnector(socket), new ProxyRules(Map.of()), bodyReadTimeout);
  }

  @Override
  public boolean supportsMethod(String method) {
    return ResponseHead.isToken(method);
  }

  @Override
  public LowLevelHttpRequest buildRequest(String method, String url) {
    return new Request(method, URI.create(url));
  }

  /** Closes every connection, also those in use. */
  @Override
  public void close() {
    pool.close();
  }

  @Override
  public void shutdown() {
    close();
  }

  /**
   * True if whatever listens there answers a TLS greeting with TLS, even with a certificate that is
   * not trusted.
   */
  public boolean speaksTls(Origin origin, Duration timeout) {
    return connector instanceof TcpConnector tcp && tcp.speaksTls(pool, origin, timeout);
  }

  /** One request; used by one thread. */
  private final class Request extends LowLevelHttpRequest implements DeadlineBound {
    private final String method;
    private final URI uri;
    private final Origin origin;
    private final StringBuilder fields = new StringBuilder();
    private int connectMillis = 20_000;
    private int readMillis = 20_000;
    private Duration deadline = Duration.ofMinutes(2);

    Request(String method, URI uri) {
      this.method = method;
      this.uri = uri;
      this.origin = Origin.of(uri);
    }

    @Override
    public void addHeader(String name, String value) {
      boolean valid =
          ResponseHead.isToken(name)
              && value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f && c <= 0xff));
      if (!valid) {
        throw new IllegalArgumentException("A header field holds characters that are not allowed");
      }
      fields.append(name).append(": ").append(value).append("\r\n");
    }

    @Override
    public void setTimeout(int connectTimeout, int readTimeout) {
      connectMillis = connectTimeout;
      readMillis = readTimeout;
    }

    @Override
    public void completeWithin(Duration limit) {
      deadline = limit;
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
      Optional<ProxyRules.Proxy> proxy = proxies.proxyFor(origin);
      ConnectionPool.Key key = new ConnectionPool.Key(origin, proxy);
      byte[] body = body();
      String head = head(proxy, body);
      Optional<HttpConnection> idle = method.equals("POST") ? Optional.empty() : pool.takeIdle(key);
      while (idle.isPresent()) {
        try {
          return exchange(idle.get(), head, body);
        } catch (ProtocolException | SocketTimeoutException | TooSlowException e) {
          throw e;
        } catch (IOException e) {
          // The server had closed it while it lay idle; that says nothing about the next one.
          idle = pool.takeIdle(key);
        }
      }
      return exchange(connect(key), head, body);
    }

    private HttpConnection connect(ConnectionPool.Key key) throws IOException {
      Expiry expiry = new Expiry();
      expiry.in(deadline);
      try {
        return connector.connect(pool, key, connectMillis, readMillis, expiry);
      } catch (IOException e) {
        throw expiry.hasPassed() ? tooSlow("a part of the connection's opening", e) : e;
      }
    }

    private TooSlowException tooSlow(String what, IOException closed) {
      TooSlowException slow = new TooSlowException(what, deadline);
      slow.initCause(closed);
      return slow;
    }

    private LowLevelHttpResponse exchange(HttpConnection connection, String head, byte[] body)
        throws IOException {
      try {
        if (connection.isReused()) {
          connection.expiry().in(deadline);
        }
        connection.readTimeout(readMillis);
        connection.send(head, body);
        ResponseHead answer = connection.readHead();
        connection.readTimeout((int) bodyReadTimeout.toMillis());
        return new Response(answer, connection, MessageBody.of(connection, method, answer));
      } catch (IOException e) {
        pool.discard(connection);
        throw connection.expiry().hasPassed()
            ? tooSlow(connection.headBytes() + " bytes of the response's head", e)
            : e;
      } catch (RuntimeException e) {
        pool.discard(connection);
        throw e;
      }
    }

    private byte[] body() throws IOException {
      if (getStreamingContent() == null) {
        return new byte[0];
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      getStreamingContent().writeTo(bytes);
      return bytes.toByteArray();
    }

    private String head(Optional<ProxyRules.Proxy> proxy, byte[] body) throws IOException {
      String target = target();
      boolean forwarded = proxy.isPresent() && !origin.isSecure();
      if (target.length() > MAX_TARGET) {
        throw new ProtocolException("the URL has " + target.length() + " characters");
      }
      StringBuilder head = new StringBuilder(512);
      head.append(method).append(' ').append(forwarded ? origin + target : target);
      head.append(" HTTP/1.1\r\nHost: ").append(origin.hostAndPort()).append("\r\n");
      if (forwarded) {
        proxy
            .flatMap(ProxyRules.Proxy::authorization)
            .ifPresent(value -> head.append("Proxy-Authorization: ").append(value).append("\r\n"));
      }
      if (getStreamingContent() != null) {
        head.append("Content-Type: ").append(getContentType()).append("\r\n");
        head.append("Content-Length: ").append(body.length).append("\r\n");
      }
      return head.append(fields).append("\r\n").toString();
    }

    private String target() {
      URI ascii = URI.create(uri.toASCIIString());
      String path = ascii.getRawPath();
      String query = ascii.getRawQuery();
      return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }
  }

  /** One response; used by one thread, but for {@link #disconnect}. */
  private static final class Response extends LowLevelHttpResponse {
    private final ResponseHead head;
    private final HttpConnection connection;
    private final InputStream body;

    Response(ResponseHead head, HttpConnection connection, InputStream body) {
      this.head = head;
      this.connection = connection;
      this.body = body;
    }

    @Override
    public InputStream getContent() {
      return body;
    }

    @Override
    public @Nullable String getContentEncoding() {
      return first("Content-Encoding");
    }

    @Override
    public long getContentLength() throws IOException {
      return head.isChunked() ? -1 : head.contentLength().orElse(-1);
    }

    @Override
    public @Nullable String getContentType() {
      return first("Content-Type");
    }

    private @Nullable String first(String name) {
      List<String> values = head.all(name);
      return values.isEmpty() ? null : values.get(0);
    }

    @Override
    public String getStatusLine() {
      return head.statusLine();
    }

    @Override
    public int getStatusCode() {
      return head.status();
    }

    @Override
    public String getReasonPhrase() {
      return head.statusLine().length() > 13 ? head.statusLine().substring(13) : "";
    }

    @Override
    public int getHeaderCount() {
      return head.fields().size();
    }

    @Override
    public String getHeaderName(int index) {
      return head.fields().get(index).name();
    }

    @Override
    public String getHeaderValue(int index) {
      return head.fields().get(index).value();
    }

    @Override
    public void disconnect() {
      connection.release(false);
    }
  }
}
