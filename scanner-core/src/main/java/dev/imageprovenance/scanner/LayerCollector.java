package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.LayerReading.Outcome;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.DigestVerification.When;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageCopy;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.image.LayerReader;
import dev.imageprovenance.scanner.layer.LayerFacts;
import dev.imageprovenance.scanner.layer.LayerFactsCache;
import dev.imageprovenance.scanner.layer.LayerScanner;
import dev.imageprovenance.scanner.layer.TreeSnapshotCache;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads every layer of an image and of its copies once: several at a time where the source allows,
 * the biggest first, a layer that comes twice once, and from the cache what an earlier scan has
 * read; thread-safe.
 */
final class LayerCollector implements LayerFeed {
  private static final int MOST_THREADS = 4;
  private static final int BLOCK = 64 * 1024;

  private final ScanContext context;
  private final Optional<LayerFactsCache> cache;
  private final LayerScanner scanner;

  LayerCollector(ScanContext context, Optional<LayerFactsCache> cache) {
    this.context = context;
    this.cache = cache;
    this.scanner = new LayerScanner(context);
  }

  /**
   * What became of reading an image's layers.
   *
   * @param layers one reading for each layer of the image, in its order
   * @param copies for each copy, the readings of those layers that the image does not have
   */
  record Readings(List<LayerReading> layers, List<CopyReading> copies) {}

  /** What became of reading a copy's own layers; their entries are not kept. */
  record CopyReading(ImageCopy copy, List<LayerReading> layers) {}

  @Override
  public Readings collect(Image image) {
    Map<StoredLayer, Outcome> outcomes = new ConcurrentHashMap<>();
    Map<StoredLayer, ImageLayer> wanted = new LinkedHashMap<>();
    choose(image, image.layers(), wanted, outcomes);
    Set<StoredLayer> whole = Set.copyOf(wanted.keySet());
    for (ImageCopy copy : image.copies()) {
      choose(image, copy.layersUnlike(image.layers()), wanted, outcomes);
    }
    announce(image, wanted.values());
    if (image.reader().isRandomAccess()) {
      readConcurrently(image.reader(), wanted, whole, outcomes);
    } else {
      readInStoredOrder(image.reader(), wanted, outcomes);
    }
    context.progress().imageDone();
    return new Readings(
        image.layers().stream()
            .map(layer -> new LayerReading(layer, outcomeOf(layer, outcomes)))
            .toList(),
        image.copies().stream().map(copy -> reading(image, copy, outcomes)).toList());
  }

  private static void choose(
      Image image,
      Collection<ImageLayer> layers,
      Map<StoredLayer, ImageLayer> wanted,
      Map<StoredLayer, Outcome> outcomes) {
    for (ImageLayer layer : layers) {
      Optional<String> obstacle = obstacle(image, layer);
      if (obstacle.isPresent()) {
        outcomes.put(StoredLayer.of(layer), new Outcome.Unread(obstacle.get()));
      } else {
        wanted.putIfAbsent(StoredLayer.of(layer), layer);
      }
    }
  }

  private static CopyReading reading(
      Image image, ImageCopy copy, Map<StoredLayer, Outcome> outcomes) {
    return new CopyReading(
        copy,
        copy.layersUnlike(image.layers()).stream()
            .map(
                layer ->
                    new LayerReading(
                        layer, outcomeOf(layer, outcomes), Optional.of(copy.manifest())))
            .toList());
  }

  @Override
  public Outcome readKeeping(Image image, ImageLayer layer, Set<String> paths) {
    Map<StoredLayer, Outcome> outcomes = new ConcurrentHashMap<>();
    visitEach(
        image.reader(),
        List.of(layer),
        (visited, bytes) -> outcomes.put(StoredLayer.of(visited), scan(visited, bytes, paths)),
        outcomes);
    return outcomeOf(layer, outcomes);
  }

  @Override
  public Optional<List<LayerReading>> recallAll(Image image, List<LayerFacts> facts) {
    Map<StoredLayer, ImageLayer> distinct = new LinkedHashMap<>();
    image.layers().forEach(layer -> distinct.putIfAbsent(StoredLayer.of(layer), layer));
    announce(image, distinct.values());
    boolean local = image.reader().isLocal();
    if (local && !areStored(image.reader(), distinct.values())) {
      return Optional.empty();
    }
    if (!local) {
      distinct.values().forEach(layer -> context.progress().layerDone(layer.index(), true));
    }
    context.progress().imageDone();
    List<LayerReading> readings = new ArrayList<>();
    for (ImageLayer layer : image.layers()) {
      LayerFacts known = facts.get(readings.size());
      When hashed = local ? When.NOW : When.EARLIER;
      readings.add(new LayerReading(layer, new Outcome.Read(known, hashed, When.EARLIER)));
    }
    return Optional.of(readings);
  }

  private boolean areStored(LayerReader reader, Collection<ImageLayer> layers) {
    AtomicBoolean changed = new AtomicBoolean();
    forEachConcurrently(
        layers,
        layer -> {
          context.cancellation().throwIfCancelled();
          if (isStored(reader, layer)) {
            context.progress().layerDone(layer.index(), true);
          } else {
            changed.set(true);
          }
        });
    return !changed.get();
  }

