package dev.imageprovenance.scanner.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Podman with its storage in a temporary directory; thread-safe. Needs root. It is no server unless
 * it is asked to {@link #serve}, and then the workspace ends it.
 */
final class RealPodman {
  private final List<String> podman;

  private RealPodman(List<String> podman) {
    this.podman = podman;
  }

  /**
   * A podman of its own.
   *
   * @param driver overlay, which puts layers on one another in the kernel, or vfs, which unpacks
   *     them in place
   */
  static RealPodman with(Workspace workspace, String driver) {
    Path directory = workspace.directory("pod");
    return new RealPodman(
        List.of(
            "podman",
            "--root=" + directory.resolve("root"),
            "--runroot=" + directory.resolve("run"),
            "--tmpdir=" + directory.resolve("tmp"),
            "--storage-driver=" + driver,
            "--cgroup-manager=cgroupfs",
            "--events-backend=file",
            // crun 1.8 refuses the hybrid cgroup hierarchy of some machines.
            "--runtime=runc"));
  }

  /** A podman that answers on a unix socket. */
  Service serve(Workspace workspace) {
    Path directory = workspace.directory("svc");
    String host = "unix://" + directory.resolve("sock");
    List<String> line = new ArrayList<>(podman);
    line.addAll(List.of("system", "service", "--time=0", host));
    ServerProcess process = workspace.start(line, directory.resolve("log"));
    process.awaitReady(
        () -> Command.of("podman", "--remote", "--url=" + host, "version").run().exitCode() == 0,
        Duration.ofMinutes(1));
    return new Service(process, host);
  }

  /**
   * A podman that answers.
   *
   * @param host where it listens, as CONTAINER_HOST has it
   */
  record Service(ServerProcess process, String host) implements AutoCloseable {
    @Override
    public void close() {
      process.close();
    }
  }

  /** A podman command for this storage. */
  Command cli(String... arguments) {
    return Command.of(podman).and(arguments);
  }

  /** Pulls from a plain-http registry on loopback. */
  void pull(String reference) {
    cli("pull", "--quiet", "--tls-verify=false", reference).output();
  }

  /** Runs a command in a fresh container as the image's own user; returns its standard output. */
  String runAsDefaultUser(String image, String... command) {
    return cli(
            "run",
            "--rm",
            "--network=none",
            // The defaults raise limits, which a sandbox may refuse.
            "--ulimit=nofile=1024:1024",
            "--ulimit=nproc=1024:1024",
            image)
        .and(Arrays.asList(command))
        .output();
  }

  /** Writes the file system of a fresh container into {@code tar}. */
  void export(String image, Path tar) {
    String container = cli("create", "--network=none", image, "/never-started").output().strip();
    cli("export", "--output", tar.toString(), container).output();
    cli("rm", container).output();
  }
}
