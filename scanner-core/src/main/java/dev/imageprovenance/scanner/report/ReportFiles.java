package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
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
import org.jspecify.annotations.Nullable;

/** Writes reports to files, each whole or not at all; stateless. */
public final class ReportFiles {
  private ReportFiles() {}

  /**
   * Finds out before a long scan what would fail after it.
   *
   * @throws ScanException of kind CONFIGURATION
   */
  public static void requireWritable(List<ReportTarget> targets) {
    for (ReportTarget target : targets) {
      if (target.file().isPresent()) {
        requireWritable(target.file().get());
      }
    }
  }

  private static void requireWritable(Path file) {
    Path directory = file.toAbsolutePath().getParent();
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

  /**
   * Writes one report. An old file is replaced when the new one is complete; a pipe or a device is
   * written to. Text has no colours.
   *
   * @throws ScanException of kind CONFIGURATION if the file cannot be written
   */
  public static <R> void write(
      R run, ReportFormat format, RendererChoice<R> renderers, ReportOptions options, Path file) {
    ReportRenderer<R> renderer =
        renderers.renderer(format, options.withText(options.text().withoutColour()));
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

  private static <R> void replace(Path file, ReportRenderer<R> renderer, R run) throws IOException {
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

  private static <R> void render(
      Path file, ReportRenderer<R> renderer, R run, StandardOpenOption... how) throws IOException {
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

  private static ScanException cannotWrite(Path file, String reason, @Nullable Throwable cause) {
    return new ScanException(
        ProblemKind.CONFIGURATION,
        "Cannot write the report " + file + ": " + reason,
        "Choose another place for the report.",
        cause);
  }
}
