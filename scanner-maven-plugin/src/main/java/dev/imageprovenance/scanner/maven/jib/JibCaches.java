package dev.imageprovenance.scanner.maven.jib;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Where jib keeps the layers of base images and of its own; stateless. */
public final class JibCaches {
  private JibCaches() {}

  /**
   * The directories, whether they exist or not.
   *
   * @param buildDirectory the module's, in which jib keeps its own layers
   * @param properties finds system properties
   * @param environment the process' variables
   */
  public static List<Path> directories(
      Path buildDirectory,
      Function<String, Optional<String>> properties,
      Map<String, String> environment) {
    Path project = buildDirectory.resolve("jib-cache");
    List<Path> directories = new ArrayList<>();
    if (!properties.apply("jib.useOnlyProjectCache").map(Boolean::parseBoolean).orElse(false)) {
      properties
          .apply("jib.baseImageCache")
          .map(Path::of)
          .or(() -> userCache(properties, environment))
          .ifPresent(directories::add);
    }
    directories.add(properties.apply("jib.applicationCache").map(Path::of).orElse(project));
    if (!directories.contains(project)) {
      directories.add(project);
    }
    return directories;
  }

  private static Optional<Path> userCache(
      Function<String, Optional<String>> properties, Map<String, String> environment) {
    String system = properties.apply("os.name").orElse("").toLowerCase(Locale.ENGLISH);
    boolean isWindows = system.contains("windows");
    boolean isMac = system.contains("mac") || system.contains("darwin");
    String below =
        isWindows ? "Google/Jib/Cache" : isMac ? "Google/Jib" : "google-cloud-tools-java/jib";
    Optional<Path> xdg = variable(environment, "XDG_CACHE_HOME");
    if (xdg.isPresent()) {
      return xdg.map(directory -> directory.resolve(below));
    }
    if (isWindows) {
      return variable(environment, "LOCALAPPDATA").map(directory -> directory.resolve(below));
    }
    return properties
        .apply("user.home")
        .map(home -> Path.of(home, isMac ? "Library/Caches" : ".cache").resolve(below));
  }

  private static Optional<Path> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(value -> !value.isBlank())
        .map(Path::of);
  }
}
