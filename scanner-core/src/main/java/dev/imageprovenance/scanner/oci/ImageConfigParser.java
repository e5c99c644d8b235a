package dev.imageprovenance.scanner.oci;

import dev.imageprovenance.scanner.context.Limits;

/** Parses image configs strictly; stateless. */
public final class ImageConfigParser {
  private ImageConfigParser() {}

  /**
   * Parses {@code raw}, whose digest is computed with {@code algorithm}.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException MALFORMED or LIMIT
   */
  public static ImageConfig parse(RawDocument raw, DigestAlgorithm algorithm, Limits limits) {
    throw new UnsupportedOperationException("written next");
  }
}
