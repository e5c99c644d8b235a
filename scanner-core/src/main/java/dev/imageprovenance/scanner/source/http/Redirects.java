package dev.imageprovenance.scanner.source.http;

import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Where a response sends its reader (RFC 9110 section 15.4); stateless. */
final class Redirects {
  static final int MAX = 10;
  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

  private Redirects() {}

  /**
   * The address that {@code reply} points to, if it is a redirect.
   *
   * @throws ProtocolException if it points from https to http, to another scheme, or nowhere
   */
  static Optional<URI> target(HttpReply reply) throws IOException {
    Optional<String> location = reply.header("Location");
    if (!STATUSES.contains(reply.status()) || location.isEmpty()) {
      return Optional.empty();
    }
    URI target = resolve(reply.uri(), location.get());
    if (reply.uri().getScheme().equalsIgnoreCase("https") && !Origin.of(target).isSecure()) {
      throw new ProtocolException(
          "it redirects from https to plain http at " + Text.excerpt(Origin.of(target).toString()));
    }
    return Optional.of(target);
  }

  private static URI resolve(URI base, String location) throws ProtocolException {
    try {
      URI resolved = base.resolve(new URI(encodeForbidden(location)));
      Origin.of(resolved);
      // User information is dropped: a server does not choose what we authorise with.
      return new URI(
          resolved.getScheme()
              + "://"
              + resolved.getHost()
              + (resolved.getPort() < 0 ? "" : ":" + resolved.getPort())
              + (resolved.getRawPath() == null ? "" : resolved.getRawPath())
              + (resolved.getRawQuery() == null ? "" : "?" + resolved.getRawQuery()));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new ProtocolException("it redirects to what is no http address");
    }
  }

  /** Percent-encodes what must not stand in a URI and what servers send all the same. */
  static String encodeForbidden(String text) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c <= ' ' || c >= 0x7f || "\"<>\\^`{|}".indexOf(c) >= 0) {
        encoded.append(String.format("%%%02X", (int) c));
      } else {
        encoded.append(c);
      }
    }
    return encoded.toString();
  }
}
