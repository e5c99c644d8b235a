package dev.imageprovenance.scanner.source;

import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.image.LayerReader;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.InputStream;

/** Reads layers as blobs of a content store; thread-safe. */
final class ContentStoreLayerReader implements LayerReader {
  private final ContentStore store;

  ContentStoreLayerReader(ContentStore store) {
    this.store = store;
  }

  @Override
  public boolean isRandomAccess() {
    return true;
  }

  @Override
  public boolean isLocal() {
    return store.kind() != SourceKind.REGISTRY;
  }

  @Override
  public InputStream open(ImageLayer layer) throws IOException {
    return store.blob(
        layer
            .descriptor()
            .orElseThrow(
                () ->
                    new ScanException(
                        ProblemKind.MALFORMED,
                        "Layer " + (layer.index() + 1) + " is not in the manifest")));
  }
}
