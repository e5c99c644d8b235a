package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.report.Renderers;
import dev.imageprovenance.scanner.report.ReportFormat;
import dev.imageprovenance.scanner.report.ReportOptions;
import dev.imageprovenance.scanner.report.ReportRenderer;

/**
 * Chooses the renderer of a format: one of the methods of {@link Renderers}.
 *
 * @param <R> what is reported
 */
@FunctionalInterface
interface RendererChoice<R> {
  ReportRenderer<R> renderer(ReportFormat format, ReportOptions options);
}
