package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.lineage.BaseIndex;
import dev.imageprovenance.scanner.lineage.ClaimedPlaces;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.source.ImageAddress;
import dev.imageprovenance.scanner.source.RegistryOptions;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one request says about bases, and the repositories that are asked for it; not thread-safe.
 */
final class AskedBases implements Closeable {
  /** Before the first tag of all. */
  private static final Duration MOST_AGE = Duration.ofDays(20_000);

  private final LineageRequest request;
  private final List<ImageAddress> bases;
  private final Optional<ApprovedBases> approved;
  private final RegistryOptions options;
  private final ScanContext context;
  private final ClaimedPlaces places;
  private final BaseRepositories repositories;

  /**
   * @param image the address of the image whose bases are looked for
   */
  AskedBases(
      LineageRequest request,
      ImageAddress image,
      List<ImageAddress> bases,
      Optional<ApprovedBases> approved,
      RegistryOptions options,
      BaseIndex index,
      ScanContext context) {
    this.request = request;
    this.bases = bases;
    this.approved = approved;
    this.options = options;
    this.context = context;
    Set<String> asked = new TreeSet<>();
    bases.forEach(base -> registry(base).ifPresent(asked::add));
    approved.ifPresent(set -> addRegistries(set, asked));
    Optional<String> own = registry(image);
    Optional<String> passwordFor =
        own.isPresent() || asked.size() != 1 ? own : Optional.of(asked.iterator().next());
    Set<String> named = new TreeSet<>(asked);
    own.ifPresent(named::add);
    this.places = new ClaimedPlaces(request.followClaims(), named);
    this.repositories = new BaseRepositories(options, context, passwordFor, named, index);
  }

  private static Optional<String> registry(ImageAddress address) {
    return address instanceof ImageAddress.InRegistry inRegistry
        ? Optional.of(inRegistry.reference().registry())
        : Optional.empty();
  }

  private static void addRegistries(ApprovedBases approved, Set<String> registries) {
    if (approved instanceof ApprovedBases.InRepository inRepository) {
      registries.add(inRepository.repository().registry());
    } else {
      ((ApprovedBases.Listed) approved)
          .addresses()
          .forEach(address -> registry(address).ifPresent(registries::add));
    }
  }

  /** The addresses that the request names one by one. */
  List<ImageAddress> bases() {
    return bases;
  }

  Optional<ApprovedBases> approved() {
    return approved;
  }

  /** How many tags of a repository are looked at. */
  int mostTags() {
    return request.mostTags();
  }

  /** Why what only a claim names is not asked for; empty when it is. */
  Optional<String> whyNotAsked(Reference claimed) {
    return places.whyNot(claimed);
  }

  /** Reads candidates for a platform. */
  BaseReader reader(Platform platform) {
    Duration asked = request.tagsMaxAge();
    Duration age = asked.compareTo(MOST_AGE) > 0 ? MOST_AGE : asked;
    return new BaseReader(
        repositories, options, context, platform, context.clock().instant().minus(age));
  }

  @Override
  public void close() throws IOException {
    repositories.close();
  }
}
