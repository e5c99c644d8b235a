package dev.imageprovenance.testimages;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Pushes a sample into a registry on this machine, over plain http and without credentials;
 * immutable and thread-safe.
 */
public final class RegistryPush {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI registry;

  private RegistryPush(URI registry) {
    this.registry = registry;
  }

  /**
   * Pushes to a registry.
   *
   * @param registry its address, such as {@code http://127.0.0.1:5000/}
   * @throws IllegalArgumentException if the host is not a loopback address
   */
  public static RegistryPush to(URI registry) throws IOException {
    if (!InetAddress.getByName(registry.getHost()).isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "samples are pushed to this machine only, not to " + registry.getHost());
    }
    return new RegistryPush(registry);
  }

  /**
   * Pushes all blobs, then manifests, children before their parents, and tags the top one.
   *
   * @throws IOException if the registry answers anything but success
   */
  public void push(String repository, String tag, TestContent content) throws IOException {
    Set<String> documents =
        content.documents().stream().map(Descriptor::digest).collect(Collectors.toSet());
    for (Map.Entry<String, byte[]> blob : content.blobs().entrySet()) {
      if (!documents.contains(blob.getKey())) {
        pushBlob(repository, blob.getKey(), blob.getValue());
      }
    }
    for (Descriptor document : content.documents()) {
      pushManifest(repository, document.digest(), document, content);
    }
    pushManifest(repository, tag, content.descriptor(), content);
  }

  private void pushBlob(String repository, String digest, byte[] bytes) throws IOException {
    URI uploads = registry.resolve("/v2/" + repository + "/blobs/uploads/");
    HttpResponse<String> started =
        send(HttpRequest.newBuilder(uploads).POST(BodyPublishers.noBody()), 202);
    String location =
        started
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> new IOException(uploads + " gave no place for the upload"));
    String separator = location.contains("?") ? "&" : "?";
    String query = "digest=" + URLEncoder.encode(digest, StandardCharsets.UTF_8);
    send(
        HttpRequest.newBuilder(uploads.resolve(location + separator + query))
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(bytes)),
        201);
  }

  private void pushManifest(
      String repository, String reference, Descriptor document, TestContent content)
      throws IOException {
    byte[] bytes = content.blobs().get(document.digest());
    if (bytes == null) {
      throw new IllegalArgumentException("nothing is served for " + document.digest());
    }
    send(
        HttpRequest.newBuilder(registry.resolve("/v2/" + repository + "/manifests/" + reference))
            .header("Content-Type", document.mediaType())
            .PUT(BodyPublishers.ofByteArray(bytes)),
        201);
  }

  private HttpResponse<String> send(HttpRequest.Builder builder, int wanted) throws IOException {
    HttpRequest request = builder.timeout(TIMEOUT).build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != wanted) {
        throw new IOException(
            String.format(
                "%s %s: status %d in place of %d: %s",
                request.method(), request.uri(), response.statusCode(), wanted, response.body()));
      }
      return response;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while pushing to " + request.uri());
    }
  }
}
