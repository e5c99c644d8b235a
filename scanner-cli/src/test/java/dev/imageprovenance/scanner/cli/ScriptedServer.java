package dev.imageprovenance.scanner.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.imageprovenance.testimages.Descriptor;
import dev.imageprovenance.testimages.DockerArchive;
import dev.imageprovenance.testimages.OciLayout;
import dev.imageprovenance.testimages.TestContent;
import dev.imageprovenance.testimages.TestImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers over http on this machine what a test tells it to: as a registry, as a container engine,
 * or as a liar of either kind; thread-safe.
 */
final class ScriptedServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();

  /** Writes one response. */
  @FunctionalInterface
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  ScriptedServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String query = exchange.getRequestURI().getRawQuery();
      requests.add(exchange.getRequestMethod() + " " + path + (query == null ? "" : "?" + query));
      List<String> headers = exchange.getRequestHeaders().get("Authorization");
      authorizations.addAll(headers == null ? List.of() : headers);
      Answer missing = text(404, "application/json", "{\"message\":\"no such thing\"}");
      answers.getOrDefault(path, missing).to(exchange);
    }
  }

  /** {@code 127.0.0.1:PORT}. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Method, path and query of each request, in order. */
  List<String> requests() {
    return requests;
  }

  /** Every Authorization header that was sent here. */
  List<String> authorizations() {
    return authorizations;
  }

  ScriptedServer answer(String path, Answer answer) {
    answers.put(path, answer);
    return this;
  }

  ScriptedServer json(String path, String body) {
    return answer(path, text(200, "application/json", body));
  }

  static Answer text(int status, String type, String body) {
    return bytes(status, type, body.getBytes(StandardCharsets.UTF_8));
  }

  static Answer bytes(int status, String type, byte[] body) {
    return exchange -> {
      exchange.getResponseHeaders().set("Content-Type", type);
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
        exchange.sendResponseHeaders(status, -1);
      } else {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
      }
    };
  }

  /** A manifest or index as registries serve it, with its digest in the header. */
  static Answer manifest(String digest, byte[] body) {
    Answer plain = bytes(200, mediaType(body), body);
    return exchange -> {
      exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
      plain.to(exchange);
    };
  }

  private static String mediaType(byte[] document) {
    try {
      JsonNode json = JSON.readTree(document);
      return json.path("mediaType").asText("application/vnd.oci.image.manifest.v1+json");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Serves {@code content} in that repository, under its tags and under its digests. */
  ScriptedServer push(String repository, TestContent content, String... tags) {
    String base = "/v2/" + repository;
    content
        .blobs()
        .forEach(
            (digest, body) ->
                answer(base + "/blobs/" + digest, bytes(200, "application/octet-stream", body)));
    for (Descriptor document : content.documents()) {
      byte[] body = Objects.requireNonNull(content.blobs().get(document.digest()));
      answer(base + "/manifests/" + document.digest(), manifest(document.digest(), body));
    }
    Descriptor root = content.descriptor();
    for (String tag : tags) {
      answer(
          base + "/manifests/" + tag,
          manifest(root.digest(), Objects.requireNonNull(content.blobs().get(root.digest()))));
    }
    return this;
  }

  /** Asks for a password, any password, before it gives what a tag leads to. */
  ScriptedServer withPassword(String repository, String tag) {
    String path = "/v2/" + repository + "/manifests/" + tag;
    Answer open = Objects.requireNonNull(answers.get(path));
    return answer(
        path,
        exchange -> {
          if (exchange.getRequestHeaders().containsKey("Authorization")) {
            open.to(exchange);
          } else {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
            exchange.sendResponseHeaders(401, -1);
          }
        });
  }

  /** Forgets what a digest or a tag leads to. */
  ScriptedServer forget(String repository, String reference) {
    answers.remove("/v2/" + repository + "/manifests/" + reference);
    return this;
  }

  /** Answers as Docker 20.10 with a graph driver and nothing in it. */
  ScriptedServer engine() {
    answer("/_ping", text(200, "text/plain", "OK"));
    return json(
        "/info",
        "{\"Driver\":\"overlay2\",\"ServerVersion\":\"20.10.24\",\"OSType\":\"linux\","
            + "\"Architecture\":\"x86_64\"}");
  }

  /** Answers as Docker 29 with its containerd store and nothing in it. */
  ScriptedServer engineWithContainerdStore() {
    answer("/_ping", text(200, "text/plain", "OK"));
    return json(
        "/info",
        "{\"Driver\":\"overlayfs\",\"DriverStatus\":[[\"driver-type\","
            + "\"io.containerd.snapshotter.v1\"]],\"ServerVersion\":\"29.0.0\","
            + "\"OSType\":\"linux\",\"Architecture\":\"x86_64\"}");
  }

  /**
   * Holds {@code image} as Docker's containerd store does: its ID is the manifest's digest, and it
   * lists a digest for every name.
   *
   * @param names RepoTags with a registry, by any of which it is asked for, and by its ID
   */
  ScriptedServer holdByManifest(TestImage image, List<String> names) {
    try {
      JsonNode config = JSON.readTree(image.config());
      Descriptor root = image.descriptor();
      Map<String, Object> inspected =
          Map.of(
              "Id",
              root.digest(),
              "RepoTags",
              names,
              "RepoDigests",
              names.stream()
                  .map(name -> name.substring(0, name.lastIndexOf(':')) + "@" + root.digest())
                  .toList(),
              "Descriptor",
              Map.of("mediaType", root.mediaType(), "digest", root.digest(), "size", root.size()),
              "Os",
              config.path("os").asText(),
              "Architecture",
              config.path("architecture").asText(),
              "Config",
              config.path("config"),
              "RootFS",
              Map.of("Type", "layers", "Layers", config.at("/rootfs/diff_ids")));
      String body = JSON.writeValueAsString(inspected);
      ByteArrayOutputStream tar = new ByteArrayOutputStream();
      OciLayout.of(image).writeTar(tar);
      json("/images/" + root.digest() + "/json", body);
      answer(
          "/images/" + root.digest() + "/get", bytes(200, "application/x-tar", tar.toByteArray()));
      names.forEach(name -> json("/images/" + name + "/json", body));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Holds {@code image} as Docker does.
   *
   * @param names RepoTags, by any of which it is asked for, and by its ID
   * @param repoDigests as written
   */
  ScriptedServer hold(TestImage image, List<String> names, List<String> repoDigests) {
    try {
      JsonNode config = JSON.readTree(image.config());
      Map<String, Object> inspected =
          Map.of(
              "Id",
              image.configDescriptor().digest(),
              "RepoTags",
              names,
              "RepoDigests",
              repoDigests,
              "Os",
              config.path("os").asText(),
              "Architecture",
              config.path("architecture").asText(),
              "Config",
              config.path("config"),
              "RootFS",
              Map.of("Type", "layers", "Layers", config.at("/rootfs/diff_ids")));
      String body = JSON.writeValueAsString(inspected);
      String byId = "/images/" + image.configDescriptor().digest();
      json(byId + "/json", body);
      answer(byId + "/get", bytes(200, "application/x-tar", saved(image)));
      names.forEach(name -> json("/images/" + name + "/json", body));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Has a container of {@code image} with nothing mounted.
   *
   * @param name as it is asked for; its ID is 64 times the letter c
   * @param files a tar of its file system
   * @param changes the list of changes as JSON
   */
  ScriptedServer run(TestImage image, String name, boolean running, byte[] files, String changes) {
    String id = "c".repeat(64);
    String inspected =
        "{\"Id\":\"%s\",\"Name\":\"/%s\",\"Image\":\"%s\",\"Platform\":\"linux\",\"State\":{\"Running\":%s}}"
            .formatted(id, name, image.configDescriptor().digest(), running);
    json("/containers/" + name + "/json", inspected);
    json("/containers/" + id + "/json", inspected);
    json("/containers/" + id + "/changes", changes);
    return answer("/containers/" + id + "/export", bytes(200, "application/x-tar", files));
  }

  private static byte[] saved(TestImage image) throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    new DockerArchive().add("saved:1", image).writeOldForm(tar);
    return tar.toByteArray();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
