package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {
  @TempDir Path directory;

  @Test
  void replacesAnOldReport() throws IOException {
    Path file = Files.writeString(directory.resolve("report.txt"), "old");
    write("new", file);
    assertEquals("new", Files.readString(file));
  }

  @Test
  void leavesTheOldReportWhenTheNewOneCannotBeFinished() throws IOException {
    Path file = Files.writeString(directory.resolve("report.txt"), "old");
    assertThrows(ScanException.class, () -> writeHalf(file));
    assertEquals("old", Files.readString(file));
  }

  @Test
  void leavesNoHalfReport() throws IOException {
    assertThrows(ScanException.class, () -> writeHalf(directory.resolve("report.txt")));
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void followsASymbolicLinkToTheReport() throws IOException {
    Path file = Files.writeString(directory.resolve("report.txt"), "old");
    write("new", Files.createSymbolicLink(directory.resolve("link.txt"), file));
    assertEquals("new", Files.readString(file));
  }

  @Test
  void saysBeforeTheScanThatThereIsNoDirectory() {
    Path file = directory.resolve("none/report.txt");
    ScanException refused =
        assertThrows(
            ScanException.class,
            () -> ReportFiles.requireWritable(List.of(ReportTarget.file(ReportFormat.TEXT, file))));
    assertEquals(
        "Cannot write the report " + file + ": there is no directory " + file.getParent(),
        refused.getMessage());
  }

  private static void write(String text, Path file) {
    ReportFiles.write(
        text,
        ReportFormat.TEXT,
        (format, options) -> (run, out) -> out.write(run),
        ReportOptions.defaults(),
        file);
  }

  private static void writeHalf(Path file) {
    ReportFiles.write(
        "half",
        ReportFormat.TEXT,
        (format, options) -> ReportFilesTest::fail,
        ReportOptions.defaults(),
        file);
  }

  private static void fail(String run, Writer out) throws IOException {
    out.write(run);
    out.flush();
    throw new IOException("No space left on device");
  }
}
