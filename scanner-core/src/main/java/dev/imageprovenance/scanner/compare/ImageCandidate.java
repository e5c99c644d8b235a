package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.image.Image;
import java.util.Optional;

/**
 * One platform's deployed image, of which no more is read than the ladder needs; not thread-safe.
 */
public interface ImageCandidate {
  /** What an engine records of it; empty for what no engine holds. */
  Optional<EngineRecord> record();

  /**
   * Its verified documents, read when first asked for. An engine's images cost a whole export.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException if they cannot be had
   */
  Image image();
}
