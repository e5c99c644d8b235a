package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.compare.ConfigDifference.Effect;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.ConfigFields;
import dev.imageprovenance.scanner.oci.ImageConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Compares two image configs field by field and tells which differences a runtime acts upon;
 * stateless. A field that nobody here knows counts as one that a runtime uses.
 */
public final class ConfigComparison {
  private static final String VARIABLE = "config.Env.";
  private static final String LABEL = "config.Labels.";

  private static final Set<String> DECIDES_WHAT_RUNS =
      Set.of(
          "config.User",
          "config.Entrypoint",
          "config.Cmd",
          "architecture",
          "os",
          "variant",
          "os.version",
          "os.features");

  /** Labels that podman, buildah and crun act upon. */
  private static final List<String> RUNTIME_LABELS =
      List.of("io.containers.", "io.podman.", "run.oci.");

  /**
   * Docker's own, with the shell that runs it; OCI reserves it, and conversions drop it. None adds
   * it: one that only the deployed side has is a command that nobody approved.
   */
  private static final Set<String> HEALTH_CHECK = Set.of("config.Healthcheck", "config.Shell");

  private static final Set<String> UNUSED =
      Set.of(
          "author",
          "comment",
          "container",
          "container_config",
          "created",
          "docker_version",
          "history",
          "id",
          "parent",
          "throwaway",
          "config.ArgsEscaped",
          "config.AttachStderr",
          "config.AttachStdin",
          "config.AttachStdout",
          "config.CpuShares",
          "config.Domainname",
          "config.Hostname",
          "config.Image",
          "config.MacAddress",
          "config.Memory",
          "config.MemorySwap",
          "config.OnBuild",
          "config.OpenStdin",
          "config.StdinOnce",
          "config.Tty");

  private ConfigComparison() {}

  /** The fields that differ: those that a runtime uses first, the severest first, then by name. */
  public static List<ConfigDifference> compare(
      ImageConfig deployed, ImageConfig registry, Limits limits) {
    SortedMap<String, String> now = ConfigFields.of(deployed, limits);
    SortedMap<String, String> before = ConfigFields.of(registry, limits);
    SortedSet<String> names = new TreeSet<>(now.keySet());
    names.addAll(before.keySet());
    List<ConfigDifference> differences = new ArrayList<>();
    for (String name : names) {
      Optional<String> value = Optional.ofNullable(now.get(name));
      Optional<String> other = Optional.ofNullable(before.get(name));
      if (!value.equals(other)) {
        differences.add(difference(name, value, other));
      }
    }
    differences.sort(
        Comparator.comparing(ConfigDifference::effect)
            .thenComparing(Comparator.comparing(ConfigDifference::severity).reversed())
            .thenComparing(ConfigDifference::field));
    return differences;
  }

  /** True when nothing that a runtime uses is among {@code differences}. */
  public static boolean isRuntimeEqual(List<ConfigDifference> differences) {
    return differences.stream().noneMatch(difference -> difference.effect() == Effect.RUNTIME);
  }

  private static ConfigDifference difference(
      String field, Optional<String> deployed, Optional<String> registry) {
    Effect effect = effect(field, deployed.isPresent(), registry.isPresent());
    return ConfigDifference.of(field, effect, severity(field, effect), deployed, registry);
  }

  /** A variable or a label: its name may tell that the value is a secret. */
  static boolean isNamedByItsAuthor(String field) {
    return field.startsWith(VARIABLE) || field.startsWith(LABEL);
  }

  private static Effect effect(String field, boolean isDeployed, boolean isInRegistry) {
    boolean onBothSides = isDeployed && isInRegistry;
    boolean unused = UNUSED.contains(field) || (field.startsWith(LABEL) && !isRuntimeLabel(field));
    if (unused) {
      return onBothSides ? Effect.HARMLESS : Effect.DROPPED;
    }
    return HEALTH_CHECK.contains(field) && !isDeployed ? Effect.DROPPED : Effect.RUNTIME;
  }

  private static boolean isRuntimeLabel(String field) {
    String label = field.substring(LABEL.length());
    return RUNTIME_LABELS.stream().anyMatch(label::startsWith);
  }

  private static Severity severity(String field, Effect effect) {
    return switch (effect) {
      case RUNTIME ->
          DECIDES_WHAT_RUNS.contains(field) || field.startsWith(VARIABLE)
              ? Severity.HIGH
              : Severity.MEDIUM;
      case DROPPED -> Severity.LOW;
      case HARMLESS -> Severity.INFO;
    };
  }
}
