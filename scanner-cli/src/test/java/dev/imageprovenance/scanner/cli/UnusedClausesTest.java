package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.ScanRequest;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.report.RunReport;
import dev.imageprovenance.testimages.SampleImages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnusedClausesTest {
  @TempDir Path directory;

  @Test
  void namesAPathThatNoImageHas() throws IOException {
    assertEquals(List.of("--allow-setuid /nope"), unused(Set.of("/nope", "/usr/bin/su"), Set.of()));
  }

  @Test
  void saysNothingWhenTheCheckDidNotRun() throws IOException {
    assertEquals(List.of(), unused(Set.of("/nope"), Set.of(CheckId.ACCOUNTS)));
  }

  private List<String> unused(Set<String> paths, Set<CheckId> checks) throws IOException {
    Path image = SampleImages.named("demo").writeTo(directory);
    Policy policy = Policy.defaults();
    for (String path : paths) {
      policy = policy.allowSetuid(path);
    }
    try (ImageScanner scanner = ImageScanner.builder().build()) {
      ScanRequest request = ScanRequest.of(image.toString()).policy(policy).checks(checks);
      RunReport run =
          new RunReport(
              new RunReport.Tool("scanner", "test"),
              Instant.EPOCH,
              policy,
              List.of(scanner.scan(request)));
      return run.unusedClauses().stream().map(unused -> unused.origin().clause()).toList();
    }
  }
}
