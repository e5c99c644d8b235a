package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.problem.ProblemKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LogReportTest {
  @Test
  void whatFailsIsAnErrorWithWhatFixesIt() {
    assertEquals(
        List.of(
            "ERROR   high default-user: The config sets no user, so that every engine runs the image"
                + " as root [ROOT]",
            "ERROR     jib: <container><user>65532:65532</user></container>"),
        log(SampleReports.failing()).stream()
            .dropWhile(line -> !line.contains("default-user"))
            .limit(2)
            .toList());
  }

  @Test
  void theBaseIsTold() {
    assertTrue(
        log(SampleReports.based())
            .contains(
                "INFO   base docker.io/library/debian:12, layer 1, proven, its tag has moved; 1"
                    + " own"),
        log(SampleReports.based()).toString());
  }

  @Test
  void whatIsWorthALookIsAWarning() {
    assertEquals(
        List.of("WARNING"),
        log(SampleReports.cleanDistro()).stream()
            .filter(line -> line.contains("medium setuid-files"))
            .map(line -> line.substring(0, line.indexOf(' ')))
            .distinct()
            .toList());
  }

  @Test
  void hostileNamesCannotBreakALine() {
    String all = String.join("", log(SampleReports.failing()));
    assertEquals(
        "",
        all.codePoints()
            .filter(Character::isISOControl)
            .mapToObj(Character::toString)
            .collect(Collectors.joining()));
  }

  @Test
  void aProblemIsAnErrorWithItsRemedy() {
    ScanReport broken =
        new ScanReport(
            "app:1",
            Instant.EPOCH,
            List.of(),
            List.of(),
            Optional.of(
                new ScanReport.Problem(
                    ProblemKind.UNREACHABLE, "nobody answers", Optional.of("Try again."))));
    assertEquals(List.of("ERROR nobody answers", "ERROR   Try again."), log(broken));
  }

  private static List<String> log(ScanReport scan) {
    RunReport run =
        new RunReport(
            new RunReport.Tool("scanner", "test"), Instant.EPOCH, Policy.defaults(), List.of(scan));
    return LogReport.of(run).stream().map(line -> line.level() + " " + line.text()).toList();
  }
}
