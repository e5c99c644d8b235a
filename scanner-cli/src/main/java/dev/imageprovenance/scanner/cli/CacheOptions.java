package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.UserCache;
import java.nio.file.Path;
import java.util.Optional;

/** Understands the options of the cache of layer facts; stateless. */
final class CacheOptions {
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
            .orElse(UserCache.DEFAULT_BYTES);
    return arguments
        .value(CommandOption.CACHE_DIR)
        .map(Path::of)
        .or(() -> UserCache.directory(terminal.environment()))
        .map(directory -> new Engine.Cache(directory.toAbsolutePath(), bytes));
  }
}
