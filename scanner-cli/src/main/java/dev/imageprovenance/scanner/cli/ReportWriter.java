package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.report.JsonReportRenderer;
import dev.imageprovenance.scanner.report.ReportFormat;
import dev.imageprovenance.scanner.report.ReportRenderer;
import dev.imageprovenance.scanner.report.RunReport;
import dev.imageprovenance.scanner.report.TextOptions;
import dev.imageprovenance.scanner.report.TextReportRenderer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Writes a report to where the user wants it, files whole or not at all; not thread-safe. */
final class ReportWriter {
  private final Writer stdout;
  private final TextOptions stdoutText;

  /** Writes to {@code stdout} with those options; text in files has no colours. */
  ReportWriter(Writer stdout, TextOptions stdoutText) {
    this.stdout = stdout;
    this.stdoutText = stdoutText;
  }

  /**
   * Finds out before a long scan what would fail after it.
   *
   * @throws ScanException of kind CONFIGURATION
   */
  static void requireWritable(List<OutputTarget> targets) {
    for (OutputTarget target : targets) {
      if (target.file().isEmpty()) {
        continue;
      }
      Path file = target.file().get();
      Path directory = file.getParent();
      if (Files.isDirectory(file)) {
        throw cannotWrite(file, "it is a directory", null);
      }
      if (directory == null || !Files.isDirectory(directory)) {
        throw cannotWrite(file, "there is no directory " + directory, null);
      }
      Path mustBeWritable = isPlain(file) ? directory : file;
      if (!Files.isWritable(mustBeWritable)) {
        throw cannotWrite(file, mustBeWritable + " is not writable", null);
      }
    }
  }

  /**
   * Writes one report.
   *
   * @throws ScanException of kind CONFIGURATION if a file cannot be written
   * @throws IOException if standard output cannot
   */
  void write(RunReport run, OutputTarget target) throws IOException {
    if (target.file().isEmpty()) {
      renderer(target.format(), stdoutText).render(run, stdout);
      stdout.flush();
      return;
    }
    TextOptions fileText = new TextOptions(stdoutText.verbosity(), false, stdoutText.width());
    ReportRenderer renderer = renderer(target.format(), fileText);
    Path file = target.file().get();
    try {
      if (isPlain(file)) {
        replace(file, renderer, run);
      } else {
        render(file, renderer, run, StandardOpenOption.WRITE);
      }
    } catch (IOException e) {
      throw cannotWrite(file, reason(e), e);
    }
  }

  /** A report file, old or new; not a pipe or a device, which cannot be replaced. */
  private static boolean isPlain(Path file) {
    return Files.notExists(file) || Files.isRegularFile(file);
  }

  private static void replace(Path file, ReportRenderer renderer, RunReport run)
      throws IOException {
    Path real = Files.exists(file) ? file.toRealPath() : file;
    Path temporary = temporaryBeside(real);
    try {
      render(temporary, renderer, run, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try {
        Files.move(temporary, real, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, real, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static Path temporaryBeside(Path file) {
    String unique = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
    return file.resolveSibling("." + file.getFileName() + "." + unique + ".tmp");
  }

  private static void render(
      Path file, ReportRenderer renderer, RunReport run, StandardOpenOption... how)
      throws IOException {
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(Files.newOutputStream(file, how), StandardCharsets.UTF_8))) {
      renderer.render(run, out);
    }
  }

  private static ReportRenderer renderer(ReportFormat format, TextOptions text) {
    return switch (format) {
      case TEXT -> new TextReportRenderer(text);
      case JSON -> new JsonReportRenderer();
    };
  }

  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException fileError ? fileError.getReason() : null;
    return reason != null ? reason : String.valueOf(e.getMessage());
  }

  private static ScanException cannotWrite(
      Path file, String reason, @org.jspecify.annotations.Nullable Throwable cause) {
    return new ScanException(
        ProblemKind.CONFIGURATION,
        "Cannot write the report " + file + ": " + reason,
        "Choose another file with --output.",
        cause);
  }
}
