package dev.imageprovenance.scanner.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A registry on loopback that keeps lists of referrers as the distribution specification describes
 * them, with the content of one OCI layout; thread-safe. Where the layout has a tag in place of
 * such a list, the registry has the list and no tag.
 */
final class ReferrersRegistry implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String NO_REFERRERS =
      "{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":[]}";

  private final HttpServer server;
  private final Path layout;
  private final Map<String, String> tags = new TreeMap<>();

  private ReferrersRegistry(HttpServer server, Path layout) throws IOException {
    this.server = server;
    this.layout = layout;
    for (JsonNode entry : JSON.readTree(layout.resolve("index.json").toFile()).get("manifests")) {
      tags.put(
          entry.get("annotations").get("org.opencontainers.image.ref.name").asText(),
          entry.get("digest").asText());
    }
  }

  /** Serves a layout in every repository. */
  static ReferrersRegistry of(Path layout) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      ReferrersRegistry registry = new ReferrersRegistry(server, layout);
      server.createContext("/v2/", registry::answer);
      server.start();
      return registry;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/", -1);
      String what = path.length < 2 ? "" : path[path.length - 2];
      String name = path[path.length - 1];
      if (what.equals("referrers")) {
        String list = tags.get(name.replace(':', '-'));
        send(exchange, INDEX, list == null ? utf8(NO_REFERRERS) : Files.readAllBytes(blob(list)));
      } else if (what.equals("manifests")) {
        manifest(exchange, name);
      } else if (what.equals("blobs") && Files.exists(blob(name))) {
        send(exchange, "application/octet-stream", Files.readAllBytes(blob(name)));
      } else {
        exchange.sendResponseHeaders(name.isEmpty() ? 200 : 404, -1);
      }
    }
  }

  private void manifest(HttpExchange exchange, String name) throws IOException {
    boolean isList = name.matches("sha256-[0-9a-f]{64}");
    String digest = isList ? "" : tags.getOrDefault(name, name);
    if (!digest.startsWith("sha256:") || !Files.exists(blob(digest))) {
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      byte[] body = utf8("{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"unknown\"}]}");
      exchange.sendResponseHeaders(404, body.length);
      exchange.getResponseBody().write(body);
      return;
    }
    byte[] bytes = Files.readAllBytes(blob(digest));
    exchange.getResponseHeaders().add("Docker-Content-Digest", digest);
    send(exchange, JSON.readTree(bytes).get("mediaType").asText(), bytes);
  }

  private Path blob(String digest) {
    return layout.resolve("blobs").resolve(digest.replace(':', '/'));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(200, -1);
    } else {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
