package dev.imageprovenance.scanner.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the cache of layer facts; filled by picocli. */
final class CacheOptions {
  private static final long DEFAULT_BYTES = 1L << 30;
  private static final String DIRECTORY = "image-provenance-scanner";

  @Option(
      names = "--cache-dir",
      paramLabel = "DIR",
      description =
          "Keep what was found in a layer here, so that it need not be read again. Default:"
              + " $XDG_CACHE_HOME or ~/.cache, in image-provenance-scanner.")
  private @Nullable Path directory;

  @Option(
      names = "--cache-size",
      paramLabel = "SIZE",
      description = "How large the cache may grow: 500MB, 2GiB. Default: 1GiB.")
  private @Nullable String size;

  @Option(names = "--no-cache", description = "Read every layer again and keep nothing.")
  private boolean none;

  /**
   * The cache to use; none without a home directory.
   *
   * @throws IllegalArgumentException if the options contradict one another
   */
  Optional<ScanEngine.Cache> cache(Terminal terminal) {
    if (none && directory != null) {
      throw new IllegalArgumentException("--no-cache and --cache-dir exclude each other");
    }
    if (none && size != null) {
      throw new IllegalArgumentException("--no-cache and --cache-size exclude each other");
    }
    long bytes = size == null ? DEFAULT_BYTES : bytes(size);
    if (none) {
      return Optional.empty();
    }
    return Optional.ofNullable(directory)
        .or(() -> defaultDirectory(terminal))
        .map(chosen -> new ScanEngine.Cache(chosen.toAbsolutePath(), bytes));
  }

  private static Optional<Path> defaultDirectory(Terminal terminal) {
    return terminal
        .variable("XDG_CACHE_HOME")
        .filter(directory -> directory.startsWith("/"))
        .or(() -> terminal.variable("HOME").map(home -> home + "/.cache"))
        .map(parent -> Path.of(parent, DIRECTORY));
  }

  private static long bytes(String text) {
    try {
      return Quantities.bytes(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--cache-size: " + e.getMessage(), e);
    }
  }
}
