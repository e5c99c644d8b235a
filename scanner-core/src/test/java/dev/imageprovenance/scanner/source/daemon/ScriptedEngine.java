package dev.imageprovenance.scanner.source.daemon;

import dev.imageprovenance.scanner.source.RegistryOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * Answers on a unix socket what a test tells it to, and remembers what it was asked; thread-safe.
 * Until told otherwise it is Docker 20.10 with a graph driver and nothing in it.
 */
final class ScriptedEngine implements AutoCloseable {
  static final String DOCKER_INFO =
      "{\"Driver\":\"overlay2\",\"DriverStatus\":[[\"userxattr\",\"false\"]],"
          + "\"ServerVersion\":\"20.10.24\",\"OSType\":\"linux\",\"Architecture\":\"x86_64\"}";

  /** As documented for Docker Engine 29 with the containerd image store; not recorded from one. */
  static final String CONTAINERD_INFO =
      "{\"Driver\":\"overlayfs\",\"DriverStatus\":[[\"driver-type\","
          + "\"io.containerd.snapshotter.v1\"]],\"ServerVersion\":\"29.0.0\",\"OSType\":\"linux\","
          + "\"Architecture\":\"x86_64\"}";

  private final Path socket;
  private final ServerSocketChannel server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<SocketChannel> connections = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Writes one response, head and all; the connection is closed afterwards. */
  @FunctionalInterface
  interface Answer {
    void writeTo(OutputStream out) throws IOException, InterruptedException;
  }

  ScriptedEngine(Path socket) {
    this.socket = socket;
    try {
      this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    json("/_ping", 200, "OK");
    json("/info", 200, DOCKER_INFO);
    daemon(this::serve);
  }

  /** The path of each request, in order. */
  List<String> requests() {
    return requests;
  }

  void json(String path, int status, String body) {
    bytes(path, status, body.getBytes(StandardCharsets.UTF_8));
  }

  void bytes(String path, int status, byte[] body) {
    answers.put(
        path,
        out -> {
          out.write(head(status, "Content-Length: " + body.length));
          out.write(body);
        });
  }

  void chunked(String path, byte[]... chunks) {
    answers.put(
        path,
        out -> {
          out.write(head(200, "Transfer-Encoding: chunked"));
          for (byte[] chunk : chunks) {
            out.write(
                (Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(chunk);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
          }
          out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        });
  }

  void answer(String path, Answer answer) {
    answers.put(path, answer);
  }

  /** Takes the request and says nothing until the engine is closed. */
  void silent(String path) {
    answers.put(path, out -> closed.await());
  }

  static byte[] head(int status, String field) {
    return ("HTTP/1.1 " + status + " text\r\nApi-Version: 1.41\r\n" + field + "\r\n\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  RegistryOptions options() {
    return options(socket, Duration.ofSeconds(5), Duration.ofSeconds(10));
  }

  RegistryOptions options(Duration readTimeout, Duration deadline) {
    return options(socket, readTimeout, deadline);
  }

  static RegistryOptions options(Path socket, Duration readTimeout, Duration deadline) {
    return options(
        Map.of("DOCKER_HOST", "unix://" + socket, "CONTAINER_HOST", "unix://" + socket + ".none"),
        readTimeout,
        deadline);
  }

  static RegistryOptions options(
      Map<String, String> environment, Duration readTimeout, Duration deadline) {
    return new RegistryOptions(
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        environment,
        Duration.ofSeconds(5),
        readTimeout,
        deadline);
  }

  private void serve() {
    try {
      while (true) {
        SocketChannel connection = server.accept();
        connections.add(connection);
        daemon(() -> converse(connection));
      }
    } catch (IOException e) {
      // The engine was closed.
    }
  }

  private void converse(SocketChannel connection) {
    try (connection) {
      String request = request(connection);
      String path = request.split(" ", 3)[1];
      requests.add(request.split(" ", 3)[0] + " " + path);
      Answer answer = answers.get(path);
      OutputStream out = Channels.newOutputStream(connection);
      if (answer == null) {
        byte[] body = "{\"message\":\"page not found\"}".getBytes(StandardCharsets.UTF_8);
        out.write(head(404, "Content-Length: " + body.length));
        out.write(body);
      } else {
        answer.writeTo(out);
      }
    } catch (IOException | InterruptedException e) {
      // The client has gone.
    }
  }

  private static String request(SocketChannel connection) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(1);
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      buffer.clear();
      if (connection.read(buffer) < 0) {
        throw new IOException("no request");
      }
      head.write(buffer.get(0));
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "scripted engine");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
    for (SocketChannel connection : connections) {
      connection.close();
    }
  }
}
