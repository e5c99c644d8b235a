package dev.imageprovenance.scanner.layer;

import java.io.IOException;
import java.io.InputStream;

/** Sees what decoders of zstd skip. */
@FunctionalInterface
interface SkippableFrameListener {
  /** Looks at nothing. */
  SkippableFrameListener NONE = (offset, size, payload) -> {};

  /**
   * One skippable frame, when all bytes that the frames before it hold were decoded and taken.
   *
   * @param offset of the payload in the stored stream
   * @param size of the payload in bytes
   * @param payload need not be read to its end
   * @throws IOException if the stored stream breaks off
   */
  void frame(long offset, long size, InputStream payload) throws IOException;
}
