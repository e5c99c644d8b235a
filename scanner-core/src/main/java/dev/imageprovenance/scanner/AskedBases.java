package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.lineage.BaseIndex;
import dev.imageprovenance.scanner.lineage.ClaimedPlaces;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.policy.WantedBases;
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
 * What one request and its policy say about bases, and the repositories that are asked for it; not
 * thread-safe.
 */
final class AskedBases implements Closeable {
  /** Before the first tag of all. */
  private static final Duration MOST_AGE = Duration.ofDays(20_000);

  private final BaseAddresses asked;
  private final WantedBases wanted;
  private final boolean isThorough;
  private final RegistryOptions options;
  private final ScanContext context;
  private final ClaimedPlaces places;
  private final BaseRepositories repositories;

  /**
   * @param wanted what the policy says
   * @param isThorough whether everything is looked at that may tell of a base; else only what costs
   *     next to nothing, unless a certain base is asked for
   * @param image the address of the image whose bases are looked for
   */
  AskedBases(
      BaseAddresses asked,
      WantedBases wanted,
      boolean isThorough,
      ImageAddress image,
      RegistryOptions options,
      BaseIndex index,
      ScanContext context) {
    this.asked = asked;
    this.wanted = wanted;
    this.isThorough =
        isThorough
            || wanted.isAsked()
            || asked.question().asks()
            || asked.question().followClaims();
    this.options = options;
    this.context = context;
    Set<String> registries = asked.registries();
    Optional<String> own = BaseAddresses.registry(image);
    Optional<String> passwordFor =
        own.isPresent() || registries.size() != 1 ? own : registries.stream().findFirst();
    Set<String> named = new TreeSet<>(registries);
    own.ifPresent(named::add);
    named.addAll(wanted.registries());
    this.places = new ClaimedPlaces(asked.question().followClaims(), named);
    this.repositories =
        new BaseRepositories(
            options, context, passwordFor, named, asked.question().offline(), index);
  }

  /** The addresses that the request names one by one. */
  List<ImageAddress> bases() {
    return asked.bases();
  }

  Optional<ApprovedBases> approved() {
    return asked.approved();
  }

  /** The images that the policy names one by one. */
  List<Reference> wanted() {
    return wanted.references();
  }

  /** What jib was told to build on. */
  Optional<String> jibBase() {
    return asked.question().jibBase();
  }

  /** Whether statements beside the image are read, and tags of bases looked up. */
  boolean isThorough() {
    return isThorough;
  }

  /** How many tags of a repository are looked at. */
  int mostTags() {
    return asked.question().mostTags();
  }

  /** Why what only a claim names is not asked for; empty when it is. */
  Optional<String> whyNotAsked(Reference claimed) {
    return places.whyNot(claimed);
  }

  /** Reads candidates for a platform. */
  BaseReader reader(Platform platform) {
    Duration believed = asked.question().tagsMaxAge();
    Duration age = believed.compareTo(MOST_AGE) > 0 ? MOST_AGE : believed;
    return new BaseReader(
        repositories, options, context, platform, context.clock().instant().minus(age));
  }

  @Override
  public void close() throws IOException {
    repositories.close();
  }
}
