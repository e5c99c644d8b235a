package dev.imageprovenance.scanner.source.daemon;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.http.Origin;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out where an engine listens, as its own command line does; immutable. Docker: {@code
 * DOCKER_HOST}, else the context that {@code DOCKER_CONTEXT} or the user's config.json names, else
 * the system's socket, else the user's. podman: {@code CONTAINER_HOST}, else the socket of root or
 * the user.
 */
final class EngineFinder {
  private static final int ROOT = 0;
  private static final Path DOCKER_SOCKET = Path.of("/var/run/docker.sock");
  private static final Path PODMAN_SOCKET = Path.of("/run/podman/podman.sock");
  private static final String DOCKER_PORT = "2375";

  private final Map<String, String> environment;
  private final Limits limits;

  EngineFinder(Map<String, String> environment, Limits limits) {
    this.environment = environment;
    this.limits = limits;
  }

  /**
   * Where {@code engine} should listen; nobody has looked whether it does.
   *
   * @throws ScanException of kind CONFIGURATION if what is configured cannot be used
   */
  EngineLocation find(Engine engine) {
    return engine == Engine.DOCKER ? docker() : podman();
  }

  private EngineLocation docker() {
    Optional<String> host = variable("DOCKER_HOST");
    if (host.isPresent()) {
      return parse("DOCKER_HOST", host.get(), dockerTls());
    }
    DockerContexts contexts = new DockerContexts(dockerConfigDirectory(), limits);
    Optional<DockerContexts.Endpoint> chosen =
        variable("DOCKER_CONTEXT").or(contexts::currentName).flatMap(contexts::endpoint);
    if (chosen.isPresent()) {
      DockerContexts.Endpoint endpoint = chosen.get();
      return parse(
          "the docker context \"" + endpoint.name() + "\"", endpoint.host(), endpoint.tls());
    }
    return new EngineLocation.UnixSocket(defaultDockerSocket());
  }

  /** The system's, unless only the user has one. */
  private Path defaultDockerSocket() {
    Path rootless = runtimeDirectory().resolve("docker.sock");
    return Files.notExists(DOCKER_SOCKET) && Files.exists(rootless) ? rootless : DOCKER_SOCKET;
  }

  private EngineLocation podman() {
    Optional<String> host = variable("CONTAINER_HOST");
    if (host.isPresent()) {
      return parse("CONTAINER_HOST", host.get(), Optional.empty());
    }
    return new EngineLocation.UnixSocket(
        userId() == ROOT
            ? PODMAN_SOCKET
            : runtimeDirectory().resolve("podman").resolve("podman.sock"));
  }

  private EngineLocation parse(String where, String host, Optional<EngineLocation.TlsFiles> tls) {
    if (host.startsWith("unix://")) {
      return unixSocket(where, host.substring("unix://".length()));
    }
    if (host.startsWith("tcp://")) {
      return tcp(where, host, tls);
    }
    if (host.startsWith("ssh://")) {
      throw unusable(
          where,
          host,
          "ssh is not spoken here",
          "Forward the engine's socket, for example ssh -nNT -L /tmp/engine.sock:"
              + "/var/run/docker.sock HOST, and name it as unix:///tmp/engine.sock; or run this"
              + " program on that host.");
    }
    throw unusable(
        where,
        host,
        "it is neither unix:// nor tcp://",
        "Write unix:///PATH/OF/SOCKET or tcp://localhost:PORT.");
  }

  private static EngineLocation unixSocket(String where, String path) {
    try {
      Path socket = Path.of(path);
      if (socket.isAbsolute()) {
        return new EngineLocation.UnixSocket(socket);
      }
    } catch (InvalidPathException e) {
      // Told below, as for other paths that cannot be used.
    }
    throw unusable(
        where, "unix://" + path, "its path is not absolute", "Write unix:///PATH/OF/SOCKET.");
  }

  private static EngineLocation tcp(
      String where, String host, Optional<EngineLocation.TlsFiles> tls) {
    Origin origin = origin(where, host, tls.isPresent() ? "https" : "http");
    if (tls.isEmpty() && !origin.isLoopback()) {
      throw unusable(
          where,
          host,
          "without TLS anybody on the way could answer in the engine's place",
          "Set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH to a directory with ca.pem, cert.pem and"
              + " key.pem; without TLS only localhost is spoken to.");
    }
    return new EngineLocation.Tcp(origin, tls);
  }

  private static Origin origin(String where, String host, String scheme) {
    String authority = host.substring("tcp://".length());
    try {
      URI uri = new URI(scheme + "://" + authority);
      boolean bare =
          uri.getRawUserInfo() == null
              && (uri.getRawPath() == null || uri.getRawPath().replace("/", "").isEmpty())
              && uri.getRawQuery() == null;
      if (bare && uri.getHost() != null) {
        return uri.getPort() >= 0
            ? Origin.of(uri)
            : Origin.of(new URI(scheme + "://" + uri.getHost() + ":" + DOCKER_PORT));
      }
    } catch (URISyntaxException e) {
      // Told below.
    }
    throw unusable(where, host, "it is no host with a port", "Write tcp://localhost:2375.");
  }

  private Optional<EngineLocation.TlsFiles> dockerTls() {
    if (variable("DOCKER_TLS_VERIFY").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        EngineLocation.TlsFiles.in(
            variable("DOCKER_CERT_PATH").map(Path::of).orElseGet(this::dockerConfigDirectory)));
  }

  private Path dockerConfigDirectory() {
    return variable("DOCKER_CONFIG")
        .map(Path::of)
        .orElseGet(() -> Path.of(variable("HOME").orElse("/"), ".docker"));
  }

  private Path runtimeDirectory() {
    return Path.of(variable("XDG_RUNTIME_DIR").orElseGet(() -> "/run/user/" + userId()));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /** The user of this process; whoever cannot be asked is not root. */
  private static int userId() {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return System.getProperty("user.name", "").equals("root") ? ROOT : -1;
    }
  }

  private static ScanException unusable(String where, String host, String why, String remedy) {
    return new ScanException(
        ProblemKind.CONFIGURATION,
        "The engine's address \""
            + Text.excerpt(host)
            + "\" from "
            + Text.excerpt(where)
            + " cannot be used: "
            + why,
        remedy,
        null);
  }
}
