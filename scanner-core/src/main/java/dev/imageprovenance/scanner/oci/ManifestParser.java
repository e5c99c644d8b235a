package dev.imageprovenance.scanner.oci;

import dev.imageprovenance.scanner.context.Limits;
import java.util.Optional;

/** Parses manifests and indexes strictly; stateless. */
public final class ManifestParser {
  private ManifestParser() {}

  /**
   * Parses {@code raw}, whose digest is computed with {@code algorithm}.
   *
   * @param declared the media type that came beside the bytes (a Content-Type header, a descriptor)
   * @throws dev.imageprovenance.scanner.problem.ScanException MALFORMED, LIMIT or UNSUPPORTED
   *     (schema 1, or no manifest at all)
   */
  public static Manifest parse(
      RawDocument raw, DigestAlgorithm algorithm, Optional<MediaType> declared, Limits limits) {
    throw new UnsupportedOperationException("written next");
  }
}
