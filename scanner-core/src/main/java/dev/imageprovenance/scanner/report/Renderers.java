package dev.imageprovenance.scanner.report;

/** The renderers of every format, for each kind of report; stateless. */
public final class Renderers {
  private Renderers() {}

  /** A renderer of scans. */
  public static ReportRenderer<RunReport> ofScans(ReportFormat format, ReportOptions options) {
    return switch (format) {
      case TEXT -> new TextReportRenderer(options.text());
      case JSON -> new JsonReportRenderer();
      case HTML -> new HtmlReportRenderer();
      case SARIF -> new SarifRenderer<>(ScanOutline::of, options.fix());
      case JUNIT -> new JunitRenderer<>(ScanOutline::of);
      case MARKDOWN -> new MarkdownRenderer<>(ScanOutline::of);
    };
  }

  /** A renderer of comparisons. */
  public static ReportRenderer<ComparisonRun> ofComparisons(
      ReportFormat format, ReportOptions options) {
    return switch (format) {
      case TEXT -> new TextComparisonRenderer(options.text());
      case JSON -> new JsonComparisonRenderer();
      case HTML -> new HtmlComparisonRenderer();
      case SARIF -> new SarifRenderer<>(ComparisonOutline::of, options.fix());
      case JUNIT -> new JunitRenderer<>(ComparisonOutline::of);
      case MARKDOWN -> new MarkdownRenderer<>(ComparisonOutline::of);
    };
  }

  /** A renderer of lineages. */
  public static ReportRenderer<LineageRun> ofLineages(ReportFormat format, ReportOptions options) {
    return switch (format) {
      case TEXT -> new TextLineageRenderer(options.text());
      case JSON -> new JsonLineageRenderer();
      case HTML -> new HtmlLineageRenderer();
      case SARIF -> new SarifRenderer<>(LineageOutline::of, options.fix());
      case JUNIT -> new JunitRenderer<>(LineageOutline::of);
      case MARKDOWN -> new MarkdownRenderer<>(LineageOutline::of);
    };
  }

  /** A renderer of what is signed of images. */
  public static ReportRenderer<SignaturesRun> ofSignatures(
      ReportFormat format, ReportOptions options) {
    return switch (format) {
      case TEXT -> new TextSignaturesRenderer(options.text());
      case JSON -> new JsonSignaturesRenderer();
      case HTML -> new HtmlSignaturesRenderer();
      case SARIF -> new SarifRenderer<>(SignaturesOutline::of, options.fix());
      case JUNIT -> new JunitRenderer<>(SignaturesOutline::of);
      case MARKDOWN -> new MarkdownRenderer<>(SignaturesOutline::of);
    };
  }

  /** A renderer of comparisons of pods. */
  public static ReportRenderer<PodsRun> ofPods(ReportFormat format, ReportOptions options) {
    return switch (format) {
      case TEXT -> new TextPodsRenderer(options.text());
      case JSON -> new JsonPodsRenderer();
      case HTML -> new HtmlPodsRenderer();
      case SARIF -> new SarifRenderer<>(PodsOutline::of, options.fix());
      case JUNIT -> new JunitRenderer<>(PodsOutline::of);
      case MARKDOWN -> new MarkdownRenderer<>(PodsOutline::of);
    };
  }
}
