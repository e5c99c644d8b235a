package dev.imageprovenance.scanner.maven;

import dev.imageprovenance.scanner.context.Progress;
import org.apache.maven.plugin.logging.Log;

/** Sends notes to Maven's debug log, and progress to somebody who shows it; thread-safe. */
final class BuildProgress implements Progress {
  private final Log log;
  private final Progress shown;

  BuildProgress(Log log, Progress shown) {
    this.log = log;
    this.shown = shown;
  }

  @Override
  public void imageStarted(String name, int layerCount, long byteCount) {
    shown.imageStarted(name, layerCount, byteCount);
  }

  @Override
  public void bytesRead(long count) {
    shown.bytesRead(count);
  }

  @Override
  public void layerDone(int index, boolean fromCache) {
    shown.layerDone(index, fromCache);
  }

  @Override
  public void imageDone() {
    shown.imageDone();
  }

  @Override
  public void note(String message) {
    log.debug(dev.imageprovenance.scanner.oci.Text.escape(message));
  }
}
