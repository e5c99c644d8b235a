package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.cache.CacheDirectory;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps snapshots of file trees beside the layers' facts, keyed by the chain of the layers' stored
 * digests and diffID algorithms, versions and limits; thread-safe, also against other processes.
 * What {@link LayerFactsCache} says about its files holds for these too, and both share one bound.
 */
public final class TreeSnapshotCache {
  /**
   * To be raised whenever the same layers give another snapshot than before, or it is written in
   * another form. What a layer's facts are is {@link LayerFactsCache#FACTS_VERSION}'s part.
   */
  static final int SNAPSHOT_VERSION = 1;

  private final CacheDirectory files;

  /**
   * A cache in {@code directory} (made when first used) of at most {@code maxBytes} bytes, facts of
   * layers included. It tells nobody why it is not used: the facts' cache does.
   */
  public TreeSnapshotCache(Path directory, long maxBytes) {
    this.files = new CacheDirectory(directory, maxBytes, Progress.NONE);
  }

  /**
   * One link of the chain; immutable.
   *
   * @param storedDigest of the stored bytes
   * @param diffIdAlgorithm how the uncompressed bytes are hashed
   */
  public record StoredLayer(Digest storedDigest, DigestAlgorithm diffIdAlgorithm) {}

  /** The snapshot of an earlier scan of the layers with these digests. Never throws. */
  public Optional<TreeSnapshot> find(List<StoredLayer> lowestFirst, Limits limits) {
    String key = key(lowestFirst, limits);
    return files.find(
        key,
        CacheDirectory.SNAPSHOT,
        in -> {
          TreeSnapshot snapshot =
              new TreeSnapshotReader(new FactsReader(in, limits), limits).read(key);
          requireMatch(snapshot.layers(), lowestFirst);
          return snapshot;
        });
  }

  private static void requireMatch(List<LayerFacts> layers, List<StoredLayer> wanted)
      throws IOException {
    if (layers.size() != wanted.size()) {
      throw new IOException("a snapshot of other layers");
    }
    for (int i = 0; i < layers.size(); i++) {
      LayerFactsCache.requireMatch(
          layers.get(i), wanted.get(i).storedDigest(), wanted.get(i).diffIdAlgorithm());
    }
  }

  /**
   * Keeps a snapshot under the digests that were computed over its layers; a failure to write only
   * loses it. Never throws.
   */
  public void put(TreeSnapshot snapshot, Limits limits) {
    List<StoredLayer> layers = new ArrayList<>();
    for (LayerFacts layer : snapshot.layers()) {
      Optional<DigestAlgorithm> diffIdAlgorithm = layer.diffId().knownAlgorithm();
      if (diffIdAlgorithm.isEmpty()) {
        return;
      }
      layers.add(new StoredLayer(layer.storedDigest(), diffIdAlgorithm.get()));
    }
    String key = key(layers, limits);
    files.put(
        key,
        CacheDirectory.SNAPSHOT,
        "The file tree's facts",
        out -> new TreeSnapshotWriter(new FactsWriter(out)).write(key, snapshot));
  }

  /** Everything that decides what a snapshot is. */
  private static String key(List<StoredLayer> lowestFirst, Limits limits) {
    StringBuilder key = new StringBuilder(1_024);
    key.append("snapshot ").append(SNAPSHOT_VERSION);
    key.append("\nfacts ").append(LayerFactsCache.FACTS_VERSION);
    for (StoredLayer layer : lowestFirst) {
      key.append('\n').append(layer.storedDigest());
      key.append(' ').append(layer.diffIdAlgorithm().label());
    }
    key.append('\n').append(LayerFactsCache.limits(limits));
    key.append("\ntreeEntries ").append(limits.treeEntries());
    key.append("\nsymlinkHops ").append(limits.symlinkHops());
    return key.toString();
  }
}
