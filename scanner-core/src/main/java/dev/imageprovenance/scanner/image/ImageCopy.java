package dev.imageprovenance.scanner.image;

import dev.imageprovenance.scanner.oci.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Another manifest of the same config that some engine runs in an image's place, such as a zstd
 * copy beside gzip layers; immutable. Its layers hold what the config says only when that was
 * verified, since not every engine compares layers with diffIDs.
 *
 * @param manifest the digest of its manifest
 * @param layers all its layers, lowest first
 */
public record ImageCopy(Digest manifest, List<ImageLayer> layers) {
  /** Copies the list. */
  public ImageCopy {
    layers = List.copyOf(layers);
  }

  /** Its layers that another image does not have just so, in the same place. */
  public List<ImageLayer> layersUnlike(List<ImageLayer> others) {
    List<ImageLayer> unlike = new ArrayList<>();
    for (ImageLayer layer : layers) {
      Optional<ImageLayer> other =
          layer.index() < others.size() ? Optional.of(others.get(layer.index())) : Optional.empty();
      if (!layer.descriptor().equals(other.flatMap(ImageLayer::descriptor))) {
        unlike.add(layer);
      }
    }
    return unlike;
  }
}
