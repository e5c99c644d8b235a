package dev.imageprovenance.scanner.source;

import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.oci.Manifest;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** A place that images are read from. Implementations are thread-safe. */
public interface ImageSource extends Closeable {
  /**
   * Resolves what this source was opened for to verified documents, each read once.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException with what failed and what to do
   */
  ResolvedImages resolve(PlatformSelection selection);

  /**
   * The manifest or index that resolution starts with, where it can be had without reading anything
   * else; a later {@link #resolve} does not read it again. Empty where there is no such document,
   * or where finding it takes a resolution.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException as {@link #resolve} does
   */
  default Optional<Manifest> root() {
    return Optional.empty();
  }

  /**
   * The content that the image is part of, for what lies beside it: signatures, attestations, other
   * tags. Empty for a place that keeps images alone, such as an engine.
   */
  default Optional<ContentStore> store() {
    return Optional.empty();
  }

  @Override
  void close() throws IOException;
}
