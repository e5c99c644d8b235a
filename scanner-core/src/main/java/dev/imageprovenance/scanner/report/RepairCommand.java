package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.SourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command that makes a deployed index whole again: a copy of the registry's, with all platforms
 * and every byte; stateless.
 */
final class RepairCommand {
  private RepairCommand() {}

  /**
   * The command's words as a shell wants them, where an index lacks or replaced a platform and
   * skopeo can write such a copy: in registries, layouts and archives. Empty where nothing is to be
   * repaired or nobody can.
   */
  static List<String> of(Comparison comparison) {
    if (!isReplacedOrPruned(comparison)) {
      return List.of();
    }
    Optional<String> from = source(comparison.registry());
    Optional<String> to = destination(comparison.deployed());
    if (from.isEmpty() || to.isEmpty()) {
      return List.of();
    }
    List<String> words = new ArrayList<>(List.of("skopeo", "copy", "--all", "--preserve-digests"));
    if (isOnThisMachine(comparison.registry())) {
      words.add("--src-tls-verify=false");
    }
    if (isOnThisMachine(comparison.deployed())) {
      words.add("--dest-tls-verify=false");
    }
    words.add(quoted(from.get()));
    words.add(quoted(to.get()));
    return words;
  }

  private static boolean isReplacedOrPruned(Comparison comparison) {
    boolean isReplaced =
        comparison.images().size() > 1
            && comparison.images().stream()
                .anyMatch(image -> image.rung().equals(Fact.known(Rung.DIFFERENT)));
    return isReplaced || !comparison.platforms().isEmpty();
  }

  /** Such a registry speaks plain http, which skopeo must be told. */
  private static boolean isOnThisMachine(Comparison.Side side) {
    return side.kind() == SourceKind.REGISTRY
        && registryName(side).matches("(localhost|127\\.[0-9.]+|\\[::1\\])(:[0-9]+)?/.*");
  }

  private static Optional<String> source(Comparison.Side side) {
    if (side.kind() != SourceKind.REGISTRY) {
      return inFile(side);
    }
    String name = registryName(side);
    int at = name.indexOf('@');
    return Optional.of("docker://" + (at < 0 ? name : repository(name) + name.substring(at)));
  }

  /** A copy is written under a tag; where none is known, whoever repairs knows it. */
  private static Optional<String> destination(Comparison.Side side) {
    if (side.kind() != SourceKind.REGISTRY) {
      return inFile(side);
    }
    String name = registryName(side);
    int at = name.indexOf('@');
    String named = at < 0 ? name : name.substring(0, at);
    boolean hasTag = !repository(named).equals(named);
    return Optional.of("docker://" + named + (at < 0 || hasTag ? "" : ":TAG"));
  }

  private static String registryName(Comparison.Side side) {
    String address = side.address();
    return address.startsWith("docker://") ? address.substring("docker://".length()) : address;
  }

  /** The name without tag and digest; a port's colon comes before a slash. */
  private static String repository(String name) {
    int at = name.indexOf('@');
    String tagged = at < 0 ? name : name.substring(0, at);
    int colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
    return colon < 0 ? tagged : tagged.substring(0, colon);
  }

  private static Optional<String> inFile(Comparison.Side side) {
    String transport =
        switch (side.kind()) {
          case OCI_LAYOUT -> "oci:";
          case OCI_ARCHIVE -> "oci-archive:";
          case REGISTRY, DOCKER_ARCHIVE, DOCKER_DAEMON, PODMAN -> "";
        };
    String address = side.address();
    if (transport.isEmpty() || address.indexOf('@') >= 0) {
      return Optional.empty();
    }
    return Optional.of(address.startsWith(transport) ? address : transport + address);
  }

  /** For a shell, when it needs to be. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
