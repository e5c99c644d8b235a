package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.lineage.BaseLevel.Basis;
import dev.imageprovenance.scanner.oci.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds, among images that were read, those whose layers are the lowest of another's; stateless.
 */
final class BaseFinder {
  private BaseFinder() {}

  private record Match(BaseImage image, Candidate.Role role) {}

  /**
   * The bases, the one with most layers first.
   *
   * @param config the image's own: an image is not its own base
   */
  static List<BaseLevel> find(
      List<LineageLayer> layers, Digest config, List<Candidate> candidates) {
    Map<Integer, List<Match>> byDepth = new TreeMap<>(Comparator.reverseOrder());
    for (Candidate candidate : candidates) {
      for (CandidateReading reading : candidate.readings()) {
        if (reading instanceof CandidateReading.Read read && isBase(read.image(), layers, config)) {
          byDepth
              .computeIfAbsent(read.image().diffIds().size(), depth -> new ArrayList<>())
              .add(new Match(read.image(), candidate.role()));
        }
      }
    }
    List<BaseLevel> levels = new ArrayList<>();
    byDepth.forEach((depth, matches) -> levels.add(level(layers.get(depth - 1), depth, matches)));
    return levels;
  }

  /** The same layers from the lowest on; an image without layers is the base of everything. */
  static boolean isBase(BaseImage candidate, List<LineageLayer> layers, Digest config) {
    int depth = candidate.diffIds().size();
    Optional<Digest> chainId = candidate.chainId();
    return chainId.isPresent()
        && depth <= layers.size()
        && layers.get(depth - 1).chainId().equals(chainId)
        && !candidate.config().equals(config);
  }

  private static BaseLevel level(LineageLayer top, int depth, List<Match> matches) {
    List<BaseImage> images =
        matches.stream().sorted(Comparator.comparing(Match::role)).map(Match::image).toList();
    return new BaseLevel(
        depth,
        top.chainId().orElseThrow(),
        top.chainComputed() ? Basis.PROVEN : Basis.DECLARED,
        distinct(images),
        matches.stream().anyMatch(match -> match.role().isAsked()),
        Optional.empty());
  }

  /** A name that was seen leading to an image and one that is only said to are one name. */
  private static List<BaseImage> distinct(List<BaseImage> images) {
    Map<BaseImage, BaseImage> distinct = new LinkedHashMap<>();
    for (BaseImage image : images) {
      distinct.merge(image.seenByTag(), image, (one, other) -> one.isTagSeen() ? one : other);
    }
    return List.copyOf(distinct.values());
  }
}
