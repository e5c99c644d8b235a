package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.ScanRequest;
import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.report.ScanReport;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.testimages.Expectation;
import dev.imageprovenance.testimages.Expectation.ExpectedFinding;
import dev.imageprovenance.testimages.SampleImage;
import dev.imageprovenance.testimages.SampleImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scans every sample image and compares with what its recipe says must be found. */
class SampleCatalogueTest {
  @TempDir Path directory;

  static Stream<SampleImage> samples() {
    return SampleImages.all().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void findsWhatTheRecipeSays(SampleImage sample) throws IOException {
    Expectation expected = sample.expectation();
    Path image = sample.writeTo(directory);
    Outcome outcome = scan(image);
    assertEquals(
        expected.verdict() + " " + expected.exitCode(),
        outcome.verdict() + " " + outcome.exitCode(),
        () -> sample.name() + " " + outcome.said());
    for (ExpectedFinding finding : expected.findings()) {
      assertTrue(
          outcome.findings().stream().anyMatch(found -> matches(finding, found)),
          () -> sample.name() + " lacks " + finding + " in " + outcome.said());
    }
    if (expected.exact()) {
      assertEquals(
          List.of(),
          outcome.findings().stream()
              .filter(
                  found -> expected.findings().stream().noneMatch(wanted -> matches(wanted, found)))
              .toList(),
          sample.name());
    }
  }

  private static boolean matches(ExpectedFinding wanted, Finding found) {
    return found.check().value().equals(wanted.check())
        && (wanted.code().isEmpty() || found.code().equals(wanted.code()))
        && (wanted.severity().isEmpty() || found.severity().label().equals(wanted.severity()))
        && (wanted.subject().isEmpty() || names(found).contains(wanted.subject()));
  }

  /** The subject, and each path of an inode with several. */
  private static List<String> names(Finding found) {
    List<String> names = new ArrayList<>(List.of(found.subject()));
    found
        .evidence(Evidence.FileEvidence.class)
        .ifPresent(
            file -> {
              names.add(file.path());
              names.addAll(file.otherPaths());
            });
    return names;
  }

  private record Outcome(String verdict, int exitCode, List<Finding> findings, String said) {}

  private static Outcome scan(Path image) {
    PlatformSelection amd64 = new PlatformSelection.One(Platform.parse("linux/amd64"), false);
    try (ImageScanner scanner = ImageScanner.builder().build()) {
      ScanReport report = scanner.scan(ScanRequest.of(image.toString()).platforms(amd64));
      return new Outcome(
          report.verdict().name(), report.exitCode(), report.findings(), said(report));
    } catch (ScanException e) {
      return new Outcome("ERROR", e.kind().exitCode(), List.of(), String.valueOf(e.getMessage()));
    }
  }

  private static String said(ScanReport report) {
    return report.images().stream()
        .flatMap(image -> image.results().stream())
        .map(
            result ->
                result.check()
                    + "="
                    + result.verdict()
                    + Optional.of(result.findings())
                        .filter(findings -> !findings.isEmpty())
                        .map(findings -> findings.toString())
                        .orElse("")
                    + result.unknown().orElse(""))
        .collect(Collectors.joining("; "));
  }
}
