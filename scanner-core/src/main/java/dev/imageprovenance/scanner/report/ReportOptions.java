package dev.imageprovenance.scanner.report;

/**
 * What front-ends may choose about reports; immutable. Each format takes what concerns it.
 *
 * @param text how text looks
 * @param fix where findings are fixed, for the formats that must point at a file
 */
public record ReportOptions(TextOptions text, FixLocation fix) {
  /** Plain text; findings are fixed in the Dockerfile. */
  public static ReportOptions defaults() {
    return new ReportOptions(TextOptions.plain(), FixLocation.defaults());
  }

  /** The same with text that looks like that. */
  public ReportOptions withText(TextOptions options) {
    return new ReportOptions(options, fix);
  }

  /** The same with findings that are fixed there. */
  public ReportOptions withFix(FixLocation location) {
    return new ReportOptions(text, location);
  }
}
