package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps facts of layers on disk, keyed by stored digest, diffID algorithm, facts version and
 * limits; thread-safe, also against other processes. Files are private to their owner and written
 * atomically; corrupt ones are forgotten.
 */
public final class LayerFactsCache {
  private final Path directory;
  private final long maxBytes;

  /**
   * A cache in {@code directory} (made when first written) of at most {@code maxBytes} bytes; what
   * was used longest ago goes first.
   */
  public LayerFactsCache(Path directory, long maxBytes) {
    this.directory = directory;
    this.maxBytes = maxBytes;
  }

  /** The facts of an earlier full pass over the bytes with that digest. Never throws. */
  public Optional<LayerFacts> find(
      Digest storedDigest, DigestAlgorithm diffIdAlgorithm, Limits limits) {
    throw new UnsupportedOperationException("written next: " + directory + maxBytes);
  }

  /** Keeps facts; a failure to write only loses the entry. Never throws. */
  public void put(LayerFacts facts, Limits limits) {
    throw new UnsupportedOperationException("written next");
  }
}
