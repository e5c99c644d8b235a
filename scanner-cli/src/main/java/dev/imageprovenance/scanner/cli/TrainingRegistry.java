package dev.imageprovenance.scanner.cli;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A read-only registry on this machine that serves one OCI layout, as much of it as {@link
 * Training} needs; thread-safe.
 */
final class TrainingRegistry implements Closeable {
  private static final String REPOSITORY = "training";
  private static final String INDEX_TYPE = "application/vnd.oci.image.index.v1+json";
  private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

  private final ServerSocket server;
  private final Path layout;

  private TrainingRegistry(ServerSocket server, Path layout) {
    this.server = server;
    this.layout = layout;
  }

  /** Serves {@code layout} on a free port until closed. */
  static TrainingRegistry serve(Path layout) throws IOException {
    ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    TrainingRegistry registry = new TrainingRegistry(server, layout);
    daemon(registry::acceptAll);
    return registry;
  }

  /** The address of the image: its index is the layout's own. */
  String reference() {
    return "localhost:" + server.getLocalPort() + "/" + REPOSITORY + ":latest";
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void acceptAll() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        daemon(() -> answerAll(connection));
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  private void answerAll(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
      for (String request = in.readLine(); request != null; request = in.readLine()) {
        String header = in.readLine();
        while (header != null && !header.isEmpty()) {
          header = in.readLine();
        }
        answer(request, connection.getOutputStream());
      }
    } catch (IOException e) {
      // The client went away.
    }
  }

  private void answer(String request, OutputStream out) throws IOException {
    String path = request.substring(request.indexOf(' ') + 1, request.lastIndexOf(' '));
    String name = path.substring(path.lastIndexOf('/') + 1);
    Path file =
        path.contains("/manifests/") && !name.startsWith("sha256:")
            ? layout.resolve("index.json")
            : layout.resolve("blobs").resolve(name.replace(':', '/'));
    boolean isPing = path.equals("/v2/");
    boolean exists = Files.isRegularFile(file);
    byte[] body = exists && !isPing ? Files.readAllBytes(file) : new byte[0];
    String head =
        "HTTP/1.1 "
            + (exists || isPing ? "200 OK" : "404 Not Found")
            + "\r\nContent-Type: "
            + type(path, file)
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    if (!request.startsWith("HEAD ")) {
      out.write(body);
    }
    out.flush();
  }

  private static String type(String path, Path file) throws IOException {
    if (!path.contains("/manifests/")) {
      return "application/octet-stream";
    }
    boolean isIndex =
        Files.isRegularFile(file)
            && Files.readString(file, StandardCharsets.UTF_8).contains("\"manifests\"");
    return isIndex ? INDEX_TYPE : MANIFEST_TYPE;
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "training-registry");
    thread.setDaemon(true);
    thread.start();
  }
}
