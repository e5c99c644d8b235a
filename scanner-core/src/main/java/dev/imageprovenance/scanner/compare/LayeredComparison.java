package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.compare.ImageReading.ReadLayer;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.layer.FileTreeBuilder;
import dev.imageprovenance.scanner.layer.FileTrees;
import dev.imageprovenance.scanner.layer.LayerFacts;
import dev.imageprovenance.scanner.layer.TouchedPaths;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Compares the files of two images by the layers in which they differ, and reads a layer that both
 * share only when those leave something open; not thread-safe, made for one comparison. What it
 * finds is what comparing all layers finds.
 *
 * <p>It starts with the lowest layers that differ. Where they do the same to whatever lies below,
 * the two file systems are still the same, and so they are through every shared layer above. Where
 * they do not, all layers above are read, since those may hide the difference. What lies below is
 * the same on both sides, and is read only when some path shows it on one side alone: from the top,
 * one layer, then two, then four, until nothing is open.
 */
final class LayeredComparison {
  private final ImageReading reading;
  private final Limits limits;
  private final Image deployed;
  private final Image registry;
  private final List<LayerBlock> blocks;
  private final NavigableMap<Integer, ReadLayer> now = new TreeMap<>();
  private final NavigableMap<Integer, ReadLayer> before = new TreeMap<>();

  LayeredComparison(ImageReading reading, Limits limits, Image deployed, Image registry) {
    this.reading = reading;
    this.limits = limits;
    this.deployed = deployed;
    this.registry = registry;
    this.blocks = LayerBlock.of(deployed, registry);
  }

  /**
   * What came of it.
   *
   * @param files paths that differ, the worst first; unknown when a layer could not be read
   */
  record Result(
      Fact<List<FileDifference>> files,
      List<DigestVerification> deployedVerifications,
      List<DigestVerification> registryVerifications,
      LayerUse layers) {}

  Result compare() {
    Fact<List<FileDifference>> files;
    try {
      files = files();
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.CANCELLED) {
        throw e;
      }
      files = Fact.unknown(String.valueOf(e.getMessage()));
    }
    return new Result(files, verifications(now), verifications(before), use());
  }

  private Fact<List<FileDifference>> files() {
    int top = blocks.size();
    int bottom = nextOwn(0);
    while (bottom < top) {
      Optional<String> unread = read(bottom, bottom + 1);
      if (unread.isPresent()) {
        return Fact.unknown(unread.get());
      }
      boolean isLast = nextOwn(bottom + 1) == top && bottom + 1 == top;
      if (isLast || !doesTheSame(bottom, bottom + 1)) {
        return filesFrom(bottom);
      }
      bottom = nextOwn(bottom + 1);
    }
    return Fact.known(List.of());
  }

  private int nextOwn(int from) {
    int next = from;
    while (next < blocks.size() && blocks.get(next).shared()) {
      next++;
    }
    return next;
  }

  /** True when the layers of both sides make the same of every file system that lies below them. */
  private boolean doesTheSame(int from, int to) {
    if (leavesOpen(from, to)) {
      return false;
    }
    FileTrees nowTrees = trees(now, layers(from, to, true), deployed);
    FileTrees beforeTrees = trees(before, layers(from, to, false), registry);
    return TreeComparison.compare(nowTrees, beforeTrees).isEmpty()
        && TreeComparison.haveSameInodes(nowTrees.overlay(), beforeTrees.overlay());
  }

  /** All blocks below {@code bottom} are the same to both sides. */
  private Fact<List<FileDifference>> filesFrom(int bottom) {
    int from = bottom;
    Optional<String> unread = read(from, blocks.size());
    for (int more = 1; unread.isEmpty() && from > 0 && leavesOpen(from, blocks.size()); more *= 2) {
      int next = Math.max(0, from - more);
      unread = read(next, from);
      from = next;
    }
    if (unread.isPresent()) {
      return Fact.unknown(unread.get());
    }
    return Fact.known(
        TreeComparison.compare(
            trees(now, layers(from, blocks.size(), true), deployed),
            trees(before, layers(from, blocks.size(), false), registry)));
  }

  private boolean leavesOpen(int from, int to) {
    TouchedPaths mine = TouchedPaths.of(facts(now, layers(from, to, true)), limits);
    TouchedPaths others = TouchedPaths.of(facts(before, layers(from, to, false)), limits);
    return mine.leavesOpen(others);
  }

  /** Reads blocks; says why when a layer of them could not be read. */
  private Optional<String> read(int from, int to) {
    List<ReadLayer> read = new ArrayList<>();
    read.addAll(read(deployed, layers(from, to, true), now));
    read.addAll(read(registry, layers(from, to, false), before));
    return read.stream().flatMap(layer -> layer.facts().whyUnknown().stream()).findFirst();
  }

  private List<ReadLayer> read(
      Image image, Set<Integer> positions, NavigableMap<Integer, ReadLayer> known) {
    Set<Integer> unread = new TreeSet<>(positions);
    unread.removeAll(known.keySet());
    if (!unread.isEmpty()) {
      reading.readLayers(image, unread).forEach(layer -> known.put(layer.position(), layer));
    }
    return positions.stream().map(known::get).toList();
  }

  private Set<Integer> layers(int from, int to, boolean ofDeployed) {
    Set<Integer> positions = new TreeSet<>();
    for (LayerBlock block : blocks.subList(from, to)) {
      int first = ofDeployed ? block.deployed() : block.registry();
      int end = ofDeployed ? block.deployedEnd() : block.registryEnd();
      IntStream.range(first, end).forEach(positions::add);
    }
    return positions;
  }

  private static List<LayerFacts> facts(
      NavigableMap<Integer, ReadLayer> read, Collection<Integer> positions) {
    return positions.stream()
        .map(read::get)
        .flatMap(layer -> layer.facts().asKnown().stream())
        .toList();
  }

  /** The trees of these layers by themselves, each at its own place of the image. */
  private FileTrees trees(
      NavigableMap<Integer, ReadLayer> read, Set<Integer> positions, Image image) {
    List<LayerFacts> stack = new ArrayList<>();
    for (int position = 0; position < image.layers().size(); position++) {
      stack.add(
          positions.contains(position)
              ? facts(read, List.of(position)).get(0)
              : LayerFacts.ofNothing());
    }
    return FileTreeBuilder.build(stack, limits);
  }

  private static List<DigestVerification> verifications(NavigableMap<Integer, ReadLayer> read) {
    return read.values().stream().flatMap(layer -> layer.verifications().stream()).toList();
  }

  private LayerUse use() {
    List<LayerBlock> shared = blocks.stream().filter(LayerBlock::shared).toList();
    return new LayerUse(
        shared.size(),
        (int) shared.stream().filter(block -> now.containsKey(block.deployed())).count());
  }
}
