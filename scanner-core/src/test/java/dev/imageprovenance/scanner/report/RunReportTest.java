package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.finding.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunReportTest {
  @ParameterizedTest
  @CsvSource({"4,1,4", "1,4,4", "1,3,1", "3,1,1", "1,2,1", "2,3,2", "3,0,3", "0,0,0", "0,2,2"})
  void theWorseExitCodeWins(int one, int other, int expected) {
    assertEquals(expected, RunReport.worseExitCode(one, other));
  }

  @Test
  void aRunHasTheExitCodeOfItsWorstScan() {
    RunReport run =
        SampleReports.run(
            SampleReports.cleanDistro(), SampleReports.unknown(), SampleReports.twoPlatforms());
    assertEquals(1, run.exitCode());
  }

  @Test
  void brokenIntegrityComesBeforeAFailedPolicy() {
    assertEquals(
        4, SampleReports.run(SampleReports.twoPlatforms(), SampleReports.failing()).exitCode());
  }

  @Test
  void aProblemMakesARunUnknown() {
    assertEquals(
        Verdict.UNKNOWN,
        SampleReports.run(SampleReports.cleanDistro(), SampleReports.problem()).verdict());
  }

  @Test
  void aRunWithoutScansPasses() {
    assertEquals(0, SampleReports.run().exitCode());
  }
}