  /**
   * The digests by which the image's layers are known to caches, in its order; empty when one has
   * none, or is not to be read, or the source is read in its own order, which hashes as it goes.
   */
  static Optional<List<TreeSnapshotCache.StoredLayer>> chain(Image image) {
    List<TreeSnapshotCache.StoredLayer> chain = new ArrayList<>();
    for (ImageLayer layer : image.layers()) {
      Optional<Digest> key = cacheKey(layer);
      if (key.isEmpty() || obstacle(image, layer).isPresent()) {
        return Optional.empty();
      }
      chain.add(new TreeSnapshotCache.StoredLayer(key.get(), diffIdAlgorithm(layer)));
    }
    return image.reader().isRandomAccess() ? Optional.of(chain) : Optional.empty();
  }

  private static Optional<Digest> cacheKey(ImageLayer layer) {
    return layer.descriptor().map(Descriptor::digest).or(layer::diffId);
  }

  /** What makes two layers the same stored bytes, to be hashed the same way. */
  private record StoredLayer(String location, DigestAlgorithm stored, DigestAlgorithm diffId) {
    static StoredLayer of(ImageLayer layer) {
      return new StoredLayer(layer.location(), storedAlgorithm(layer), diffIdAlgorithm(layer));
    }

    // Spelled out: what a record generates would start java.lang.invoke in every short scan.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof StoredLayer that
          && location.equals(that.location)
          && stored == that.stored
          && diffId == that.diffId;
    }

