package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.image.ImageCopy;
import java.util.List;

/**
 * A copy of an image and what was found in those of its layers that the image does not have;
 * immutable.
 *
 * @param copy as the documents describe it
 * @param layers lowest first; without entries and account files
 */
public record CopyState(ImageCopy copy, List<LayerState> layers) {
  /** Copies the list. */
  public CopyState {
    layers = List.copyOf(layers);
  }
}
