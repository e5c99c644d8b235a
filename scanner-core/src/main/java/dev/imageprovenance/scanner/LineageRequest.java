package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.source.PlatformSelection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which image's lineage to tell, and what it should be built on; immutable. An image that is built
 * on any one of {@code bases} and {@code approved} is as it should be.
 *
 * @param address see {@link dev.imageprovenance.scanner.source.ImageAddress}
 * @param platforms which images of an index
 * @param bases addresses of images that it may be built on, directly or through other images
 * @param approved more of them: a file that lists addresses, one a line, or a repository, all tags
 *     of which are looked at
 * @param readLayers whether the image's layers are read; without that its diffIDs are its own word
 * @param followClaims whether registries that only the image names are asked; its own registry and
 *     those of {@code bases} and {@code approved} always are
 * @param mostTags how many tags of a repository are looked at
 * @param tagsMaxAge for how long what a tag pointed at is taken from the cache; digests never go
 *     out of date
 */
public record LineageRequest(
    String address,
    PlatformSelection platforms,
    List<String> bases,
    Optional<String> approved,
    boolean readLayers,
    boolean followClaims,
    int mostTags,
    Duration tagsMaxAge) {
  private static final int MOST_TAGS = 1_000;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if a bound is negative
   */
  public LineageRequest {
    bases = List.copyOf(bases);
    if (mostTags <= 0) {
      throw new IllegalArgumentException("mostTags(" + mostTags + ") must be positive");
    }
    if (tagsMaxAge.isNegative()) {
      throw new IllegalArgumentException("tagsMaxAge(" + tagsMaxAge + ") must not be negative");
    }
  }

  /**
   * The lineage for this machine's platform, whatever it is: layers are read, claims followed, a
   * thousand tags looked at, and a tag believed for an hour.
   */
  public static LineageRequest of(String address) {
    return new LineageRequest(
        address,
        PlatformSelection.host(),
        List.of(),
        Optional.empty(),
        true,
        true,
        MOST_TAGS,
        Duration.ofHours(1));
  }

  /** The same request for other platforms. */
  public LineageRequest platforms(PlatformSelection selection) {
    return new LineageRequest(
        address, selection, bases, approved, readLayers, followClaims, mostTags, tagsMaxAge);
  }

  /** The same request with other bases. */
  public LineageRequest bases(List<String> addresses) {
    return new LineageRequest(
        address, platforms, addresses, approved, readLayers, followClaims, mostTags, tagsMaxAge);
  }

  /** The same request with one base. */
  public LineageRequest base(String one) {
    return bases(List.of(one));
  }

  /** The same request with another file or repository of bases. */
  public LineageRequest approved(String fileOrRepository) {
    return new LineageRequest(
        address,
        platforms,
        bases,
        Optional.of(fileOrRepository),
        readLayers,
        followClaims,
        mostTags,
        tagsMaxAge);
  }

  /** The same request with or without reading the image's layers. */
  public LineageRequest readLayers(boolean read) {
    return new LineageRequest(
        address, platforms, bases, approved, read, followClaims, mostTags, tagsMaxAge);
  }

  /** The same request with or without asking registries that only the image names. */
  public LineageRequest followClaims(boolean follow) {
    return new LineageRequest(
        address, platforms, bases, approved, readLayers, follow, mostTags, tagsMaxAge);
  }

  /** The same request with another bound on the tags of a repository. */
  public LineageRequest mostTags(int most) {
    return new LineageRequest(
        address, platforms, bases, approved, readLayers, followClaims, most, tagsMaxAge);
  }

  /** The same request that believes tags for another time. */
  public LineageRequest tagsMaxAge(Duration age) {
    return new LineageRequest(
        address, platforms, bases, approved, readLayers, followClaims, mostTags, age);
  }
}
