package dev.imageprovenance.scanner.cli;

import java.nio.file.Path;
import java.util.Optional;

/** Understands the options of the cache of layer facts; stateless. */
final class CacheOptions {
  private static final long DEFAULT_BYTES = 1L << 30;
  private static final String DIRECTORY = "image-provenance-scanner";

  private CacheOptions() {}

  /**
   * The cache to use; none without a home directory.
   *
   * @throws IllegalArgumentException if the options contradict one another
   */
  static Optional<Engine.Cache> cache(Arguments arguments, Terminal terminal) {
    arguments.requireNotBoth(CommandOption.NO_CACHE, CommandOption.CACHE_DIR);
    arguments.requireNotBoth(CommandOption.NO_CACHE, CommandOption.CACHE_SIZE);
    if (arguments.has(CommandOption.NO_CACHE)) {
      return Optional.empty();
    }
    long bytes =
        arguments
            .value(CommandOption.CACHE_SIZE)
            .map(text -> Quantities.bytes(CommandOption.CACHE_SIZE.longName(), text))
            .orElse(DEFAULT_BYTES);
    return arguments
        .value(CommandOption.CACHE_DIR)
        .map(Path::of)
        .or(() -> defaultDirectory(terminal))
        .map(directory -> new Engine.Cache(directory.toAbsolutePath(), bytes));
  }

  private static Optional<Path> defaultDirectory(Terminal terminal) {
    return terminal
        .variable("XDG_CACHE_HOME")
        .filter(directory -> directory.startsWith("/"))
        .or(() -> terminal.variable("HOME").map(home -> home + "/.cache"))
        .map(parent -> Path.of(parent, DIRECTORY));
  }
}
