package dev.imageprovenance.scanner.maven;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.report.RendererChoice;
import dev.imageprovenance.scanner.report.ReportFiles;
import dev.imageprovenance.scanner.report.ReportFormat;
import dev.imageprovenance.scanner.report.ReportOptions;
import dev.imageprovenance.scanner.report.TextOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The report files of one goal; immutable.
 *
 * @param directory where they go
 * @param formats what they look like
 * @param name their name without ending
 * @param options how they look
 */
record Reports(Path directory, List<ReportFormat> formats, String name, ReportOptions options) {
  Reports {
    formats = List.copyOf(formats);
  }

  /**
   * The reports of {@code goal}.
   *
   * @throws ScanException of kind CONFIGURATION if a format is unknown
   */
  static Reports in(Path directory, List<String> formats, String goal, Build build) {
    List<ReportFormat> known = new ArrayList<>();
    for (String format : formats) {
      known.add(
          ReportFormat.named(format.strip())
              .orElseThrow(
                  () ->
                      new ScanException(
                          ProblemKind.CONFIGURATION,
                          "<formats>: there is no format \"" + format + "\"",
                          "The formats are " + String.join(", ", ReportFormat.labels()) + ".",
                          null)));
    }
    String name = goal + build.executionName().map(execution -> "-" + execution).orElse("");
    ReportOptions options =
        ReportOptions.defaults()
            .withText(TextOptions.plain().withWaived(true))
            .withFix(build.whereToFix());
    return new Reports(directory, known, name, options);
  }

  /**
   * Writes all of them.
   *
   * @throws ScanException of kind CONFIGURATION if one cannot be written
   */
  <R> void write(R run, RendererChoice<R> renderers) {
    for (ReportFormat format : formats) {
      write(run, format, renderers, options, directory.resolve(format.fileName(name)));
    }
  }

  /**
   * Writes one report, and makes its directory when there is none.
   *
   * @throws ScanException of kind CONFIGURATION if it cannot be written
   */
  static <R> void write(
      R run, ReportFormat format, RendererChoice<R> renderers, ReportOptions options, Path file) {
    Path directory = file.toAbsolutePath().getParent();
    try {
      if (directory != null) {
        Files.createDirectories(directory);
      }
    } catch (IOException e) {
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "The directory for reports " + directory + " cannot be made: " + e.getMessage(),
          "Choose another one with <reportDirectory>.",
          e);
    }
    ReportFiles.write(run, format, renderers, options, file);
  }
}
