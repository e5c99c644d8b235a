package dev.imageprovenance.scanner.report;

import java.io.IOException;
import java.io.Writer;

/**
 * Writes a report in one format; implementations are immutable and thread-safe.
 *
 * @param <R> what is reported: a {@link RunReport} or a {@link ComparisonRun}
 */
public interface ReportRenderer<R> {
  /**
   * Writes the whole report; neither flushes nor closes {@code out}.
   *
   * @throws IOException if {@code out} does
   */
  void render(R run, Writer out) throws IOException;
}
