package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.oci.Text;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides whether a registry that only an image names may be asked; immutable. An image must not
 * make this program knock at doors of the machine or the network that it runs in.
 */
public final class ClaimedPlaces {
  /** What ends in a number is an address, in bases that some resolvers understand too. */
  private static final Pattern IPV4 = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

  private final boolean follow;
  private final Set<String> named;

  /**
   * @param follow whether registries that only claims name are asked at all
   * @param named the registries of the image itself and of what the request names, which may be
   *     asked for anything
   */
  public ClaimedPlaces(boolean follow, Set<String> named) {
    this.follow = follow;
    this.named = Set.copyOf(named);
  }

  /** Why the registry of {@code claimed} must not be asked; empty when it may be. */
  public Optional<String> whyNot(Reference claimed) {
    String registry = claimed.registry();
    if (named.contains(registry)) {
      return Optional.empty();
    }
    if (!follow) {
      return Optional.of(
          "only the image names the registry "
              + Text.excerpt(registry)
              + ", which was not asked; --base asks it");
    }
    return isOnlyMeantHere(registry)
        ? Optional.of(
            "only the image names the registry "
                + Text.excerpt(registry)
                + ", which may be another one on every machine and was not asked; --base asks it")
        : Optional.empty();
  }

  /** Without a domain a name is one of this machine or network, and so may an address be. */
  private static boolean isOnlyMeantHere(String registry) {
    if (registry.startsWith("[")) {
      return true;
    }
    int colon = registry.indexOf(':');
    String host = (colon < 0 ? registry : registry.substring(0, colon)).toLowerCase(Locale.ROOT);
    return host.indexOf('.') < 0
        || IPV4.matcher(host).matches()
        || host.endsWith(".localhost")
        || host.endsWith(".local")
        || host.endsWith(".internal");
  }
}
