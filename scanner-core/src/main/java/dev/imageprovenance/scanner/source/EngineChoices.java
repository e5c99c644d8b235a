package dev.imageprovenance.scanner.source;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.source.IndexWalk.Leaf;
import dev.imageprovenance.scanner.source.IndexWalk.LeafRole;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lists the children of an index that some engine could choose for a platform; immutable. Docker
 * and containerd normalise platform names, podman compares them literally and takes any media type,
 * prefers zstd and arm64/v8, and falls back to the first child without platform; a direct child
 * hides a nested one from some of them.
 */
final class EngineChoices {
  private final List<Leaf> leaves;
  private final Platform wanted;

  EngineChoices(List<Leaf> leaves, Platform wanted) {
    this.leaves = leaves.stream().filter(leaf -> leaf.role() != LeafRole.ATTESTATION).toList();
    this.wanted = wanted;
  }

  /** What else than {@code chosen} could be chosen, each digest once, in the index's order. */
  Collection<Leaf> besides(Leaf chosen) {
    Map<Digest, Leaf> others = new LinkedHashMap<>();
    Stream.concat(
            leaves.stream().filter(leaf -> isNamedLike(leaf, chosen)), fallbacks(chosen).stream())
        .filter(leaf -> !leaf.descriptor().digest().equals(chosen.descriptor().digest()))
        .forEach(leaf -> others.putIfAbsent(leaf.descriptor().digest(), leaf));
    return others.values();
  }

  private boolean isNamedLike(Leaf leaf, Leaf chosen) {
    Optional<Platform> said = leaf.platform().or(leaf::inherited).map(this::withWantedSystem);
    Optional<Platform> scanned = chosen.platform().map(this::withWantedSystem);
    return said.filter(
            platform -> platform.sameAs(wanted) || scanned.map(platform::sameAs).orElse(false))
        .filter(platform -> isSameWindows(platform, scanned.orElse(wanted)))
        .isPresent();
  }

  /** Containerd reads a platform without operating system as one of its own. */
  private Platform withWantedSystem(Platform platform) {
    return platform.os().isEmpty()
        ? new Platform(
            wanted.os(),
            platform.architecture(),
            platform.variant(),
            platform.osVersion(),
            platform.osFeatures())
        : platform;
  }

  /** Each version of Windows rightly has an image of its own. */
  private static boolean isSameWindows(Platform one, Platform other) {
    return !one.normalized().os().equals("windows")
        || (one.osVersion().equals(other.osVersion())
            && one.osFeatures().equals(other.osFeatures()));
  }

  /** Where no direct child names the platform, the first one without any is taken. */
  private List<Leaf> fallbacks(Leaf chosen) {
    boolean isNamed =
        leaves.stream()
            .filter(Leaf::isDirect)
            .anyMatch(leaf -> leaf.platform().map(wanted::sameAs).orElse(false));
    if (isNamed) {
      return List.of();
    }
    List<Leaf> unnamed = leaves.stream().filter(leaf -> leaf.platform().isEmpty()).toList();
    return Stream.concat(
            unnamed.stream().filter(Leaf::isDirect).limit(1),
            unnamed.stream().limit(chosen.platform().isEmpty() ? 1 : 0))
        .toList();
  }
}
