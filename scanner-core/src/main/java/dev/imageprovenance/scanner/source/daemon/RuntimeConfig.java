package dev.imageprovenance.scanner.source.daemon;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an image is meant to run, or a container was told to, as an engine's inspect tells it;
 * immutable. What an engine leaves out and what it sends empty are the same here.
 *
 * @param user the raw User, empty when absent
 * @param entrypoint argument vector
 * @param command default arguments
 * @param environment {@code NAME=value} entries in order
 * @param workingDirectory empty when absent
 * @param exposedPorts {@code port/protocol}
 * @param volumes mount points
 * @param labels claims
 * @param stopSignal as written
 * @param healthcheck the test's words, empty when absent
 */
public record RuntimeConfig(
    String user,
    List<String> entrypoint,
    List<String> command,
    List<String> environment,
    String workingDirectory,
    List<String> exposedPorts,
    List<String> volumes,
    Map<String, String> labels,
    Optional<String> stopSignal,
    List<String> healthcheck) {
  /** Copies the collections. */
  public RuntimeConfig {
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    environment = List.copyOf(environment);
    exposedPorts = List.copyOf(exposedPorts);
    volumes = List.copyOf(volumes);
    labels = Map.copyOf(labels);
    healthcheck = List.copyOf(healthcheck);
  }

  /** User and arguments; the environment may hold secrets. */
  @Override
  public String toString() {
    return "RuntimeConfig[user="
        + user
        + ", entrypoint="
        + entrypoint
        + ", command="
        + command
        + ", "
        + environment.size()
        + " variables]";
  }
}
