package dev.imageprovenance.scanner.report;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One report to write; immutable.
 *
 * @param format how it looks
 * @param file where it goes; empty for the front-end's own output
 */
public record ReportTarget(ReportFormat format, Optional<Path> file) {
  /** A report in a file. */
  public static ReportTarget file(ReportFormat format, Path file) {
    return new ReportTarget(format, Optional.of(file.toAbsolutePath().normalize()));
  }

  /** A report in the front-end's own output. */
  public static ReportTarget output(ReportFormat format) {
    return new ReportTarget(format, Optional.empty());
  }
}
