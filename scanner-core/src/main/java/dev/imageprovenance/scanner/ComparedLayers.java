package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.compare.ImageReading;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.layer.FileTreeBuilder;
import dev.imageprovenance.scanner.layer.FileTrees;
import dev.imageprovenance.scanner.layer.LayerAnomaly;
import dev.imageprovenance.scanner.layer.LayerFacts;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads the layers of the two sides of one comparison; not thread-safe. A blob that both sides hold
 * under one digest is read from the first that asks, the digest computed over what was read; but
 * what lies on this machine is read where it lies.
 */
final class ComparedLayers implements ImageReading {
  private static final Set<LayerAnomaly.Kind> READ_OTHERWISE =
      Set.of(
          LayerAnomaly.Kind.TOC_DISAGREES,
          LayerAnomaly.Kind.TOC_UNREADABLE,
          LayerAnomaly.Kind.TOC_MISPLACED,
          LayerAnomaly.Kind.OVERLAY_ATTRIBUTE,
          LayerAnomaly.Kind.AUFS_METADATA);

  private final LayerCollector collector;
  private final Limits limits;
  private final Map<Blob, Known> read = new HashMap<>();

  ComparedLayers(LayerCollector collector, Limits limits) {
    this.collector = collector;
    this.limits = limits;
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
  public List<DigestVerification> verifyLayers(Image image, Set<Integer> positions) {
    return readings(image, layer -> positions.contains(layer.index())).stream()
        .flatMap(reading -> verifications(reading).stream())
        .toList();
  }

  @Override
  public List<ReadLayer> readLayers(Image image, Set<Integer> positions) {
    return readings(image, layer -> positions.contains(layer.index())).stream()
        .map(
            reading ->
                new ReadLayer(reading.layer().index(), reading.facts(), verifications(reading)))
        .toList();
  }

  @Override
  public TreeReading readTrees(Image image) {
    List<LayerReading> readings = readings(image, layer -> true);
    return new TreeReading(
        trees(readings),
        readings.stream().flatMap(reading -> verifications(reading).stream()).toList());
  }

  /** With a layer that engines could unpack into other files than those here, nothing is proved. */
  private static List<DigestVerification> verifications(LayerReading reading) {
    List<DigestVerification> verifications = new ArrayList<>(reading.verifications());
    if (reading.outcome() instanceof LayerReading.Outcome.Read outcome) {
      outcome.facts().anomalies().stream()
          .filter(anomaly -> READ_OTHERWISE.contains(anomaly.kind()))
          .findFirst()
          .ifPresent(
              anomaly ->
                  verifications.add(
                      DigestVerification.unverifiable(
                          DigestKind.DIFF_ID,
                          Optional.of(reading.layer().index()),
                          outcome.facts().diffId(),
                          DigestOrigin.COMPUTED,
                          "engines could unpack other files of it: "
                              + anomaly.kind().name()
                              + " "
                              + Text.excerpt(anomaly.path()))));
    }
    return verifications;
  }

  private Fact<FileTrees> trees(List<LayerReading> readings) {
    List<LayerFacts> layers = new ArrayList<>();
    for (LayerReading reading : readings) {
      if (!(reading.facts() instanceof Fact.Known<LayerFacts> known)) {
        return Fact.unknown(reading.facts().whyUnknown().orElse("a layer could not be read"));
      }
      layers.add(known.value());
    }
    try {
      return Fact.known(FileTreeBuilder.build(layers, limits));
    } catch (ScanException e) {
      return Fact.unknown(String.valueOf(e.getMessage()));
    }
  }

  private List<LayerReading> readings(Image image, Predicate<ImageLayer> wanted) {
    List<ImageLayer> layers = image.layers().stream().filter(wanted).toList();
    List<ImageLayer> unread =
        layers.stream().filter(layer -> known(image, layer).isEmpty()).toList();
    Map<Integer, LayerReading> collected = new HashMap<>();
    if (!unread.isEmpty()) {
      for (LayerReading reading : collector.collect(image.withLayers(unread)).layers()) {
        collected.put(reading.layer().index(), reading);
        remember(image, reading);
      }
    }
    return layers.stream().map(layer -> reading(image, layer, collected)).toList();
  }

  private LayerReading reading(
      Image image, ImageLayer layer, Map<Integer, LayerReading> collected) {
    LayerReading now = collected.get(layer.index());
    return now != null ? now : new LayerReading(layer, known(image, layer).orElseThrow());
  }

  /** What lies here under a digest may be something else: only its own bytes speak for it. */
  private Optional<LayerReading.Outcome.Read> known(Image image, ImageLayer layer) {
    return Blob.of(layer)
        .map(read::get)
        .filter(known -> !image.reader().isLocal() || known.place().equals(place(image)))
        .map(Known::outcome);
  }

  private void remember(Image image, LayerReading reading) {
    if (reading.outcome() instanceof LayerReading.Outcome.Read outcome) {
      Blob.of(reading.layer())
          .filter(blob -> blob.digest().equals(outcome.facts().storedDigest()))
          .ifPresent(blob -> read.put(blob, new Known(outcome, place(image))));
    }
  }

  private static String place(Image image) {
    return image.resolution().source().label() + " " + image.resolution().servedBy();
  }

  /** What was read, and where from. */
  private record Known(LayerReading.Outcome.Read outcome, String place) {}
}
