package dev.imageprovenance.scanner.source.registry;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.source.http.TooSlowException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Duration WINDOW = Duration.ofSeconds(2);
  private static final long SECOND = 1_000_000_000L;

  @Test
  void readThatBeginsAfterEnoughBytesHasTheWholeWindow() throws TooSlowException {
    Pace pace = Pace.steady(WINDOW);
    pace.add(SECOND * 19 / 10, 2 * Pace.MIN_BYTES_PER_SECOND);
    assertEquals(WINDOW, pace.left());
  }

  @Test
  void tooFewBytesInAWindowAreTooSlow() throws TooSlowException {
    Pace pace = Pace.steady(WINDOW);
    pace.add(SECOND, 10);
    assertThrows(TooSlowException.class, () -> pace.add(SECOND, 10));
  }

  @Test
  void bytesOfAnEarlierWindowDoNotCount() throws TooSlowException {
    Pace pace = Pace.steady(WINDOW);
    pace.add(SECOND, 100 * Pace.MIN_BYTES_PER_SECOND);
    assertThrows(TooSlowException.class, () -> pace.add(2 * SECOND, 10));
  }

  @Test
  void slowButSteadyLinkIsKept() {
    Pace pace = Pace.steady(WINDOW);
    assertDoesNotThrow(
        () -> {
          for (int i = 0; i < 100; i++) {
            pace.add(SECOND, Pace.MIN_BYTES_PER_SECOND);
          }
        });
  }

  @Test
  void deadlineIsNotLengthenedByBytes() throws TooSlowException {
    Pace pace = Pace.within(WINDOW);
    pace.add(SECOND, 100 * Pace.MIN_BYTES_PER_SECOND);
    assertThrows(TooSlowException.class, () -> pace.add(SECOND, 100 * Pace.MIN_BYTES_PER_SECOND));
  }
}
