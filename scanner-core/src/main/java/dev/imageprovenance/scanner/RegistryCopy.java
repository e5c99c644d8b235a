package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.daemon.EngineImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The registry copy that an engine's image names itself; immutable.
 *
 * @param recorded the digests under which it was pulled from or pushed to one repository, the one
 *     that was asked for first
 * @param tagged the name whose tag may have moved since, in the same repository as {@code recorded}
 */
record RegistryCopy(List<Reference> recorded, Optional<Reference> tagged) {
  /** Copies the list. */
  RegistryCopy {
    recorded = List.copyOf(recorded);
  }

  /** Images that podman builds are recorded under this host, which is no registry. */
  private static final String NO_REGISTRY = "localhost";

  /**
   * What {@code image} names. A name with a host says itself which copy is meant, and only what was
   * recorded for that repository counts. For any other name it is what was recorded for the image's
   * names before what was recorded first, and a name without a record if there is no other.
   *
   * @param knownBy the name that it was asked for or started from, as written
   */
  static RegistryCopy of(EngineImage image, Optional<String> knownBy) {
    Optional<Reference> asked = knownBy.filter(RegistryCopy::hasHost).flatMap(RegistryCopy::named);
    List<Reference> records =
        image.registryDigests().stream().filter(RegistryCopy::isInRegistry).toList();
    return asked.isPresent()
        ? inRepository(asked.get(), image, records)
        : anywhere(image, knownBy, records);
  }

  private static RegistryCopy inRepository(
      Reference asked, EngineImage image, List<Reference> records) {
    List<Reference> own =
        records.stream().filter(record -> isSameRepository(record, asked)).toList();
    List<Reference> recorded = new ArrayList<>(own);
    recorded.sort(Comparator.comparing(record -> !record.digest().equals(asked.digest())));
    boolean isNameEnough = asked.tag().isPresent() || recorded.isEmpty();
    Optional<Reference> tagged =
        isNameEnough ? Optional.of(asked) : names(image, asked).findFirst();
    return new RegistryCopy(recorded, tagged);
  }

  /** The tags that {@code image} goes by in the repository of {@code place}. */
  static Set<String> tagsIn(Reference place, EngineImage image) {
    return names(image, place).flatMap(name -> name.tag().stream()).collect(Collectors.toSet());
  }

  private static Stream<Reference> names(EngineImage image, Reference place) {
    return image.repoTags().stream()
        .flatMap(name -> tagged(name).stream())
        .filter(name -> isSameRepository(name, place));
  }

  private static RegistryCopy anywhere(
      EngineImage image, Optional<String> knownBy, List<Reference> records) {
    List<Reference> names = new ArrayList<>();
    knownBy.flatMap(RegistryCopy::tagged).ifPresent(names::add);
    image.repoTags().forEach(tag -> tagged(tag).ifPresent(names::add));
    Optional<Reference> first =
        names.stream()
            .flatMap(name -> records.stream().filter(record -> isSameRepository(record, name)))
            .findFirst()
            .or(() -> records.stream().findFirst());
    if (first.isEmpty()) {
      return new RegistryCopy(List.of(), withHost(image));
    }
    return new RegistryCopy(
        records.stream().filter(record -> isSameRepository(record, first.get())).toList(),
        names.stream().filter(name -> isSameRepository(first.get(), name)).findFirst());
  }

  /**
   * A name that says which registry it is of. One without a host is no record: it may never have
   * left this machine, and a stranger may own it at docker.io.
   */
  private static Optional<Reference> withHost(EngineImage image) {
    return image.repoTags().stream()
        .filter(RegistryCopy::hasHost)
        .flatMap(name -> tagged(name).stream())
        .findFirst();
  }

  private static boolean hasHost(String name) {
    return name.matches("[^/]*[.:][^/]*/.+");
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
    return looksLikeId
        ? Optional.empty()
        : named(name).filter(reference -> reference.tag().isPresent());
  }

  private static Optional<Reference> named(String name) {
    try {
      return Optional.of(Reference.parse(name)).filter(RegistryCopy::isInRegistry);
    } catch (ScanException e) {
      // Engines write "<none>:<none>" for an image without a name.
      return Optional.empty();
    }
  }
}
