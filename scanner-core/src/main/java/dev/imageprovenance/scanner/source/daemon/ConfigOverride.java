package dev.imageprovenance.scanner.source.daemon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A setting of a container that differs from its image's; immutable. Values are shown as written,
 * lists as their elements in brackets; an absent one is empty. Values of the environment may be
 * secrets: whoever shows an override of {@code env} shows its name only.
 *
 * @param field {@code user}, {@code entrypoint}, {@code command}, {@code workingDirectory}, {@code
 *     stopSignal}, {@code healthcheck}, or {@code env NAME}
 * @param image what the image says
 * @param container what the container was told
 */
public record ConfigOverride(String field, String image, String container) {
  /** Podman sets these in every container. */
  private static final Set<String> PODMAN_VARIABLES = Set.of("TERM", "HOSTNAME", "container");

  /** Docker sets these in a container with a terminal. */
  private static final Set<String> DOCKER_VARIABLES = Set.of("TERM", "HOSTNAME");

  /** Both set it where the image sets none. */
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** SIGTERM, which stops a container unless something else is asked for. */
  private static final Set<String> DEFAULT_STOP_SIGNALS = Set.of("", "15", "SIGTERM", "TERM");

  static List<ConfigOverride> between(RuntimeConfig image, RuntimeConfig container, Engine engine) {
    List<ConfigOverride> overrides = new ArrayList<>();
    compare("user", image.user(), container.user(), overrides);
    compare(
        "entrypoint", image.entrypoint().toString(), container.entrypoint().toString(), overrides);
    compare("command", image.command().toString(), container.command().toString(), overrides);
    compare(
        "workingDirectory",
        orRoot(image.workingDirectory()),
        orRoot(container.workingDirectory()),
        overrides);
    compare(
        "stopSignal",
        orDefault(image.stopSignal().orElse("")),
        orDefault(container.stopSignal().orElse("")),
        overrides);
    compare(
        "healthcheck",
        image.healthcheck().toString(),
        container.healthcheck().toString(),
        overrides);
    compareEnvironment(image, container, engine, overrides);
    return overrides;
  }

  private static void compare(
      String field, String image, String container, List<ConfigOverride> overrides) {
    if (!image.equals(container)) {
      overrides.add(new ConfigOverride(field, image, container));
    }
  }

  private static String orRoot(String directory) {
    return directory.isEmpty() ? "/" : directory;
  }

  private static String orDefault(String signal) {
    return DEFAULT_STOP_SIGNALS.contains(signal) ? "" : signal;
  }

  private static void compareEnvironment(
      RuntimeConfig image, RuntimeConfig container, Engine engine, List<ConfigOverride> overrides) {
    Map<String, String> before = variables(image.environment());
    Map<String, String> after = variables(container.environment());
    Set<String> setByEngine = engine == Engine.PODMAN ? PODMAN_VARIABLES : DOCKER_VARIABLES;
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      boolean ownDoing =
          !before.containsKey(name)
              && (setByEngine.contains(name)
                  || (name.equals("PATH") && DEFAULT_PATH.equals(after.get(name))));
      if (!ownDoing && !Objects.equals(before.get(name), after.get(name))) {
        overrides.add(
            new ConfigOverride(
                "env " + name, before.getOrDefault(name, ""), after.getOrDefault(name, "")));
      }
    }
  }

  /** The last of several entries of one name counts. */
  private static Map<String, String> variables(List<String> environment) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String entry : environment) {
      int equals = entry.indexOf('=');
      variables.put(
          equals < 0 ? entry : entry.substring(0, equals),
          equals < 0 ? "" : entry.substring(equals + 1));
    }
    return variables;
  }

  /** Field and, where it is no secret, both values. */
  @Override
  public String toString() {
    return field.startsWith("env ") ? field : field + ": " + image + " -> " + container;
  }
}
