package dev.imageprovenance.scanner.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Writes parts of a page as long as there is room for the whole part; not thread-safe. */
final class MarkdownBudget {
  private final Writer out;
  private long left;

  /** Room for {@code bytes} of UTF-8. */
  MarkdownBudget(Writer out, long bytes) {
    this.out = out;
    this.left = bytes;
  }

  /** Writes the part, or nothing of it; returns whether it was written. */
  boolean write(String part) throws IOException {
    int size = part.getBytes(StandardCharsets.UTF_8).length;
    if (size > left) {
      return false;
    }
    left -= size;
    out.write(part);
    return true;
  }
}
