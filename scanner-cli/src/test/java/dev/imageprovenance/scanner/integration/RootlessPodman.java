package dev.imageprovenance.scanner.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Podman's service as a user who is not root runs it, with its storage and its socket in a
 * temporary directory of that user; thread-safe. The user is nobody, who is everywhere; since it
 * has no further ids, images may own their files by root alone. Needs root.
 */
final class RootlessPodman implements AutoCloseable {
  private static final int NOBODY = 65534;

  private final Path directory;
  private final Path packaged;
  private final List<ServerProcess> servers = new ArrayList<>();

  private RootlessPodman(Path directory) {
    this.directory = directory;
    this.packaged = directory.resolve("scanner");
  }

  static RootlessPodman start() {
    try {
      // Not below the workspace, which is for root alone.
      RootlessPodman podman = new RootlessPodman(Files.createTempDirectory("rl").toRealPath());
      boolean started = false;
      try {
        podman.makeDirectories();
        podman.copyScanner();
        podman.serve();
        started = true;
      } finally {
        if (!started) {
          podman.close();
        }
      }
      return podman;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void makeDirectories() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    for (String name : List.of("home", "run")) {
      Path made = Files.createDirectory(directory.resolve(name));
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
      Files.setAttribute(made, "unix:uid", NOBODY);
      Files.setAttribute(made, "unix:gid", NOBODY);
    }
  }

  /** The checkout may lie where this user must not look. */
  private void copyScanner() throws IOException {
    Path target = ScannerCommand.checkout().resolve("scanner-cli").resolve("target");
    Files.createDirectories(packaged.resolve("lib"));
    Files.copy(target.resolve("scanner-cli.jar"), packaged.resolve("scanner-cli.jar"));
    try (Stream<Path> libraries = Files.list(target.resolve("lib"))) {
      for (Path library : libraries.toList()) {
        Files.copy(library, packaged.resolve("lib").resolve(library.getFileName()));
      }
    }
    Command.of("chmod", "--recursive", "a+rX", packaged.toString()).output();
  }

  private void serve() {
    // Without an address it listens where its users expect it.
    ServerProcess service =
        ServerProcess.start(
            podman("system", "service", "--time=0").line(), directory.resolve("log"));
    servers.add(service);
    String host = "unix://" + directory.resolve("run/podman/podman.sock");
    service.awaitReady(
        () -> Command.of("podman", "--remote", "--url=" + host, "version").run().exitCode() == 0,
        Duration.ofMinutes(1));
  }

  /** A program as that user, with nothing of this environment but the path. */
  Command asUser(String... line) {
    return Command.of(
            "setpriv",
            "--reuid=" + NOBODY,
            "--regid=" + NOBODY,
            "--clear-groups",
            "env",
            "--ignore-environment",
            "--chdir=" + directory.resolve("home"),
            "PATH=" + System.getenv("PATH"),
            "HOME=" + directory.resolve("home"),
            "XDG_RUNTIME_DIR=" + directory.resolve("run"))
        .and(line);
  }

  /** A podman command of that user. */
  Command podman(String... arguments) {
    return asUser("podman", "--storage-driver=vfs", "--cgroup-manager=cgroupfs")
        .and("--events-backend=file")
        .and(arguments);
  }

  /** Pulls from a plain-http registry on loopback. */
  void pull(String reference) {
    podman("pull", "--quiet", "--tls-verify=false", reference).output();
  }

  /** The packaged scanner as that user. */
  Command scanner(String... arguments) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return asUser(java.toString(), "-jar", packaged.resolve("scanner-cli.jar").toString())
        .and(arguments);
  }

  @Override
  public void close() throws IOException {
    servers.forEach(ServerProcess::close);
    // Ends the process that holds the user's namespace, which outlives the service.
    podman("system", "migrate").run();
    Workspace.deleteTree(directory);
  }
}
