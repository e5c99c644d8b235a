package dev.imageprovenance.scanner.report;

/**
 * What front-ends may choose about reports; immutable. Each format takes what concerns it.
 *
 * @param text how text looks
 */
public record ReportOptions(TextOptions text) {
  /** Plain text. */
  public static ReportOptions defaults() {
    return new ReportOptions(TextOptions.plain());
  }

  /** The same with text that looks like that. */
  public ReportOptions withText(TextOptions options) {
    return new ReportOptions(options);
  }
}
