package dev.imageprovenance.scanner;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where front-ends keep facts of layers unless they are told another place; stateless. */
public final class UserCache {
  /** How large it may grow, in bytes. */
  public static final long DEFAULT_BYTES = 1L << 30;

  private static final String NAME = "image-provenance-scanner";

  private UserCache() {}

  /**
   * The user's own directory, by XDG_CACHE_HOME or HOME of {@code environment}; empty without both.
   */
  public static Optional<Path> directory(Map<String, String> environment) {
    String cache = environment.get("XDG_CACHE_HOME");
    if (cache != null && cache.startsWith("/")) {
      return Optional.of(Path.of(cache, NAME));
    }
    String home = environment.get("HOME");
    return home == null || home.isEmpty()
        ? Optional.empty()
        : Optional.of(Path.of(home, ".cache", NAME));
  }
}
