package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.layer.LayerFacts;
import dev.imageprovenance.scanner.oci.Digest;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the layers of several images that are looked at one after another, a blob that they share
 * once; not thread-safe. It holds on to a shared layer until the last image that has it was read.
 */
final class SharedLayers implements LayerFeed {
  private final LayerFeed feed;
  private final Map<Blob, Integer> uses = new HashMap<>();
  private final Map<Blob, LayerReading.Outcome.Read> read = new HashMap<>();

  /**
   * @param images all images that will be read, each once
   */
  SharedLayers(LayerFeed feed, Collection<Image> images) {
    this.feed = feed;
    for (Image image : images) {
      image.layers().stream()
          .flatMap(layer -> Blob.of(layer).stream())
          .distinct()
          .forEach(blob -> uses.merge(blob, 1, Integer::sum));
    }
  }

  /** A stored blob, and the algorithm that its content is hashed with. */
  private record Blob(Digest digest, String diffIdAlgorithm) {
    static Optional<Blob> of(ImageLayer layer) {
      return layer
          .descriptor()
          .filter(descriptor -> descriptor.digest().knownAlgorithm().isPresent())
          .map(
              descriptor ->
                  new Blob(
                      descriptor.digest(), layer.diffId().map(Digest::algorithm).orElse("none")));
    }
  }

  @Override
  public LayerCollector.Readings collect(Image image) {
    if (!image.copies().isEmpty()) {
      // Copies come from archives, whose layers are at hand.
      return feed.collect(image);
    }
    Map<Integer, LayerReading> readings = new LinkedHashMap<>();
    List<ImageLayer> unread =
        image.layers().stream().filter(layer -> !recall(layer, readings)).toList();
    if (!unread.isEmpty()) {
      for (LayerReading reading : feed.collect(image.withLayers(unread)).layers()) {
        readings.put(reading.layer().index(), reading);
        remember(reading);
      }
    }
    image.layers().stream()
        .flatMap(layer -> Blob.of(layer).stream())
        .distinct()
        .forEach(this::used);
    return new LayerCollector.Readings(
        image.layers().stream().map(layer -> reading(layer, readings)).toList(), List.of());
  }

  private static LayerReading reading(ImageLayer layer, Map<Integer, LayerReading> readings) {
    LayerReading reading = readings.get(layer.index());
    if (reading == null) {
      throw new IllegalStateException("layer " + layer.index() + " was not read");
    }
    return reading;
  }

  private boolean recall(ImageLayer layer, Map<Integer, LayerReading> readings) {
    LayerReading.@Nullable Outcome known = Blob.of(layer).map(read::get).orElse(null);
    if (known == null) {
      return false;
    }
    readings.put(layer.index(), new LayerReading(layer, known));
    return true;
  }

  private void remember(LayerReading reading) {
    if (reading.outcome() instanceof LayerReading.Outcome.Read outcome) {
      Blob.of(reading.layer())
          .filter(blob -> blob.digest().equals(outcome.facts().storedDigest()))
          .filter(blob -> uses.getOrDefault(blob, 0) > 1)
          .ifPresent(blob -> read.put(blob, outcome));
    }
  }

  private void used(Blob blob) {
    int left = uses.merge(blob, -1, Integer::sum);
    if (left <= 0) {
      read.remove(blob);
    }
  }

  @Override
  public LayerReading.Outcome readKeeping(Image image, ImageLayer layer, Set<String> paths) {
    return feed.readKeeping(image, layer, paths);
  }

  @Override
  public Optional<List<LayerReading>> recallAll(Image image, List<LayerFacts> facts) {
    return feed.recallAll(image, facts);
  }
}
