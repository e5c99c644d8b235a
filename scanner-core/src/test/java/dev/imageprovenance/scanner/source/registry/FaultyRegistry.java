package dev.imageprovenance.scanner.source.registry;

import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.MediaType;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;

/**
 * A registry with its token server on a loopback port, with faults to order; thread-safe. It serves
 * whatever was put into it for every repository name, honours Range, keeps connections alive, and
 * writes down what it was asked. {@link #next} and {@link #always} put faults in front of that.
 */
public final class FaultyRegistry implements Closeable {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Map<String, Stored> manifests = new ConcurrentHashMap<>();
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<String, Deque<Fault>> once = new ConcurrentHashMap<>();
  private final Map<String, Fault> always = new ConcurrentHashMap<>();
  private final List<String> tags = new CopyOnWriteArrayList<>();
  private final Set<String> validTokens = ConcurrentHashMap.newKeySet();
  private final AtomicInteger tokensGiven = new AtomicInteger();
  private volatile Optional<String> basic = Optional.empty();
  private volatile boolean bearer;
  private volatile String tokenLifetime = "300";
  private volatile String realm = "";

  private static final class Stored {
    private final String mediaType;
    private final byte[] bytes;

    Stored(String mediaType, byte[] bytes) {
      this.mediaType = mediaType;
      this.bytes = bytes;
    }
  }

  /** A request as it arrived. */
  public record Seen(String method, String path, Map<String, String> headers, String body) {
    /** A header field, or an empty string. */
    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  /** Answers a request instead of the registry. */
  @FunctionalInterface
  public interface Fault {
    /** Writes an answer, or breaks something. */
    void answer(Seen request, Wire wire) throws IOException;
  }

  /** The connection, for writing answers whole or in pieces. */
  public static final class Wire {
    private final Socket socket;
    private final OutputStream out;

    private Wire(Socket socket) throws IOException {
      this.socket = socket;
      this.out = socket.getOutputStream();
    }

    /** A whole answer with its Content-Length. */
    public void answer(int status, byte[] body, String... headers) throws IOException {
      StringBuilder head = new StringBuilder();
      for (int i = 0; i < headers.length; i += 2) {
        head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
      }
      raw("HTTP/1.1 " + status + " x\r\n" + head + "Content-Length: " + body.length + "\r\n\r\n");
      out.write(body);
      out.flush();
    }

