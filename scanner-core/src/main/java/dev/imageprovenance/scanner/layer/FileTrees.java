package dev.imageprovenance.scanner.layer;

/**
 * The file systems that the layers of one image give; immutable and thread-safe.
 *
 * @param overlay on overlay engines
 * @param inPlace on engines that unpack in place; the very same object as {@code overlay} when the
 *     layers are not ambiguous
 */
public record FileTrees(FileTree overlay, FileTree inPlace) {
  /** True when engines could see different file systems, so that both must be looked at. */
  public boolean areAmbiguous() {
    return overlay != inPlace;
  }
}
