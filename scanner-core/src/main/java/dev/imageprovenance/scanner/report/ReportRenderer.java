package dev.imageprovenance.scanner.report;

import java.io.IOException;
import java.io.Writer;

/** Writes a report in one format; implementations are immutable and thread-safe. */
public interface ReportRenderer {
  /**
   * Writes the whole report; neither flushes nor closes {@code out}.
   *
   * @throws IOException if {@code out} does
   */
  void render(RunReport run, Writer out) throws IOException;
}
