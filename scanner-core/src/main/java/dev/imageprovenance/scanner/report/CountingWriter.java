package dev.imageprovenance.scanner.report;

import java.io.IOException;
import java.io.Writer;

/** Counts what is written through it; neither flushes nor closes; not thread-safe. */
final class CountingWriter extends Writer {
  private final Writer out;
  private long characters;

  CountingWriter(Writer out) {
    this.out = out;
  }

  /** How many characters were written. */
  long characters() {
    return characters;
  }

  @Override
  public void write(char[] buffer, int offset, int length) throws IOException {
    out.write(buffer, offset, length);
    characters += length;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
