package dev.imageprovenance.scanner.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The renderings of a report; each has a renderer in {@link Renderers}. */
public enum ReportFormat {
  TEXT("text"),
  JSON("json", ".json"),
  /** One self-contained page, without scripts. */
  HTML("html", ".html", ".htm"),
  /** SARIF 2.1.0, for code scanning. */
  SARIF("sarif", ".sarif", ".sarif.json"),
  /** JUnit XML: each check a test. */
  JUNIT("junit", ".xml"),
  /** Markdown for the summary of a CI job. */
  MARKDOWN("markdown", ".md");

  private final String label;
  private final List<String> fileNameEndings;

  ReportFormat(String label, String... fileNameEndings) {
    this.label = label;
    this.fileNameEndings = List.of(fileNameEndings);
  }

  /** The word used in options. */
  public String label() {
    return label;
  }

  /** A name for a file of this format: {@code base} with the format's ending. */
  public String fileName(String base) {
    return base + (fileNameEndings.isEmpty() ? ".txt" : fileNameEndings.get(0));
  }

  /** The words used in options, in the order of the formats. */
  public static List<String> labels() {
    List<String> labels = new ArrayList<>();
    for (ReportFormat format : values()) {
      labels.add(format.label);
    }
    return labels;
  }

  /** The format with that label. */
  public static Optional<ReportFormat> named(String label) {
    for (ReportFormat format : values()) {
      if (format.label.equals(label)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /** The format that files of such a name hold: told by its ending, else {@link #TEXT}. */
  public static ReportFormat ofFileName(String name) {
    ReportFormat found = TEXT;
    int longest = 0;
    for (ReportFormat format : values()) {
      for (String ending : format.fileNameEndings) {
        if (ending.length() > longest && name.endsWith(ending)) {
          found = format;
          longest = ending.length();
        }
      }
    }
    return found;
  }
}
