package dev.imageprovenance.scanner.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Debian's docker-registry on a loopback port of its own choice, its storage in a temporary
 * directory; thread-safe.
 */
final class RealRegistry implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("listening on (127\\.0\\.0\\.1:\\d+)");
  private static final Pattern ACCESS =
      Pattern.compile("\"(GET|HEAD) (\\S+) HTTP/\\S+\" (\\d{3}) (\\d+)");

  private final ServerProcess server;
  private final Path storage;

  private RealRegistry(ServerProcess server, Path storage) {
    this.server = server;
    this.storage = storage;
  }

  /** A registry that asks for no password. */
  static RealRegistry open(Workspace workspace) {
    return start(workspace, "");
  }

  /** A registry that lets one user in, with basic authentication. */
  static RealRegistry withPassword(Workspace workspace, String user, String password) {
    Path htpasswd = workspace.directory("htpasswd").resolve("users");
    write(htpasswd, user + ":" + bcrypt(password) + "\n");
    return start(
        workspace, "auth:\n  htpasswd:\n    realm: integration\n    path: " + htpasswd + "\n");
  }

  private static RealRegistry start(Workspace workspace, String more) {
    Path directory = workspace.directory("registry");
    Path storage = directory.resolve("storage");
    Path config = directory.resolve("config.yml");
    write(
        config,
        """
        version: 0.1
        log: {level: info, accesslog: {disabled: false}}
        storage:
          filesystem: {rootdirectory: %s}
        http:
          addr: 127.0.0.1:0
        """
                .formatted(storage)
            + more);
    ServerProcess server =
        workspace.start(
            List.of("docker-registry", "serve", config.toString()), directory.resolve("log"));
    server.awaitReady(() -> LISTENING.matcher(server.log()).find(), Duration.ofSeconds(30));
    return new RealRegistry(server, storage);
  }

  /** {@code 127.0.0.1:PORT}. */
  String address() {
    Matcher matcher = LISTENING.matcher(server.log());
    if (!matcher.find()) {
      throw new IllegalStateException("the registry listens nowhere");
    }
    return matcher.group(1);
  }

  /** A reference to {@code repositoryAndTag} here. */
  String reference(String repositoryAndTag) {
    return address() + "/" + repositoryAndTag;
  }

  /** The file that holds a blob or manifest, {@code sha256:…}. */
  Path blob(String digest) {
    String hex = digest.substring("sha256:".length());
    return storage.resolve(
        "docker/registry/v2/blobs/sha256/" + hex.substring(0, 2) + "/" + hex + "/data");
  }

  /** Takes a manifest or index out of a repository, as its garbage collection would. */
  void forget(String repository, String digest) {
    Path revision =
        storage.resolve(
            "docker/registry/v2/repositories/"
                + repository
                + "/_manifests/revisions/sha256/"
                + digest.substring("sha256:".length()));
    try {
      Workspace.deleteTree(revision);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets every manifest of a repository, as a deletion does. */
  void forget(String repository) throws IOException {
    Workspace.deleteTree(
        storage.resolve("docker/registry/v2/repositories/" + repository + "/_manifests"));
  }

  /** The requests for manifests and blobs so far, oldest first. */
  List<Access> accesses() {
    return ACCESS
        .matcher(server.log())
        .results()
        .map(
            match ->
                new Access(
                    match.group(1),
                    match.group(2),
                    Integer.parseInt(match.group(3)),
                    Long.parseLong(match.group(4))))
        .filter(access -> access.path().matches("/v2/.+/(manifests|blobs)/.+"))
        .toList();
  }

  /** Those of {@link #accesses()} for repositories whose names begin with {@code prefix}. */
  List<Access> accesses(String prefix) {
    return accesses().stream().filter(each -> each.path().startsWith("/v2/" + prefix)).toList();
  }

  /**
   * A request as the access log has it.
   *
   * @param bytes of the body that were sent
   */
  record Access(String method, String path, int status, long bytes) {
    boolean isForAManifest() {
      return path.contains("/manifests/");
    }

    boolean isForABlob() {
      return path.contains("/blobs/");
    }

    boolean isForBlob(String digest) {
      return path.endsWith("/blobs/" + digest);
    }
  }

  @Override
  public void close() {
    server.close();
  }

  /** The password as the registry's htpasswd file wants it, by the C library's crypt. */
  private static String bcrypt(String password) {
    return Command.of(
            "perl", "-e", "my $p = <STDIN>; print crypt($p, '$2y$05$abcdefghijklmnopqrstuu')")
        .input(password)
        .output();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes that {@code accesses} carried. */
  static long bytes(Stream<Access> accesses) {
    return accesses.filter(access -> access.method().equals("GET")).mapToLong(Access::bytes).sum();
  }
}
