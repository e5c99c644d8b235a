package dev.imageprovenance.scanner.source.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request as it is meant, before redirects and retries; immutable. What it authorises with
 * never appears in {@link #toString}.
 *
 * @param method GET, HEAD, or POST for forms
 * @param uri where it goes first
 * @param headers beside Authorization, which goes to the origin of {@code uri} only
 * @param authorization the value of Authorization
 * @param form the body of a POST
 * @param deadline for all tries together and, unless it is lifted, the body of the response
 * @param secrets what must not be repeated from a server's answer
 */
public record HttpCall(
    String method,
    URI uri,
    Map<String, String> headers,
    Optional<String> authorization,
    Optional<String> form,
    Duration deadline,
    List<String> secrets) {
  private static final int SHORTEST_SECRET = 3;

  /** Copies the collections. */
  public HttpCall {
    headers = Map.copyOf(headers);
    secrets = List.copyOf(secrets);
  }

  /** A GET without credentials. */
  public static HttpCall get(URI uri, Duration deadline) {
    return new HttpCall(
        "GET", uri, Map.of(), Optional.empty(), Optional.empty(), deadline, List.of());
  }

  /** The same with HEAD. */
  public HttpCall head() {
    return new HttpCall("HEAD", uri, headers, authorization, form, deadline, secrets);
  }

  /** The same with these header fields. */
  public HttpCall headers(Map<String, String> fields) {
    return new HttpCall(method, uri, fields, authorization, form, deadline, secrets);
  }

  /** The same elsewhere. */
  public HttpCall at(URI other) {
    return new HttpCall(method, other, headers, authorization, form, deadline, secrets);
  }

  /** The same with the value of Authorization, or without one. */
  public HttpCall authorization(Optional<String> value) {
    List<String> known = new ArrayList<>(secrets);
    value.ifPresent(header -> addSecrets(header, known));
    return new HttpCall(method, uri, headers, value, form, deadline, known);
  }

  /** A POST of an URL-encoded form that holds {@code secret}. */
  public HttpCall post(String urlEncoded, String secret) {
    List<String> known = new ArrayList<>(secrets);
    known.add(secret);
    return new HttpCall(
        "POST", uri, headers, authorization, Optional.of(urlEncoded), deadline, known);
  }

  private static void addSecrets(String authorization, List<String> secrets) {
    String credentials = authorization.substring(authorization.indexOf(' ') + 1);
    secrets.add(credentials);
    if (authorization.toLowerCase(Locale.ROOT).startsWith("basic ")) {
      String userAndPassword =
          new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      secrets.add(userAndPassword.substring(userAndPassword.indexOf(':') + 1));
    }
  }

  /** True if a password or token is sent along, after which a server's words are not repeated. */
  boolean carriesSecrets() {
    return !secrets.isEmpty();
  }

  /** {@code text} from a server, without the secrets that were sent to it. */
  String redact(String text) {
    String redacted = text;
    for (String secret : secrets) {
      if (secret.length() >= SHORTEST_SECRET) {
        redacted = redacted.replace(secret, "****");
      }
    }
    return redacted;
  }

  /** True for methods that may be repeated and redirected. */
  boolean isSafe() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /** Method and address without query, which may hold a signature. */
  @Override
  public String toString() {
    return method + " " + Origin.of(uri) + uri.getRawPath();
  }
}
