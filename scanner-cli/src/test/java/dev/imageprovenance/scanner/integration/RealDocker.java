package dev.imageprovenance.scanner.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A Docker Engine of our own: dockerd with its state in a temporary directory, listening on a unix
 * socket there, with no network for its containers; thread-safe. Needs root.
 */
final class RealDocker implements AutoCloseable {
  private final ServerProcess daemon;
  private final String host;

  private RealDocker(ServerProcess daemon, String host) {
    this.daemon = daemon;
    this.host = host;
  }

  static RealDocker start(Workspace workspace) {
    Path directory = workspace.directory("docker");
    String host = "unix://" + directory.resolve("sock");
    try {
      // An empty file of our own keeps the machine's /etc/docker/daemon.json out.
      Files.writeString(directory.resolve("daemon.json"), "{}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ServerProcess daemon =
        workspace.start(
            List.of(
                "dockerd",
                "--config-file=" + directory.resolve("daemon.json"),
                "--data-root=" + directory.resolve("data"),
                "--exec-root=" + directory.resolve("exec"),
                "--pidfile=" + directory.resolve("pid"),
                "--host=" + host,
                // No bridge and no firewall rules: a sandbox may allow neither.
                "--bridge=none",
                "--iptables=false",
                "--ip6tables=false",
                "--ip-forward=false",
                "--ip-masq=false"),
            directory.resolve("log"));
    RealDocker docker = new RealDocker(daemon, host);
    daemon.awaitReady(() -> docker.cli("version").run().exitCode() == 0, Duration.ofMinutes(1));
    return docker;
  }

  /** Where it listens, as DOCKER_HOST has it. */
  String host() {
    return host;
  }

  /** A docker command for this engine. */
  Command cli(String... arguments) {
    return Command.of("docker")
        .and(arguments)
        .with("DOCKER_HOST", host)
        .with("DOCKER_BUILDKIT", "0");
  }

  /** Builds {@code context}, which has a Dockerfile, into an image named {@code name}. */
  void build(Path context, String name) {
    cli("build", "--quiet", "--network=none", "--tag", name, context.toString()).output();
  }

  /** Runs a command in a fresh container as {@code user} and returns its standard output. */
  String runAs(String user, String image, String... command) {
    return cli("run", "--rm", "--network=none", "--user", user, image)
        .and(Arrays.asList(command))
        .output();
  }

  /** Runs a command in a fresh container as the image's own user. */
  String runAsDefaultUser(String image, String... command) {
    return cli("run", "--rm", "--network=none", image).and(Arrays.asList(command)).output();
  }

  /** Writes the file system of a fresh container into {@code tar}. */
  void export(String image, Path tar) {
    String container = cli("create", "--network=none", image, "/never-started").output().strip();
    cli("export", "--output", tar.toString(), container).output();
    cli("rm", container).output();
  }

  /** Gives the image another name and pushes it there. */
  void push(String image, String reference) {
    cli("tag", image, reference).output();
    cli("push", "--quiet", reference).output();
  }

  @Override
  public void close() {
    daemon.close();
  }
}
