package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0 B",
        "999 | 999 B",
        "1000 | 1.0 kB",
        "999949 | 999.9 kB",
        "999950 | 1.0 MB",
        "48200000 | 48.2 MB",
        "9223372036854775807 | 9.2 EB"
      })
  void bytesAreRoundedToOneDigit(long bytes, String expected) {
    assertEquals(expected, Wording.bytes(bytes));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0 | 0", "999 | 999", "1000 | 1,000", "-1234567 | -1,234,567"})
  void thousandsAreGrouped(long number, String expected) {
    assertEquals(expected, Wording.grouped(number));
  }

  @Test
  void digestsInsideASentenceAreShortened() {
    String digest = SampleReports.digest('a').toString();
    assertEquals(
        "got sha256:aaaaaaaaaaaa, not sha256:aaaaaaaaaaaa.",
        Wording.shorten("got " + digest + ", not " + digest + "."));
  }

  @Test
  void whatIsNoDigestIsLeftAlone() {
    assertEquals("tag 1: host:5000/a", Wording.shorten("tag 1: host:5000/a"));
  }

  @Test
  void escapedTextIsNotEscapedAgain() {
    assertEquals("/tmp/\\u202e\\x80", Wording.printable("/tmp/\\u202e\\x80"));
  }

  @Test
  void controlCharactersBesideBackslashesAreEscaped() {
    assertEquals("a\\b\\u001b[m", Wording.printable("a\\b\u001b[m"));
  }

  @ParameterizedTest
  @CsvSource({"abc, 3", "名前, 4", "e\u0301, 1", "🐳, 2", "ü, 1", "→, 1"})
  void widthCountsTerminalColumns(String text, int columns) {
    assertEquals(columns, DisplayWidth.of(text));
  }
}
