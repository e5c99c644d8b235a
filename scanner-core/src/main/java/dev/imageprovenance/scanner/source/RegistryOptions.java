package dev.imageprovenance.scanner.source;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How registries are spoken to; immutable. The password never appears in {@link #toString}.
 *
 * @param credentials a user and password for the registry of the request, before any other source
 * @param plainHttp allows http to hosts that are not loopback
 * @param caCertificates a PEM file of certificate authorities to trust beside the system's
 * @param clientCertificate a PEM file with the client's certificate chain
 * @param clientKey a PEM file with the client's unencrypted PKCS #8 key
 * @param environment where HTTPS_PROXY, HTTP_PROXY, NO_PROXY, DOCKER_CONFIG, REGISTRY_AUTH_FILE,
 *     XDG_RUNTIME_DIR, HOME and PATH are read from
 * @param connectTimeout for a connection
 * @param readTimeout between two bytes
 * @param deadline for all tries of one request and a document that it asks for; for a layer it is
 *     the time between two bytes while it is being resumed, and the window in which it must keep a
 *     least average rate
 * @param logins what else knows credentials, after the given ones and before files and helpers
 * @param proxies the proxies to use in place of the environment's
 * @param jibCaches directories in which jib has kept layers, to be read instead of fetched where
 *     their bytes have the digest
 */
public record RegistryOptions(
    Optional<Credentials> credentials,
    boolean plainHttp,
    Optional<Path> caCertificates,
    Optional<Path> clientCertificate,
    Optional<Path> clientKey,
    Map<String, String> environment,
    Duration connectTimeout,
    Duration readTimeout,
    Duration deadline,
    RegistryLogins logins,
    Optional<ProxySettings> proxies,
    List<Path> jibCaches) {
  /** Copies the map and the list. */
  public RegistryOptions {
    environment = Map.copyOf(environment);
    jibCaches = List.copyOf(jibCaches);
  }

  /** Without other logins, proxies of its own, or layers that jib has kept. */
  public RegistryOptions(
      Optional<Credentials> credentials,
      boolean plainHttp,
      Optional<Path> caCertificates,
      Optional<Path> clientCertificate,
      Optional<Path> clientKey,
      Map<String, String> environment,
      Duration connectTimeout,
      Duration readTimeout,
      Duration deadline) {
    this(
        credentials,
        plainHttp,
        caCertificates,
        clientCertificate,
        clientKey,
        environment,
        connectTimeout,
        readTimeout,
        deadline,
        RegistryLogins.NONE,
        Optional.empty(),
        List.of());
  }

  /** Anonymous or from the user's files, https, this process' environment, 20 s, 30 s, 120 s. */
  public static RegistryOptions defaults() {
    return new RegistryOptions(
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        System.getenv(),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        Duration.ofSeconds(120));
  }

  /** The same with or without http to hosts that are not loopback. */
  public RegistryOptions withPlainHttp(boolean allowed) {
    return new RegistryOptions(
        credentials,
        allowed,
        caCertificates,
        clientCertificate,
        clientKey,
        environment,
        connectTimeout,
        readTimeout,
        deadline,
        logins,
        proxies,
        jibCaches);
  }

  /** The same without the given user and password. */
  public RegistryOptions withoutCredentials() {
    return new RegistryOptions(
        Optional.empty(),
        plainHttp,
        caCertificates,
        clientCertificate,
        clientKey,
        environment,
        connectTimeout,
        readTimeout,
        deadline,
        logins,
        proxies,
        jibCaches);
  }

  /** The same with another deadline, which bounds the other times, too. */
  public RegistryOptions withDeadline(Duration limit) {
    return new RegistryOptions(
        credentials,
        plainHttp,
        caCertificates,
        clientCertificate,
        clientKey,
        environment,
        shorter(connectTimeout, limit),
        shorter(readTimeout, limit),
        limit,
        logins,
        proxies,
        jibCaches);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  /** The same with authorities to trust, and a certificate of its own. */
  public RegistryOptions withCertificates(
      Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
    return new RegistryOptions(
        credentials,
        plainHttp,
        authorities,
        certificate,
        key,
        environment,
        connectTimeout,
        readTimeout,
        deadline,
        logins,
        proxies,
        jibCaches);
  }

  /** The same with credentials that come before all others. */
  public RegistryOptions withCredentials(Credentials given) {
    return new RegistryOptions(
        Optional.of(given),
        plainHttp,
        caCertificates,
        clientCertificate,
        clientKey,
        environment,
        connectTimeout,
        readTimeout,
        deadline,
        logins,
        proxies,
        jibCaches);
  }

  /** The same without a client's certificate. */
  public RegistryOptions withoutClientCertificate() {
    return new RegistryOptions(
        credentials,
        plainHttp,
        caCertificates,
        Optional.empty(),
        Optional.empty(),
        environment,
        connectTimeout,
        readTimeout,
        deadline,
        logins,
        proxies,
        jibCaches);
  }

  /** The same with another environment. */
  public RegistryOptions withEnvironment(Map<String, String> other) {
    return new RegistryOptions(
        credentials,
        plainHttp,
        caCertificates,
        clientCertificate,
        clientKey,
        other,
        connectTimeout,
        readTimeout,
        deadline,
        logins,
        proxies,
        jibCaches);
  }

  /** The same with other logins. */
  public RegistryOptions withLogins(RegistryLogins others) {
    return new RegistryOptions(
        credentials,
        plainHttp,
        caCertificates,
        clientCertificate,
        clientKey,
        environment,
        connectTimeout,
        readTimeout,
        deadline,
        others,
        proxies,
        jibCaches);
  }

  /** The same with those proxies in place of the environment's. */
  public RegistryOptions withProxies(ProxySettings settings) {
    return new RegistryOptions(
        credentials,
        plainHttp,
        caCertificates,
        clientCertificate,
        clientKey,
        environment,
        connectTimeout,
        readTimeout,
        deadline,
        logins,
        Optional.of(settings),
        jibCaches);
  }

  /** The same with layers that jib has kept there. */
  public RegistryOptions withJibCaches(List<Path> directories) {
    return new RegistryOptions(
        credentials,
        plainHttp,
        caCertificates,
        clientCertificate,
        clientKey,
        environment,
        connectTimeout,
        readTimeout,
        deadline,
        logins,
        proxies,
        directories);
  }

  /** What must never be told. */
  public List<String> secrets() {
    List<String> secrets = new ArrayList<>(logins.secrets());
    if (credentials.isPresent()) {
      secrets.add(credentials.get().password());
    }
    return secrets;
  }

  /** Names the settings without environment or secrets. */
  @Override
  public String toString() {
    return "RegistryOptions[plainHttp=" + plainHttp + ", credentials=" + credentials + "]";
  }

  /**
   * A user and a password.
   *
   * @param username shown in messages
   * @param password never shown
   */
  public record Credentials(String username, String password) {
    @Override
    public String toString() {
      return "Credentials[" + username + ", ****]";
    }
  }
}
