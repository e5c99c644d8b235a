package dev.imageprovenance.scanner.integration;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A server on loopback that leaves its client waiting: with no answer at all, or in the middle of a
 * blob of the registry that it stands in front of. Thread-safe.
 */
final class StallingServer implements AutoCloseable {
  private final ServerSocket server;
  private final String registry;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final CountDownLatch stalled = new CountDownLatch(1);

  private StallingServer(String registry) {
    this.registry = registry;
    try {
      this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread acceptor = new Thread(this::accept, "stalling-server");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /** Reads requests and never answers. */
  static StallingServer silent() {
    return new StallingServer("");
  }

  /** Answers for manifests and configs, and stops in the middle of every larger blob. */
  static StallingServer inFrontOf(RealRegistry registry) {
    return new StallingServer(registry.address());
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** Waits until a client waits. */
  void awaitStall() throws InterruptedException {
    if (!stalled.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("no client came");
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        Thread handler = new Thread(() -> serve(socket), "stalling-connection");
        handler.setDaemon(true);
        handler.start();
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private void serve(Socket socket) {
    try {
      String request = head(socket.getInputStream());
      while (!request.isEmpty()) {
        if (registry.isEmpty() || !answer(request, socket.getOutputStream())) {
          stalled.countDown();
          return;
        }
        request = head(socket.getInputStream());
      }
    } catch (IOException e) {
      // The client went away, which is what these tests make it do.
    }
  }

  /** Forwards one request; false when the answer was left half done. */
  private boolean answer(String request, OutputStream out) throws IOException {
    String[] words = request.lines().findFirst().orElseThrow().split(" ", -1);
    HttpURLConnection upstream =
        (HttpURLConnection) URI.create("http://" + registry + words[1]).toURL().openConnection();
    upstream.setRequestMethod(words[0]);
    upstream.setInstanceFollowRedirects(false);
    request
        .lines()
        .filter(line -> line.regionMatches(true, 0, "accept:", 0, 7))
        .forEach(line -> upstream.addRequestProperty("Accept", line.substring(7).strip()));
    int status = upstream.getResponseCode();
    InputStream body = status < 400 ? upstream.getInputStream() : upstream.getErrorStream();
    byte[] bytes = body == null ? new byte[0] : body.readAllBytes();
    String type = upstream.getContentType();
    String digest = upstream.getHeaderField("Docker-Content-Digest");
    boolean head = words[0].equals("HEAD");
    out.write(
        ("HTTP/1.1 %d Answer\r\nContent-Length: %d\r\nContent-Type: %s\r\n%s\r\n"
                .formatted(
                    status,
                    head ? upstream.getContentLengthLong() : bytes.length,
                    type == null ? "application/octet-stream" : type,
                    digest == null ? "" : "Docker-Content-Digest: " + digest + "\r\n"))
            .getBytes(StandardCharsets.ISO_8859_1));
    boolean stall = !head && bytes.length > 1 << 20;
    out.write(bytes, 0, stall ? bytes.length / 2 : bytes.length);
    out.flush();
    return !stall;
  }

  /** A request's lines up to the empty one; empty at the end of the stream. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
