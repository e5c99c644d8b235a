package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.report.ReportOptions;
import dev.imageprovenance.scanner.report.ReportRenderer;
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

/**
 * Writes a report to where the user wants it, files whole or not at all; not thread-safe.
 *
 * @param <R> what is reported
 */
final class ReportWriter<R> {
  private final Writer stdout;
  private final ReportOptions stdoutOptions;
  private final RendererChoice<R> renderers;

  /** Writes to {@code stdout} with those options; text in files has no colours. */
  ReportWriter(Writer stdout, ReportOptions stdoutOptions, RendererChoice<R> renderers) {
    this.stdout = stdout;
    this.stdoutOptions = stdoutOptions;
    this.renderers = renderers;
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
  void write(R run, OutputTarget target) throws IOException {
    if (target.file().isEmpty()) {
      renderers.renderer(target.format(), stdoutOptions).render(run, stdout);
      stdout.flush();
      return;
    }
    ReportOptions fileOptions = stdoutOptions.withText(stdoutOptions.text().withoutColour());
    ReportRenderer<R> renderer = renderers.renderer(target.format(), fileOptions);
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

  private void replace(Path file, ReportRenderer<R> renderer, R run) throws IOException {
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

  private void render(Path file, ReportRenderer<R> renderer, R run, StandardOpenOption... how)
      throws IOException {
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(Files.newOutputStream(file, how), StandardCharsets.UTF_8))) {
      renderer.render(run, out);
    }
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
