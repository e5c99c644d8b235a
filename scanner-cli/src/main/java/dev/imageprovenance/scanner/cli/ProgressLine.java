package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.io.Writer;

/**
 * Shows how far a scan is in one line of a terminal, which is gone when the scan is done;
 * thread-safe.
 */
final class ProgressLine implements Progress {
  private static final long FIRST_AFTER_NANOS = 300_000_000L;
  private static final long EVERY_NANOS = 100_000_000L;
  private static final String CLEAR = "\r\u001b[K";

  private final Writer err;
  private final int columns;
  private final boolean live;
  private final boolean notes;

  private String image = "";
  private int layers;
  private int layersDone;
  private long bytes;
  private long bytesRead;
  private long nextAt;
  private boolean shown;

  /**
   * @param live whether somebody sees the line while it changes
   * @param notes whether to keep notes on lines of their own
   */
  ProgressLine(Writer err, int columns, boolean live, boolean notes) {
    this.err = err;
    this.columns = columns;
    this.live = live;
    this.notes = notes;
  }

  @Override
  public synchronized void imageStarted(String name, int layerCount, long byteCount) {
    image = Text.escape(name);
    layers = layerCount;
    layersDone = 0;
    bytes = byteCount;
    bytesRead = 0;
    nextAt = System.nanoTime() + FIRST_AFTER_NANOS;
  }

  @Override
  public synchronized void bytesRead(long count) {
    bytesRead += count;
    showWhenDue();
  }

  @Override
  public synchronized void layerDone(int index, boolean fromCache) {
    layersDone++;
    showWhenDue();
  }

  @Override
  public synchronized void imageDone() {
    clear();
  }

  @Override
  public synchronized void note(String message) {
    if (notes) {
      clear();
      write("scanner: " + Text.escape(message) + "\n");
    }
  }

  /** Takes the line away. */
  synchronized void clear() {
    if (shown) {
      write(CLEAR);
      shown = false;
    }
  }

  private void showWhenDue() {
    if (!live) {
      return;
    }
    long now = System.nanoTime();
    if (now - nextAt < 0) {
      return;
    }
    nextAt = now + EVERY_NANOS;
    shown = true;
    write(CLEAR + line());
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    line.append(layersDone).append(" of ").append(layers).append(" layers, ");
    line.append(megabytes(bytesRead));
    if (bytes > 0) {
      line.append(" of ").append(megabytes(bytes));
    }
    line.append(" MB  ").append(image);
    int room = Math.max(columns - 1, 20);
    return line.length() <= room ? line.toString() : line.substring(0, room);
  }

  private static String megabytes(long bytes) {
    long tenths = bytes / 100_000;
    return tenths / 10 + "." + tenths % 10;
  }

  private void write(String text) {
    try {
      err.write(text);
      err.flush();
    } catch (IOException e) {
      shown = false; // Nobody can look any more; the scan goes on.
    }
  }
}
