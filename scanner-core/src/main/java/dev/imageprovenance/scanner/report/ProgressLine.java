package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;

/**
 * Shows how far a scan is in one line of a terminal, which is gone when the scan is done;
 * thread-safe.
 */
public final class ProgressLine implements Progress {
  private static final long FIRST_AFTER_NANOS = 300_000_000L;
  private static final long EVERY_NANOS = 100_000_000L;
  private static final String CLEAR = "\r\u001b[K";

  private final Writer out;
  private final int columns;
  private final boolean live;
  private final Optional<String> notePrefix;

  private String image = "";
  private int layers;
  private int layersDone;
  private long bytes;
  private long bytesRead;
  private long nextAt;
  private boolean shown;

  /**
   * Shows it there.
   *
   * @param out a terminal
   * @param columns the terminal's width
   * @param live whether somebody sees the line while it changes
   * @param notePrefix what stands before notes, which get lines of their own; empty for none
   */
  public ProgressLine(Writer out, int columns, boolean live, Optional<String> notePrefix) {
    this.out = out;
    this.columns = columns;
    this.live = live;
    this.notePrefix = notePrefix;
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
    if (notePrefix.isPresent()) {
      clear();
      write(notePrefix.get() + Text.escape(message) + "\n");
    }
  }

  /** Takes the line away. */
  public synchronized void clear() {
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
      out.write(text);
      out.flush();
    } catch (IOException e) {
      shown = false; // Nobody can look any more; the scan goes on.
    }
  }
}
