package dev.imageprovenance.scanner.report;

/** The renderings of a report. */
public enum ReportFormat {
  TEXT("text"),
  JSON("json");

  private final String label;

  ReportFormat(String label) {
    this.label = label;
  }

  /** The word used in options. */
  public String label() {
    return label;
  }
}
