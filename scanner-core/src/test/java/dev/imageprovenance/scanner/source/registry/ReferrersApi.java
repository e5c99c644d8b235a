package dev.imageprovenance.scanner.source.registry;

import dev.imageprovenance.scanner.oci.Digest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives a {@link FaultyRegistry} the list of referrers that the distribution specification
 * describes, always with status 200, in pages that Link header fields connect; thread-safe.
 */
public final class ReferrersApi implements FaultyRegistry.Fault {
  private static final Pattern PATH =
      Pattern.compile("(/v2/.+/referrers/([^?]+))(?:\\?(.*))?", Pattern.DOTALL);

  private final Map<String, List<String[]>> bySubject = new ConcurrentHashMap<>();
  private final int pageSize;
  private final boolean filters;

  /**
   * Makes an empty list.
   *
   * @param filters whether it filters by artifact type and says so; registries need not
   */
  public ReferrersApi(int pageSize, boolean filters) {
    this.pageSize = pageSize;
    this.filters = filters;
  }

  /** Adds this to a registry. */
  public ReferrersApi in(FaultyRegistry registry) {
    registry.always("/referrers/", this);
    return this;
  }

  /** Lists a descriptor, as JSON, of something that refers to {@code subject}. */
  public void list(Digest subject, String artifactType, String descriptor) {
    bySubject
        .computeIfAbsent(subject.toString(), any -> new CopyOnWriteArrayList<>())
        .add(new String[] {artifactType, descriptor});
  }

  @Override
  public void answer(FaultyRegistry.Seen request, FaultyRegistry.Wire wire) throws IOException {
    Matcher matcher = PATH.matcher(request.path());
    if (!matcher.matches()) {
      wire.answer(400, "");
      return;
    }
    Map<String, String> query = query(matcher.group(3) == null ? "" : matcher.group(3));
    boolean filtered = filters && query.containsKey("artifactType");
    List<String> all = new ArrayList<>();
    for (String[] listed : bySubject.getOrDefault(matcher.group(2), List.of())) {
      if (!filtered || listed[0].equals(query.get("artifactType"))) {
        all.add(listed[1]);
      }
    }
    int from = Integer.parseInt(query.getOrDefault("from", "0"));
    int to = Math.min(all.size(), from + pageSize);
    String body =
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
            + "\"manifests\":["
            + String.join(",", all.subList(from, to))
            + "]}";
    List<String> headers =
        new ArrayList<>(List.of("Content-Type", "application/vnd.oci.image.index.v1+json"));
    if (filtered) {
      headers.addAll(List.of("OCI-Filters-Applied", "artifactType"));
    }
    if (to < all.size()) {
      headers.addAll(List.of("Link", "<" + matcher.group(1) + "?from=" + to + ">; rel=\"next\""));
    }
    wire.answer(200, body, headers.toArray(String[]::new));
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new ConcurrentHashMap<>();
    for (String part : text.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        query.put(
            part.substring(0, equals),
            URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return query;
  }
}
