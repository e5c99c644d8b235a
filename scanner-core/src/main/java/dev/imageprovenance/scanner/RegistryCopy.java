package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.daemon.EngineImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The registry copy that an engine's image names itself; immutable.
 *
 * @param recorded the repository and digest that it was pulled from or pushed to
 * @param tagged the name whose tag may have moved since, in the same repository as {@code recorded}
 */
record RegistryCopy(Optional<Reference> recorded, Optional<Reference> tagged) {
  /** Images that podman builds are recorded under this host, which is no registry. */
  private static final String NO_REGISTRY = "localhost";

  /**
   * What {@code image} names: what was recorded for the name that it is known by before what was
   * recorded first, and a name without a record if there is no other.
   *
   * @param knownBy the name that it was asked for or started from, as written
   */
  static RegistryCopy of(EngineImage image, Optional<String> knownBy) {
    List<Reference> names = new ArrayList<>();
    knownBy.flatMap(RegistryCopy::tagged).ifPresent(names::add);
    image.repoTags().forEach(tag -> tagged(tag).ifPresent(names::add));
    List<Reference> records =
        image.registryDigests().stream().filter(RegistryCopy::isInRegistry).toList();
    Optional<Reference> recorded =
        names.stream()
            .flatMap(name -> records.stream().filter(record -> isSameRepository(record, name)))
            .findFirst()
            .or(() -> records.stream().findFirst());
    Optional<Reference> tagged =
        recorded.isPresent()
            ? names.stream().filter(name -> isSameRepository(recorded.get(), name)).findFirst()
            : withHost(image, knownBy);
    return new RegistryCopy(recorded, tagged);
  }

  /**
   * A name that says which registry it is of. One without a host is no record: it may never have
   * left this machine, and a stranger may own it at docker.io.
   */
  private static Optional<Reference> withHost(EngineImage image, Optional<String> knownBy) {
    return Stream.concat(knownBy.stream(), image.repoTags().stream())
        .filter(name -> name.matches("[^/]*[.:][^/]*/.+"))
        .flatMap(name -> tagged(name).stream())
        .findFirst();
  }

  static boolean isSameRepository(Reference one, Reference other) {
    return one.registry().equals(other.registry()) && one.repository().equals(other.repository());
  }

  private static boolean isInRegistry(Reference reference) {
    return !reference.registry().equals(NO_REGISTRY);
  }

  /** Empty for an ID, for a name by digest, and for names that only this machine knows. */
  private static Optional<Reference> tagged(String name) {
    boolean looksLikeId = name.matches("(sha256:)?[a-f0-9]{12,64}");
    if (looksLikeId) {
      return Optional.empty();
    }
    try {
      return Optional.of(Reference.parse(name))
          .filter(reference -> reference.tag().isPresent() && isInRegistry(reference));
    } catch (ScanException e) {
      // Engines write "<none>:<none>" for an image without a name.
      return Optional.empty();
    }
  }
}
