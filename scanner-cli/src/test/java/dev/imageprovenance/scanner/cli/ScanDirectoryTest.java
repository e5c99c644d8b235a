package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.CompareRequest;
import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.ScanRequest;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.report.ComparisonRun;
import dev.imageprovenance.scanner.report.Renderers;
import dev.imageprovenance.scanner.report.ReportFormat;
import dev.imageprovenance.scanner.report.ReportOptions;
import dev.imageprovenance.scanner.report.RunReport;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.testimages.SampleImages;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A scanner whose relative paths begin elsewhere than in the working directory. */
class ScanDirectoryTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void noReportNamesTheDirectory(ReportFormat format) throws IOException {
    Files.writeString(directory.resolve("policy.yaml"), "version: 1\nfailOn: low\n");
    SampleImages.named("demo").writeTo(directory.resolve("target"));
    StringWriter out = new StringWriter();
    try (ImageScanner scanner = scanner()) {
      ScanRequest request =
          ScanRequest.of("oci:target/demo").policy(scanner.policies().load(Path.of("policy.yaml")));
      RunReport run = scanner.scanAll(List.of(request));
      assertEquals(1, run.exitCode());
      Renderers.ofScans(format, ReportOptions.defaults()).render(run, out);
    }
    assertTrue(out.toString().contains("target/demo"));
    assertFalse(out.toString().contains(directory.toString()));
  }

  @ParameterizedTest
  @EnumSource
  void noReportNamesTheDirectoryOfAnArchive(ReportFormat format) throws IOException {
    Path archive = SampleImages.named("archived-docker.tar").writeTo(directory.resolve("target"));
    StringWriter out = new StringWriter();
    try (ImageScanner scanner = scanner()) {
      ScanRequest request =
          ScanRequest.of("./target/" + archive.getFileName())
              .platforms(new PlatformSelection.All());
      Renderers.ofScans(format, ReportOptions.defaults())
          .render(scanner.scanAll(List.of(request)), out);
    }
    assertFalse(out.toString().contains(directory.toString()));
  }

  @Test
  void aMissingFileIsCalledByItsRelativePath() {
    try (ImageScanner scanner = scanner()) {
      var problem =
          scanner.scanAll(List.of(ScanRequest.of("./none.tar"))).scans().get(0).problem().get();
      assertEquals(ProblemKind.NOT_FOUND, problem.kind());
      assertEquals("There is no file ./none.tar", problem.message());
      assertEquals(
          "Check the path; a relative one starts at " + directory + ".", problem.remedy().get());
    }
  }

  @Test
  void bothSidesOfAComparisonBeginThere() throws IOException {
    SampleImages.named("clean").writeTo(directory);
    try (ImageScanner scanner = scanner()) {
      ComparisonRun run = scanner.compareAll(List.of(CompareRequest.of("oci:clean", "./clean")));
      assertEquals(Verdict.PASS, run.verdict());
    }
  }

  private ImageScanner scanner() {
    return ImageScanner.builder().directory(directory).build();
  }
}
