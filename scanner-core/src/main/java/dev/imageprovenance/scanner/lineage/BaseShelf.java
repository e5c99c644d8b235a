package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Platform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is remembered of one repository: its tags, where each has pointed and when that was seen,
 * and the images by digest and platform; not thread-safe. Digests never go out of date; tags and
 * the list of them do, and whoever asks says since when they must have been seen.
 */
public final class BaseShelf {
  /** What one tag pointed at, one after another. */
  static final int MOST_SIGHTINGS = 16;

  static final int MOST_TAGS = 20_000;
  static final int MOST_IMAGES = 20_000;

  private static final int MOST_USER = 1_024;
  private static final int MOST_TEXT = 64;

  private Optional<Listing> listing = Optional.empty();
  private final Map<String, List<Sighting>> tags = new LinkedHashMap<>();
  private final Map<Key, CandidateReading> readings = new LinkedHashMap<>();
  private final Set<String> seenNow = new HashSet<>();
  private boolean changed;

  /**
   * A list of tags.
   *
   * @param at when it was read
   */
  record Listing(Instant at, List<String> tags) {
    Listing {
      tags = List.copyOf(tags);
    }
  }

  /**
   * What a tag pointed at.
   *
   * @param at when that was last seen
   */
  record Sighting(Digest root, Instant at) {}

  /**
   * What an image is found by.
   *
   * @param root the digest of an index or a manifest
   * @param platform in its normal spelling
   */
  record Key(Digest root, String platform) {
    static Key of(Digest root, Platform platform) {
      return new Key(root, platform.normalized().toString());
    }
  }

  /** The tags, if they were listed at {@code notBefore} or later. */
  public Optional<List<String>> tags(Instant notBefore) {
    return listing.filter(known -> !known.at().isBefore(notBefore)).map(Listing::tags);
  }

  /** Remembers a list of tags. */
  public void list(List<String> names, Instant at) {
    if (names.size() <= MOST_TAGS) {
      listing = Optional.of(new Listing(at, names));
      changed = true;
    }
  }

  /** What a tag points at, if that was seen at {@code notBefore} or later. */
  public Optional<Digest> tag(String tag, Instant notBefore) {
    return sightings(tag).stream()
        .findFirst()
        .filter(sighting -> !sighting.at().isBefore(notBefore))
        .map(Sighting::root);
  }

  /** When it was seen what a tag points at, if that is remembered and was not seen since. */
  public Optional<Instant> seenEarlier(String tag) {
    return seenNow.contains(tag)
        ? Optional.empty()
        : sightings(tag).stream().findFirst().map(Sighting::at);
  }

  /** Remembers what a tag points at. */
  public void see(String tag, Digest root, Instant at) {
    List<Sighting> sightings = new ArrayList<>();
    sightings.add(new Sighting(root, at));
    sightings(tag).stream()
        .filter(earlier -> !earlier.root().equals(root))
        .limit(MOST_SIGHTINGS - 1)
        .forEach(sightings::add);
    tags.remove(tag);
    makeRoom(tags, MOST_TAGS);
    tags.put(tag, sightings);
    seenNow.add(tag);
    changed = true;
  }

  /** The images for a platform that a tag pointed at before it pointed where it does now. */
  public List<BaseImage> before(String tag, Platform platform) {
    List<BaseImage> images = new ArrayList<>();
    List<Sighting> sightings = sightings(tag);
    for (Sighting sighting : sightings.subList(Math.min(1, sightings.size()), sightings.size())) {
      if (find(sighting.root(), platform).orElse(null) instanceof CandidateReading.Read read) {
        images.add(read.image());
      }
    }
    return images;
  }

  /** Whether a tag was ever seen leading to that document. */
  public boolean hasSeen(String tag, Digest root) {
    return sightings(tag).stream().anyMatch(sighting -> sighting.root().equals(root));
  }

  /** The image, or that there is none for the platform; the name may be another one. */
  public Optional<CandidateReading> find(Digest root, Platform platform) {
    return Optional.ofNullable(readings.get(Key.of(root, platform)));
  }

  /**
   * Remembers an image, or that there is none for the platform. What could not be had is not
   * remembered, and neither is what no honest image needs that much room for.
   */
  public void put(Digest root, Platform platform, CandidateReading reading) {
    boolean isKnown =
        reading instanceof CandidateReading.OtherPlatform
            || (reading instanceof CandidateReading.Read read && isOrdinary(read.image()));
    if (isKnown) {
      makeRoom(readings, MOST_IMAGES);
      readings.put(Key.of(root, platform), reading);
      changed = true;
    }
  }

  /** What was remembered first goes first. */
  private static <K, V> void makeRoom(Map<K, V> map, int most) {
    Iterator<K> oldest = map.keySet().iterator();
    while (map.size() >= most && oldest.hasNext()) {
      oldest.next();
      oldest.remove();
    }
  }

  private static boolean isOrdinary(BaseImage image) {
    return image.user().length() <= MOST_USER
        && image.created().map(text -> text.length() <= MOST_TEXT).orElse(true)
        && image.platform().toString().length() <= MOST_TEXT
        && image.bases().stream().allMatch(base -> base.text().length() <= MOST_USER);
  }

  /** True once something was remembered that was not known before. */
  boolean isChanged() {
    return changed;
  }

  Optional<Listing> listing() {
    return listing;
  }

  Map<String, List<Sighting>> sightings() {
    return tags;
  }

  private List<Sighting> sightings(String tag) {
    return tags.getOrDefault(tag, List.of());
  }

  Map<Key, CandidateReading> readings() {
    return readings;
  }

  /** Puts back what was read from a file. */
  void restore(
      Optional<Listing> list,
      Map<String, List<Sighting>> seen,
      Map<Key, CandidateReading> remembered) {
    listing = list;
    tags.putAll(seen);
    readings.putAll(remembered);
  }
}