    public void answer(int status, String body, String... headers) throws IOException {
      answer(status, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Whatever bytes. */
    public void raw(String text) throws IOException {
      raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void raw(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** Closes the connection. */
    public void cut() throws IOException {
      socket.close();
    }

    /** Says nothing until the client or the test goes away. */
    public void hang() throws IOException {
      while (socket.getInputStream().read() >= 0) {
        // Nobody answers.
      }
    }
  }

  private FaultyRegistry(ServerSocket server) {
    this.server = server;
  }

  /** Listens over plain http. */
  public static FaultyRegistry start() throws IOException {
    return start(ServerSocketFactory.getDefault());
  }

  /** Listens on sockets of that factory, for TLS. */
  public static FaultyRegistry start(ServerSocketFactory factory) throws IOException {
    FaultyRegistry registry =
        new FaultyRegistry(factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    registry.daemon(registry::acceptAll);
    return registry;
  }

  /** {@code localhost:PORT}. */
  public String host() {
    return "localhost:" + server.getLocalPort();
  }

  public String url() {
    return "http://" + host();
  }

  public List<Seen> seen() {
    return seen;
  }

  /** What was asked with that method of paths that contain {@code part}. */
  public List<Seen> seen(String method, String part) {
    return seen.stream()
        .filter(request -> request.method.equals(method) && request.path.contains(part))
        .toList();
  }

  public int connections() {
    return connections.get();
  }

  /** How many tokens the token server has given out. */
  public int tokensGiven() {
    return tokensGiven.get();
  }

  /** Stores a manifest under its digest and a tag. */
  public Digest putManifest(String tag, MediaType type, byte[] bytes) {
    Digest digest = Digest.sha256(bytes);
    manifests.put(tag, new Stored(type.value(), bytes));
    manifests.put(digest.toString(), new Stored(type.value(), bytes));
    tags.add(tag);
    return digest;
  }

  /** Stores a blob. */
  public Descriptor putBlob(byte[] bytes) {
    Digest digest = Digest.sha256(bytes);
    blobs.put(digest.toString(), bytes);
    return Descriptor.of(MediaType.OCI_LAYER_GZIP, digest, bytes.length);
  }

  /** The next request of a path that contains {@code part} meets {@code fault}; they queue up. */
  public FaultyRegistry next(String part, Fault fault) {
    Deque<Fault> faults = once.computeIfAbsent(part, any -> new ArrayDeque<>());
    synchronized (faults) {
      faults.add(fault);
    }
    return this;
  }

  /** Every request of a path that contains {@code part} meets {@code fault}. */
  public FaultyRegistry always(String part, Fault fault) {
    always.put(part, fault);
    return this;
  }

  /** Wants this user and password with each request. */
  public void requireBasic(String user, String password) {
    basic = Optional.of(basicHeader(user, password));
  }

  /** Wants a token from its own token server, which gives one to anybody. */
  public void requireBearer() {
    bearer = true;
    realm = url() + "/token";
  }

  /** Names another realm in its challenges. */
  public void realm(String address) {
    realm = address;
  }

  /** Wants a token, for which its token server wants this user and password. */
  public void requireBearer(String user, String password) {
    requireBearer();
    requireBasic(user, password);
  }

  /** What the token server says of tokens in seconds. */
  public void tokenLifetime(String seconds) {
    tokenLifetime = seconds;
  }

  /** Refuses all tokens given so far. */
  public void revokeTokens() {
    validTokens.clear();
  }

  private static String basicHeader(String user, String password) {
    return "Basic "
        + java.util.Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private void daemon(Runnable work) {
    Thread thread = new Thread(work, "faulty registry");
    thread.setDaemon(true);
    thread.start();
  }

  private void acceptAll() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        connections.incrementAndGet();
        daemon(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (Optional<Seen> request = read(in); request.isPresent(); request = read(in)) {
        seen.add(request.get());
        answer(request.get(), new Wire(socket));
      }
    } catch (IOException e) {
      // The client has gone, or a fault has closed the connection.
    } finally {
      open.remove(socket);
    }
  }

  private static Optional<Seen> read(InputStream in) throws IOException {
    String[] request = line(in).split(" ", -1);
    if (request.length != 3 || !request[2].startsWith("HTTP/1.")) {
      return Optional.empty();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return Optional.of(new Seen(request[0], request[1], headers, body));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  private void answer(Seen request, Wire wire) throws IOException {
    Optional<Fault> fault = fault(request.path);
    if (fault.isPresent()) {
      fault.get().answer(request, wire);
    } else if (request.path.startsWith("/token")) {
      giveToken(request, wire);
    } else if (isAllowed(request)) {
      serveContent(request, wire);
    } else {
      challenge(wire);
    }
  }

  private Optional<Fault> fault(String path) {
    for (var entry : once.entrySet()) {
      synchronized (entry.getValue()) {
        if (path.contains(entry.getKey()) && !entry.getValue().isEmpty()) {
          return Optional.of(entry.getValue().remove());
        }
      }
    }
    return always.entrySet().stream()
        .filter(entry -> path.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private boolean isAllowed(Seen request) {
    String authorization = request.header("Authorization");
    if (bearer) {
      return authorization.startsWith("Bearer ")
          && validTokens.contains(authorization.substring("Bearer ".length()));
    }
    return basic.isEmpty() || authorization.equals(basic.get());
  }

  private void challenge(Wire wire) throws IOException {
    String challenge =
        bearer
            ? "Bearer realm=\"" + realm + "\",service=\"faulty\",scope=\"repository:app:pull\""
            : "Basic realm=\"faulty\"";
    wire.answer(
        401,
        "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"authentication required\"}]}",
        "WWW-Authenticate",
        challenge,
        "Content-Type",
        "application/json");
  }

  private void giveToken(Seen request, Wire wire) throws IOException {
    if (basic.isPresent() && !request.header("Authorization").equals(basic.get())) {
      wire.answer(401, "{\"details\":\"incorrect username or password\"}");
      return;
    }
    String token = "token-" + tokensGiven.incrementAndGet();
    validTokens.add(token);
    wire.answer(
        200,
        "{\"token\":\"" + token + "\",\"expires_in\":" + tokenLifetime + "}",
        "Content-Type",
        "application/json");
  }

  private void serveContent(Seen request, Wire wire) throws IOException {
    String last = request.path.substring(request.path.lastIndexOf('/') + 1);
    if (request.path.contains("/manifests/")) {
      serveManifest(request, manifests.get(last), wire);
    } else if (request.path.contains("/blobs/")) {
      serveBlob(request, blobs.get(last), wire);
    } else if (request.path.contains("/tags/list")) {
      wire.answer(
          200,
          "{\"name\":\"app\",\"tags\":[\"" + String.join("\",\"", tags) + "\"]}",
          "Content-Type",
          "application/json");
    } else {
      notFound(wire, "NAME_UNKNOWN", "repository name not known to registry");
    }
  }

  private static void serveManifest(
      Seen request, @org.jspecify.annotations.Nullable Stored manifest, Wire wire)
      throws IOException {
    if (manifest == null) {
      notFound(wire, "MANIFEST_UNKNOWN", "manifest unknown");
    } else if (request.method.equals("HEAD")) {
      wire.raw(
          "HTTP/1.1 200 OK\r\nContent-Type: "
              + manifest.mediaType
              + "\r\nContent-Length: "
              + manifest.bytes.length
              + "\r\nDocker-Content-Digest: "
              + Digest.sha256(manifest.bytes)
              + "\r\n\r\n");
    } else {
      wire.answer(
          200,
          manifest.bytes,
          "Content-Type",
          manifest.mediaType,
          "Docker-Content-Digest",
          Digest.sha256(manifest.bytes).toString());
    }
  }

  private static void serveBlob(
      Seen request, byte @org.jspecify.annotations.Nullable [] blob, Wire wire) throws IOException {
    if (blob == null) {
      notFound(wire, "BLOB_UNKNOWN", "blob unknown to registry");
      return;
    }
    Matcher range = RANGE.matcher(request.header("Range"));
    if (!range.matches()) {
      wire.answer(200, blob, "Content-Type", "application/octet-stream");
      return;
    }
    int from = Integer.parseInt(range.group(1));
    if (from >= blob.length) {
      wire.answer(416, "", "Content-Range", "bytes */" + blob.length);
      return;
    }
    wire.answer(
        206,
        Arrays.copyOfRange(blob, from, blob.length),
        "Content-Range",
        "bytes " + from + "-" + (blob.length - 1) + "/" + blob.length);
  }

  private static void notFound(Wire wire, String code, String message) throws IOException {
    wire.answer(
        404,
        "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}",
        "Content-Type",
        "application/json");
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
