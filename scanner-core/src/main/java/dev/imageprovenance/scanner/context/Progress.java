package dev.imageprovenance.scanner.context;

/** Hears how far a scan is; implementations must be thread-safe and must not throw. */
public interface Progress {
  /** Hears nothing. */
  Progress NONE = new Progress() {};

  /**
   * An image's layers are about to be read: {@code bytes} stored bytes in {@code layers} layers.
   */
  default void imageStarted(String image, int layers, long bytes) {}

  /** {@code count} more stored bytes of layers were read. */
  default void bytesRead(long count) {}

  /** A layer is done, either read or known from the cache. */
  default void layerDone(int index, boolean fromCache) {}

  /** All layers of the image are done. */
  default void imageDone() {}

  /**
   * Something a person may want to know and that is no finding, such as a retry. Never a secret.
   */
  default void note(String message) {}
}
