package dev.imageprovenance.scanner.report;

/**
 * Chooses the renderer of a format: one of the methods of {@link Renderers}.
 *
 * @param <R> what is reported
 */
@FunctionalInterface
public interface RendererChoice<R> {
  /** The renderer of that format. */
  ReportRenderer<R> renderer(ReportFormat format, ReportOptions options);
}
