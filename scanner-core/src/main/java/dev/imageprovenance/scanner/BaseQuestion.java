package dev.imageprovenance.scanner;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an image should be built on, and how far that is looked into; immutable. An image that is
 * built on any one of {@code bases} and {@code approved} is as it should be.
 *
 * @param bases addresses of images that it may be built on, directly or through other images
 * @param approved more of them: a file that lists addresses, one a line, or a repository, all tags
 *     of which are looked at
 * @param jibBase the base that jib was told to build on, as it was written: a claim
 * @param followClaims whether registries are asked that only claims name; the image's own and those
 *     of {@code bases} and {@code approved} always are
 * @param offline whether no registry is asked at all: what is remembered is known, the rest is not
 * @param mostTags how many tags of a repository are looked at
 * @param tagsMaxAge for how long what a tag pointed at is taken from the cache; digests never go
 *     out of date
 */
public record BaseQuestion(
    List<String> bases,
    Optional<String> approved,
    Optional<String> jibBase,
    boolean followClaims,
    boolean offline,
    int mostTags,
    Duration tagsMaxAge) {
  private static final int MOST_TAGS = 1_000;
  private static final BaseQuestion NONE =
      new BaseQuestion(
          List.of(),
          Optional.empty(),
          Optional.empty(),
          false,
          false,
          MOST_TAGS,
          Duration.ofHours(1));

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if a bound is negative
   */
  public BaseQuestion {
    bases = List.copyOf(bases);
    if (mostTags <= 0) {
      throw new IllegalArgumentException("mostTags(" + mostTags + ") must be positive");
    }
    if (tagsMaxAge.isNegative()) {
      throw new IllegalArgumentException("tagsMaxAge(" + tagsMaxAge + ") must not be negative");
    }
  }

  /** Any base will do, and no registry is asked that only claims name. */
  public static BaseQuestion none() {
    return NONE;
  }

  /** Whether the image must be built on certain ones. */
  public boolean asks() {
    return !bases.isEmpty() || approved.isPresent();
  }

  /** The same question about other bases. */
  public BaseQuestion bases(List<String> addresses) {
    return new BaseQuestion(
        addresses, approved, jibBase, followClaims, offline, mostTags, tagsMaxAge);
  }

  /** The same question about another file or repository of bases. */
  public BaseQuestion approved(String fileOrRepository) {
    return new BaseQuestion(
        bases, Optional.of(fileOrRepository), jibBase, followClaims, offline, mostTags, tagsMaxAge);
  }

  /** The same question beside what jib was told. */
  public BaseQuestion jibBase(String written) {
    return new BaseQuestion(
        bases, approved, Optional.of(written), followClaims, offline, mostTags, tagsMaxAge);
  }

  /** The same question with or without asking registries that only claims name. */
  public BaseQuestion followClaims(boolean follow) {
    return new BaseQuestion(bases, approved, jibBase, follow, offline, mostTags, tagsMaxAge);
  }

  /** The same question with or without asking any registry. */
  public BaseQuestion offline(boolean without) {
    return new BaseQuestion(bases, approved, jibBase, followClaims, without, mostTags, tagsMaxAge);
  }

  /** The same question with another bound on the tags of a repository. */
  public BaseQuestion mostTags(int most) {
    return new BaseQuestion(bases, approved, jibBase, followClaims, offline, most, tagsMaxAge);
  }

  /** The same question that believes tags for another time. */
  public BaseQuestion tagsMaxAge(Duration age) {
    return new BaseQuestion(bases, approved, jibBase, followClaims, offline, mostTags, age);
  }
}
