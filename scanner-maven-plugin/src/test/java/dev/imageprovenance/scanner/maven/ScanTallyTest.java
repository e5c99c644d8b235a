package dev.imageprovenance.scanner.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScanTallyTest {
  private final Map<String, AtomicInteger> counts = ScanTally.counts();

  @Test
  void onlyTheLastExecutionTells() {
    assertEquals(Optional.empty(), new ScanTally(counts).done(2));
  }

  @Test
  void theLastExecutionTellsOfAll() {
    ScanTally one = new ScanTally(counts);
    one.scanned(2, true);
    one.done(2);
    ScanTally other = new ScanTally(counts);
    other.scanned(1, false);
    assertEquals(
        Optional.of("scanner: 3 images scanned in 4 modules, 2 passed"),
        other.done(2).map(total -> total.line(4)));
  }

  @Test
  void saysThatAllPassed() {
    assertEquals(
        "scanner: 1 image scanned in 2 modules, all passed", new ScanTally.Total(1, 1).line(2));
  }

  @Test
  void saysThatNothingWasScanned() {
    assertEquals("scanner: 0 images scanned in 2 modules", new ScanTally.Total(0, 0).line(2));
  }
}
