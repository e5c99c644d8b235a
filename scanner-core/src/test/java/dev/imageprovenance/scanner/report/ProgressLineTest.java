package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  @Test
  void progressShowsOnATerminalAndIsClearedAtTheEnd() throws InterruptedException {
    StringWriter err = new StringWriter();
    ProgressLine line = new ProgressLine(new PrintWriter(err), 80, true, Optional.empty());
    line.imageStarted("app:1", 5, 120_000_000);
    Thread.sleep(350); // Short scans show nothing.
    line.bytesRead(34_500_000);
    line.imageDone();
    assertEquals("\r\u001b[K0 of 5 layers, 34.5 of 120.0 MB  app:1\r\u001b[K", err.toString());
  }

  @Test
  void aShortScanShowsNoProgress() {
    StringWriter err = new StringWriter();
    ProgressLine line = new ProgressLine(new PrintWriter(err), 80, true, Optional.empty());
    line.imageStarted("app:1", 5, 120_000_000);
    line.bytesRead(34_500_000);
    line.imageDone();
    assertEquals("", err.toString());
  }

  @Test
  void notesAreToldWhenWantedAndEscaped() {
    StringWriter err = new StringWriter();
    new ProgressLine(new PrintWriter(err), 80, false, Optional.of("scanner: "))
        .note("retry\u001b[2J");
    assertEquals("scanner: retry\\u001b[2J\n", err.toString());
  }
}
