package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.cache.CacheDirectory;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps facts of layers on disk, keyed by stored digest, diffID algorithm, facts version and
 * limits; thread-safe, also against other processes. Files are private to their owner and written
 * atomically; corrupt ones are forgotten.
 *
 * <p>A directory that belongs to another user, or that others may write into, is not used: then
 * nothing is found and nothing kept, and the progress hears why, once.
 */
public final class LayerFactsCache {
  /**
   * To be raised whenever a pass over the same bytes gives other facts than before, or facts are
   * written in another form.
   */
  static final int FACTS_VERSION = 5;

  private final CacheDirectory files;

  /** A cache that tells nobody why it is not used. */
  public LayerFactsCache(Path directory, long maxBytes) {
    this(directory, maxBytes, Progress.NONE);
  }

  /**
   * A cache in {@code directory} (made when first used) of at most {@code maxBytes} bytes; what was
   * used longest ago goes first.
   *
   * @param progress hears when the directory cannot be used
   */
  public LayerFactsCache(Path directory, long maxBytes, Progress progress) {
    this.files = new CacheDirectory(directory, maxBytes, progress);
  }

  /** The facts of an earlier full pass over the bytes with that digest. Never throws. */
  public Optional<LayerFacts> find(
      Digest storedDigest, DigestAlgorithm diffIdAlgorithm, Limits limits) {
    String key = key(storedDigest, diffIdAlgorithm, limits);
    return files.find(
        key,
        CacheDirectory.FACTS,
        in -> {
          LayerFacts facts = new FactsReader(in, limits).read(key);
          requireMatch(facts, storedDigest, diffIdAlgorithm);
          return facts;
        });
  }

  /** Refuses facts of other bytes, or hashed another way, than the key says. */
  static void requireMatch(LayerFacts facts, Digest storedDigest, DigestAlgorithm diffIdAlgorithm)
      throws IOException {
    if (!facts.storedDigest().equals(storedDigest)
        || !facts.diffId().algorithm().equals(diffIdAlgorithm.label())) {
      throw new IOException("facts of another layer");
    }
  }

  /** Keeps facts; a failure to write only loses the entry. Never throws. */
  public void put(LayerFacts facts, Limits limits) {
    Optional<DigestAlgorithm> diffIdAlgorithm = facts.diffId().knownAlgorithm();
    if (diffIdAlgorithm.isPresent()) {
      String key = key(facts.storedDigest(), diffIdAlgorithm.get(), limits);
      files.put(
          key,
          CacheDirectory.FACTS,
          "Facts of layer " + facts.storedDigest(),
          out -> new FactsWriter(out).write(key, facts));
    }
  }

  /** Everything that decides what the facts of a layer are. */
  private static String key(Digest storedDigest, DigestAlgorithm diffIdAlgorithm, Limits limits) {
    return String.join(
        "\n",
        "facts " + FACTS_VERSION,
        storedDigest.toString(),
        diffIdAlgorithm.label(),
        limits(limits));
  }

  /** The limits that decide what the facts of a layer are. */
  static String limits(Limits limits) {
    return String.join(
        "\n",
        "layerUncompressedBytes " + limits.layerUncompressedBytes(),
        "layerRatio " + limits.layerRatio(),
        "layerEntries " + limits.layerEntries(),
        "pathBytes " + limits.pathBytes(),
        "headerBytes " + limits.headerBytes(),
        "sparseBytes " + limits.sparseBytes(),
        "zstdWindowLog " + limits.zstdWindowLog(),
        "accountFileBytes " + limits.accountFileBytes(),
        "tocBytes " + limits.tocBytes());
  }
}
