package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ImageAddress;
import dev.imageprovenance.scanner.source.RegistryOptions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sees to it that a password that was given for one registry is shown to no other; stateless. Files
 * and helpers keep each registry's credentials under its own name, so that they need no such care.
 */
final class GivenCredentials {
  private static final String REMEDY =
      "Log in to each registry with docker login or podman login, and give no user and password.";

  private GivenCredentials() {}

  /**
   * Makes sure that a comparison asks no registry but the one that the password is for.
   *
   * @throws ScanException USAGE if it may ask two, or if an engine's record decides which
   */
  static void requireOneRegistry(
      RegistryOptions options, ImageAddress deployed, Optional<ImageAddress> registry) {
    if (options.credentials().isEmpty()) {
      return;
    }
    List<String> hosts =
        Stream.concat(Stream.of(deployed), registry.stream())
            .flatMap(address -> host(address).stream())
            .distinct()
            .toList();
    if (hosts.size() > 1) {
      throw refused(
          "The user and password given are for one registry, and the two sides name "
              + Text.excerpt(hosts.get(0))
              + " and "
              + Text.excerpt(hosts.get(1)),
          REMEDY);
    }
    if (registry.isEmpty()) {
      throw refused(
          "An engine's record would decide which registry sees the user and password given",
          "Name the registry copy as the second argument. " + REMEDY);
    }
  }

  /**
   * Makes sure that no password was given where a list of pods decides which registries are asked.
   *
   * @throws ScanException USAGE if there is one
   */
  static void requireNone(RegistryOptions options) {
    if (options.credentials().isPresent()) {
      throw refused(
          "The list of pods would decide which registries see the user and password given", REMEDY);
    }
  }

  private static Optional<String> host(ImageAddress address) {
    return address instanceof ImageAddress.InRegistry named
        ? Optional.of(named.reference()).map(Reference::registry)
        : Optional.empty();
  }

  private static ScanException refused(String what, String remedy) {
    return new ScanException(ProblemKind.USAGE, what, remedy, null);
  }
}
