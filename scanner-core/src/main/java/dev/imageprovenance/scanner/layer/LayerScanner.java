package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * Reads a layer's stored bytes once: hashes, inflates, hashes again, walks the tar and hashes every
 * file, to the last byte of both streams; stateless and thread-safe.
 */
public final class LayerScanner {
  private final ScanContext context;

  /** Reads under the limits of {@code context}. */
  public LayerScanner(ScanContext context) {
    this.context = context;
  }

  /**
   * One pass.
   *
   * @param stored the stored bytes; read to the end, not closed
   * @param storedAlgorithm computes {@link LayerFacts#storedDigest}
   * @param diffIdAlgorithm computes {@link LayerFacts#diffId}
   * @param keep further paths whose content is kept as account files
   * @throws dev.imageprovenance.scanner.problem.ScanException MALFORMED (not a tar, broken
   *     compression), LIMIT, UNSUPPORTED or CANCELLED
   * @throws IOException if {@code stored} breaks off
   */
  public LayerFacts scan(
      InputStream stored,
      DigestAlgorithm storedAlgorithm,
      DigestAlgorithm diffIdAlgorithm,
      Set<String> keep)
      throws IOException {
    throw new UnsupportedOperationException("written next: " + context);
  }
}