    @Override
    public int hashCode() {
      return location.hashCode();
    }
  }

  private static Outcome outcomeOf(ImageLayer layer, Map<StoredLayer, Outcome> outcomes) {
    return outcomes.getOrDefault(
        StoredLayer.of(layer), new Outcome.Broken("the source does not hold it"));
  }

  private static DigestAlgorithm storedAlgorithm(ImageLayer layer) {
    return layer
        .descriptor()
        .flatMap(descriptor -> descriptor.digest().knownAlgorithm())
        .orElse(DigestAlgorithm.SHA256);
  }

  private static DigestAlgorithm diffIdAlgorithm(ImageLayer layer) {
    return layer.diffId().flatMap(Digest::knownAlgorithm).orElse(DigestAlgorithm.SHA256);
  }

  private static Optional<String> obstacle(Image image, ImageLayer layer) {
    if (layer.isForeign()) {
      return Optional.of("it is a foreign layer, kept elsewhere and not fetched");
    }
    boolean unnamed = image.manifest().isPresent() && layer.descriptor().isEmpty();
    return unnamed ? Optional.of("the manifest does not name it") : Optional.empty();
  }

  private void announce(Image image, Collection<ImageLayer> wanted) {
    long bytes = wanted.stream().mapToLong(layer -> Math.max(0, layer.storedSize())).sum();
    context.progress().imageStarted(image.resolution().requested(), wanted.size(), bytes);
  }

  /**
   * Reads them all.
   *
   * @param whole of which the entries are kept; a copy's are not needed once they were compared
   */
  private void readConcurrently(
      LayerReader reader,
      Map<StoredLayer, ImageLayer> wanted,
      Set<StoredLayer> whole,
      Map<StoredLayer, Outcome> outcomes) {
    forEachConcurrently(
        wanted.values(),
        layer -> {
          StoredLayer key = StoredLayer.of(layer);
          Outcome outcome = readOrRecall(reader, layer);
          outcomes.put(key, whole.contains(key) ? outcome : withoutEntries(outcome));
        });
  }

  /** Works on several layers at a time, the biggest first. */
  private static void forEachConcurrently(
      Collection<ImageLayer> layers, Consumer<ImageLayer> work) {
    List<ImageLayer> biggestFirst = new ArrayList<>(layers);
    biggestFirst.sort(Comparator.comparingLong(ImageLayer::storedSize).reversed());
    int threads =
        Math.min(
            biggestFirst.size(),
            Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
    if (threads <= 1) {
      biggestFirst.forEach(work);
      return;
    }
    ExecutorService executor = Executors.newFixedThreadPool(threads, LayerCollector::daemon);
    try {
      List<Future<?>> reads = new ArrayList<>();
      for (ImageLayer layer : biggestFirst) {
        reads.add(executor.submit(() -> work.accept(layer)));
      }
      awaitAll(reads);
    } finally {
      executor.shutdownNow();
    }
  }

  private static Outcome withoutEntries(Outcome outcome) {
    return outcome instanceof Outcome.Read read
        ? new Outcome.Read(read.facts().withoutFiles(), read.storedHashed(), read.walked())
        : outcome;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "layer-reader");
    thread.setDaemon(true);
    return thread;
  }

  private static void awaitAll(List<Future<?>> reads) {
    try {
      for (Future<?> read : reads) {
        read.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScanException(ProblemKind.CANCELLED, "The scan was interrupted", null, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof ScanException problem) {
        throw problem;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new ScanException(
          ProblemKind.INTERNAL,
          "Reading a layer failed in an unforeseen way: " + cause,
          "This is a fault of the scanner; please report it.",
          cause);
    }
  }

  private void readInStoredOrder(
      LayerReader reader, Map<StoredLayer, ImageLayer> wanted, Map<StoredLayer, Outcome> outcomes) {
    visitEach(
        reader,
        wanted.values(),
        (layer, bytes) -> {
          outcomes.put(StoredLayer.of(layer), scanAndKeep(layer, bytes));
          context.progress().layerDone(layer.index(), false);
        },
        outcomes);
  }

  /** Reads through the source's own order; what a failure cuts off has its reason as outcome. */
  private void visitEach(
      LayerReader reader,
      Collection<ImageLayer> wanted,
      LayerReader.Visitor visitor,
      Map<StoredLayer, Outcome> outcomes) {
    Outcome rest;
    try {
      reader.readEach(wanted, visitor);
      return;
    } catch (IOException e) {
      rest = brokenOff(e);
    } catch (ScanException e) {
      rest = outcome(e);
    }
    for (ImageLayer layer : wanted) {
      outcomes.putIfAbsent(StoredLayer.of(layer), rest);
    }
  }

  private Outcome readOrRecall(LayerReader reader, ImageLayer layer) {
    context.cancellation().throwIfCancelled();
    Outcome outcome;
    try {
      Optional<Outcome> recalled = recall(reader, layer);
      outcome = recalled.isPresent() ? recalled.get() : read(reader, layer);
    } catch (IOException e) {
      outcome = brokenOff(e);
    } catch (ScanException e) {
      outcome = outcome(e);
    }
    boolean fromCache = outcome instanceof Outcome.Read read && read.walked() == When.EARLIER;
    context.progress().layerDone(layer.index(), fromCache);
    return outcome;
  }

  private Outcome read(LayerReader reader, ImageLayer layer) throws IOException {
    try (InputStream bytes = reader.open(layer)) {
      return scanAndKeep(layer, bytes);
    }
  }

  private Outcome scanAndKeep(ImageLayer layer, InputStream bytes) throws IOException {
    Outcome outcome = scan(layer, bytes, Set.of());
    if (outcome instanceof Outcome.Read read) {
      cache.ifPresent(facts -> facts.put(read.facts(), context.limits()));
    }
    return outcome;
  }

  private Outcome scan(ImageLayer layer, InputStream bytes, Set<String> keep) throws IOException {
    try {
      LayerFacts facts =
          scanner.scan(
              bytes, layer.storedSize(), storedAlgorithm(layer), diffIdAlgorithm(layer), keep);
      return new Outcome.Read(facts, When.NOW, When.NOW);
    } catch (ScanException e) {
      return outcome(e);
    }
  }

  /** What an earlier scan found; local bytes are hashed again before they are believed. */
  private Optional<Outcome> recall(LayerReader reader, ImageLayer layer) throws IOException {
    Optional<Digest> key = cacheKey(layer);
    if (cache.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    Optional<LayerFacts> facts =
        cache.get().find(key.get(), diffIdAlgorithm(layer), context.limits());
    if (facts.isEmpty() || !reader.isLocal()) {
      return facts.map(known -> new Outcome.Read(known, When.EARLIER, When.EARLIER));
    }
    return hashStored(reader, layer, storedAlgorithm(layer)).equals(key.get())
        ? facts.map(known -> new Outcome.Read(known, When.NOW, When.EARLIER))
        : Optional.empty();
  }

  private boolean isStored(LayerReader reader, ImageLayer layer) {
    try {
      Digest stored = hashStored(reader, layer, storedAlgorithm(layer));
      return cacheKey(layer).filter(stored::equals).isPresent();
    } catch (IOException e) {
      context.cancellation().throwIfCancelled();
      return false;
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.CANCELLED) {
        throw e;
      }
      return false;
    }
  }

  private Digest hashStored(LayerReader reader, ImageLayer layer, DigestAlgorithm algorithm)
      throws IOException {
    MessageDigest hasher = algorithm.newHasher();
    byte[] block = new byte[BLOCK];
    try (InputStream bytes = reader.open(layer)) {
      for (int n = bytes.read(block); n >= 0; n = bytes.read(block)) {
        context.cancellation().throwIfCancelled();
        hasher.update(block, 0, n);
      }
    }
    return Digest.of(algorithm, hasher.digest());
  }

  private Outcome outcome(ScanException problem) {
    String reason = String.valueOf(problem.getMessage());
    return switch (problem.kind()) {
      case CANCELLED -> throw problem;
      case INTEGRITY, MALFORMED -> new Outcome.Broken(reason);
      default -> new Outcome.Unread(reason);
    };
  }

  private Outcome brokenOff(IOException e) {
    context.cancellation().throwIfCancelled();
    return new Outcome.Unread(
        "reading it broke off: " + Text.excerpt(String.valueOf(e.getMessage())));
  }
}
