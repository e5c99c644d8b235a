package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.report.ComparisonRun;
import dev.imageprovenance.scanner.report.JsonComparisonRenderer;
import dev.imageprovenance.scanner.report.JsonPodsRenderer;
import dev.imageprovenance.scanner.report.JsonReportRenderer;
import dev.imageprovenance.scanner.report.PodsRun;
import dev.imageprovenance.scanner.report.ReportFormat;
import dev.imageprovenance.scanner.report.ReportRenderer;
import dev.imageprovenance.scanner.report.RunReport;
import dev.imageprovenance.scanner.report.TextComparisonRenderer;
import dev.imageprovenance.scanner.report.TextOptions;
import dev.imageprovenance.scanner.report.TextPodsRenderer;
import dev.imageprovenance.scanner.report.TextReportRenderer;

/**
 * Chooses the renderer of a format; implementations are stateless.
 *
 * @param <R> what is reported
 */
@FunctionalInterface
interface RendererChoice<R> {
  ReportRenderer<R> renderer(ReportFormat format, TextOptions text);

  /** The renderers of scans. */
  static ReportRenderer<RunReport> ofScans(ReportFormat format, TextOptions text) {
    return switch (format) {
      case TEXT -> new TextReportRenderer(text);
      case JSON -> new JsonReportRenderer();
    };
  }

  /** The renderers of comparisons. */
  static ReportRenderer<ComparisonRun> ofComparisons(ReportFormat format, TextOptions text) {
    return switch (format) {
      case TEXT -> new TextComparisonRenderer(text);
      case JSON -> new JsonComparisonRenderer();
    };
  }

  /** The renderers of comparisons of pods. */
  static ReportRenderer<PodsRun> ofPods(ReportFormat format, TextOptions text) {
    return switch (format) {
      case TEXT -> new TextPodsRenderer(text);
      case JSON -> new JsonPodsRenderer();
    };
  }
}
