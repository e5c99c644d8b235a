package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.layer.LayerFacts;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the layers of images. */
interface LayerFeed {
  /** Reads every layer of the image and of its copies. */
  LayerCollector.Readings collect(Image image);

  /** Reads one layer again for the content of {@code paths}; no cache is asked or filled. */
  LayerReading.Outcome readKeeping(Image image, ImageLayer layer, Set<String> paths);

  /**
   * The layers' readings as an earlier scan left them, for a caller that has their facts; empty
   * when a layer's stored bytes are no longer what they were, or could not be read. Local bytes are
   * hashed again, a registry is believed: what it would send now would be verified too.
   *
   * @param facts each layer's, in the image's order, whose stored digest is the layer's {@link
   *     LayerCollector#chain key}
   */
  Optional<List<LayerReading>> recallAll(Image image, List<LayerFacts> facts);
}
