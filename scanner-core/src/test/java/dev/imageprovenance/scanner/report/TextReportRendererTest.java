package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TextReportRendererTest {
  @Test
  void print() throws IOException {
    for (ScanReport s :
        new ScanReport[] {
          SampleReports.cleanDistro(),
          SampleReports.failing(),
          SampleReports.unknown(),
          SampleReports.problem(),
          SampleReports.twoPlatforms(),
          SampleReports.dockerArchive()
        }) {
      System.out.println(text(Verbosity.NORMAL, 100, s));
      System.out.println("-----v");
      System.out.println(text(Verbosity.VERBOSE, 100, s));
      System.out.println("=====");
    }
    System.out.println(
        text(
            Verbosity.NORMAL,
            60,
            SampleReports.cleanDistro(),
            SampleReports.problem(),
            SampleReports.failing()));
    assertEquals("", text(Verbosity.QUIET, 60, SampleReports.cleanDistro()));
  }

  private static String text(Verbosity verbosity, int width, ScanReport... scans)
      throws IOException {
    StringWriter out = new StringWriter();
    new TextReportRenderer(new TextOptions(verbosity, false, width))
        .render(SampleReports.run(scans), out);
    return out.toString();
  }
}
