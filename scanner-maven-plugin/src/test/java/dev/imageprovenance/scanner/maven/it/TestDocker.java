package dev.imageprovenance.scanner.maven.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Docker Engine for one project in src/it, with its state in a temporary directory and no
 * network. Needs root.
 */
public final class TestDocker {
  private static final String NAME = "docker";

  private TestDocker() {}

  /** Starts an engine for the project; returns what DOCKER_HOST must be. */
  public static String start(File project) throws IOException, InterruptedException {
    Path directory = directoryFor(project);
    return start(project, directory, directory.resolve("sock"));
  }

  /** The same for a project that knows before where the engine listens. */
  public static String start(File project, Path socket) throws IOException, InterruptedException {
    return start(project, directoryFor(project), socket);
  }

  /** Short, because the path of a socket has at most 107 characters. */
  private static Path directoryFor(File project) throws IOException {
    Path directory = Files.createTempDirectory("scn").toRealPath();
    Files.writeString(project.toPath().resolve("docker.directory"), directory.toString());
    return directory;
  }

  private static String start(File project, Path directory, Path socket)
      throws IOException, InterruptedException {
    Files.writeString(directory.resolve("daemon.json"), "{}");
    return TestServer.of(project, NAME)
        .start(
            List.of(
                "dockerd",
                "--config-file=" + directory.resolve("daemon.json"),
                "--data-root=" + directory.resolve("data"),
                "--exec-root=" + directory.resolve("exec"),
                "--pidfile=" + directory.resolve("pid"),
                "--host=unix://" + socket,
                // No bridge and no firewall rules: a sandbox may allow neither.
                "--bridge=none",
                "--iptables=false",
                "--ip6tables=false",
                "--ip-forward=false",
                "--ip-masq=false"),
            output ->
                output.contains("API listen on " + socket)
                    ? Optional.of("unix://" + socket)
                    : Optional.empty());
  }

  /** Runs a docker command for the project's engine and returns its output. */
  public static String run(File project, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker", "--host", host(project)));
    command.addAll(List.of(arguments));
    return JavaRuntime.run(command);
  }

  private static String host(File project) throws IOException {
    return "unix://" + directory(project).resolve("sock");
  }

  private static Path directory(File project) throws IOException {
    return Path.of(Files.readString(project.toPath().resolve("docker.directory")).strip());
  }

  /** Ends the project's engine and deletes what it has written. */
  public static void stop(File project) throws IOException, InterruptedException {
    TestServer.of(project, NAME).stop();
    Path directory = directory(project);
    for (String mount : Files.readAllLines(Path.of("/proc/self/mounts"))) {
      Path place = Path.of(mount.split(" ", -1)[1]);
      if (place.startsWith(directory)) {
        new ProcessBuilder("umount", "--lazy", place.toString()).start().waitFor();
      }
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
