package dev.imageprovenance.scanner.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The project's own {@code ./scanner}, run as a person would, with a home directory of its own so
 * that neither this machine's credentials nor its cache take part; immutable.
 *
 * @param home where it finds its configuration and keeps its cache
 */
record ScannerCommand(Path home) {
  static ScannerCommand in(Workspace workspace) {
    return new ScannerCommand(workspace.directory("home"));
  }

  /** {@code ./scanner} with arguments. */
  Command with(String... arguments) {
    return withEnvironment(Command.of(launcher().toString()).and(arguments));
  }

  /** Sets the variables that decide where the scanner looks. */
  Command withEnvironment(Command command) {
    return command
        .with("HOME", home.toString())
        .with("XDG_CACHE_HOME", cache().toString())
        .with("XDG_CONFIG_HOME", home.resolve(".config").toString())
        .with("XDG_RUNTIME_DIR", home.resolve("run").toString())
        .with("DOCKER_CONFIG", home.resolve(".docker").toString())
        .with("REGISTRY_AUTH_FILE", home.resolve("none.json").toString())
        .with("NO_PROXY", "127.0.0.1");
  }

  Path cache() {
    return home.resolve(".cache");
  }

  /** The launcher at the root of the checkout. */
  static Path launcher() {
    return checkout().resolve("scanner");
  }

  /** The root of the checkout that these tests belong to. */
  static Path checkout() {
    Path directory = Path.of("").toAbsolutePath();
    for (Path candidate : List.of(directory, directory.getParent())) {
      Path launcher = candidate.resolve("scanner");
      if (Files.isExecutable(launcher) && Files.isRegularFile(launcher)) {
        return candidate;
      }
    }
    throw new AssertionError("no executable ./scanner in or above " + directory);
  }
}
