package dev.imageprovenance.scanner.source.auth;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.http.ErrorBody;
import dev.imageprovenance.scanner.source.http.HttpCall;
import dev.imageprovenance.scanner.source.http.HttpReply;
import dev.imageprovenance.scanner.source.http.HttpSender;
import dev.imageprovenance.scanner.source.http.Origin;
import dev.imageprovenance.scanner.source.http.SmallJson;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Asks token servers for access tokens (distribution's token and oauth2 specifications);
 * thread-safe.
 */
final class TokenServer {
  private static final String CLIENT_ID = "image-provenance-scanner";
  private static final int MAX_ANSWER = 1 << 20;
  private static final int MAX_TOKEN = 128 << 10;
  private static final Duration DEFAULT_LIFETIME = Duration.ofSeconds(60);
  private static final Duration LONGEST_LIFETIME = Duration.ofDays(1);

  private final HttpSender sender;
  private final boolean plainHttp;
  private final Duration deadline;

  /** Asks through {@code sender}. */
  TokenServer(HttpSender sender, boolean plainHttp, Duration deadline) {
    this.sender = sender;
    this.plainHttp = plainHttp;
    this.deadline = deadline;
  }

  /**
   * A token for {@code key}.
   *
   * @param announcedBy the registry that named the realm
   * @throws ScanException UNAUTHORIZED if the server refuses, CONFIGURATION if the realm may not be
   *     trusted with credentials, UNREACHABLE if there is no usable answer
   */
  TokenCache.Token request(
      TokenCache.Key key, Origin announcedBy, Optional<RegistryCredential> credential) {
    URI realm = trustedRealm(key.realm(), announcedBy);
    long asked = sender.timing().nanos();
    HttpCall call = call(key, realm, credential);
    return sender.read(
        () -> sender.open(call), reply -> token(reply, Origin.of(realm), credential, asked));
  }

  private URI trustedRealm(String realm, Origin announcedBy) {
    try {
      URI uri = new URI(realm);
      Origin origin = Origin.of(uri);
      boolean bothLoopback = origin.isLoopback() && announcedBy.isLoopback();
      if (uri.getRawUserInfo() == null
          && (origin.isSecure() || bothLoopback || (plainHttp && !origin.isThisMachine()))) {
        return uri;
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Said below.
    }
    throw new ScanException(
        ProblemKind.CONFIGURATION,
        announcedBy
            + " sends its users to a token server that is not trusted: \""
            + Text.excerpt(realm)
            + "\" is not an https address",
        "If the registry is trusted, allow plain http with --plain-http; a registry elsewhere may"
            + " never name a plain http server on this machine.",
        null);
  }

  private HttpCall call(TokenCache.Key key, URI realm, Optional<RegistryCredential> credential) {
    if (credential.orElse(null) instanceof RegistryCredential.IdentityToken identity) {
      String form =
          parameters(key, "")
              + "&grant_type=refresh_token&client_id="
              + CLIENT_ID
              + "&refresh_token="
              + encode(identity.token());
      return HttpCall.get(realm, deadline).post(form, identity.token());
    }
    Optional<RegistryCredential.UserAndPassword> user =
        credential.map(RegistryCredential.UserAndPassword.class::cast);
    String account = user.map(known -> "account=" + encode(known.user()) + "&").orElse("");
    String query = account + parameters(key, "scope");
    String separator = realm.getRawQuery() == null ? "?" : "&";
    URI uri = URI.create(realm.toASCIIString().split("#", 2)[0] + separator + query);
    return HttpCall.get(uri, deadline).authorization(user.map(TokenServer::basic));
  }

  /** Service and scopes; GET repeats the scope, a form joins several with spaces. */
  private static String parameters(TokenCache.Key key, String repeated) {
    StringBuilder parameters = new StringBuilder("service=").append(encode(key.service()));
    if (repeated.isEmpty()) {
      return parameters.append("&scope=").append(encode(key.scope())).toString();
    }
    for (String scope : key.scope().split(" +", -1)) {
      parameters.append("&scope=").append(encode(scope));
    }
    return parameters.toString();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String basic(RegistryCredential.UserAndPassword credential) {
    if (credential.user().indexOf(':') >= 0) {
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "The user name from " + credential.source() + " holds a colon, which HTTP cannot carry");
    }
    String both = credential.user() + ":" + credential.password();
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  private static TokenCache.Token token(
      HttpReply reply, Origin realm, Optional<RegistryCredential> credential, long asked)
      throws IOException {
    int status = reply.status();
    if (status >= 400 && status < 500) {
      throw new ScanException(
          ProblemKind.UNAUTHORIZED,
          "The token server "
              + realm
              + " refused "
              + credential.map(RegistryCredential::describe).orElse("an anonymous request")
              + ": status "
              + status
              + ErrorBody.readFrom(reply).inBrackets(),
          "Check user and password; log in again with docker login or podman login.",
          null);
    }
    if (status != 200) {
      throw unusable(realm, "status " + status);
    }
    byte[] answer = reply.readAtMost(MAX_ANSWER);
    if (answer.length > MAX_ANSWER) {
      throw unusable(realm, "more than " + MAX_ANSWER + " bytes");
    }
    return parse(answer, realm, asked);
  }

  private static TokenCache.Token parse(byte[] answer, Origin realm, long asked) {
    Map<String, Object> document;
    try {
      document = SmallJson.object(answer);
    } catch (IOException e) {
      throw unusable(realm, e.getMessage() + "; is it a login page?");
    }
    String token =
        SmallJson.string(document, "token")
            .filter(value -> !value.isEmpty())
            .or(() -> SmallJson.string(document, "access_token"))
            .orElse("");
    boolean valid =
        !token.isEmpty()
            && token.length() <= MAX_TOKEN
            && token.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (!valid) {
      throw unusable(realm, "an answer without a usable token");
    }
    return TokenCache.Token.lasting(token, asked, lifetime(document));
  }

  private static Duration lifetime(Map<String, Object> document) {
    if (!(document.get("expires_in") instanceof Double seconds) || !(seconds >= 0)) {
      return DEFAULT_LIFETIME;
    }
    return Duration.ofMillis(
        (long) (Math.min(seconds, (double) LONGEST_LIFETIME.toSeconds()) * 1000));
  }

  private static ScanException unusable(Origin realm, String what) {
    return new ScanException(
        ProblemKind.UNREACHABLE,
        "The token server " + realm + " gave no token: " + what,
        "Check whether a proxy or a login page stands between here and there.",
        null);
  }
}
