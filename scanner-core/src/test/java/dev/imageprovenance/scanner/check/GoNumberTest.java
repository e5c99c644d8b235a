package dev.imageprovenance.scanner.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expectations were taken from a Go program that prints strconv.Atoi of each text. */
final class GoNumberTest {
  @ParameterizedTest(name = "\"{0}\"")
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      nullValues = "none",
      value = {
        "0,NUMBER,0",
        "00,NUMBER,0",
        "+0,NUMBER,0",
        "-0,NUMBER,0",
        "1000,NUMBER,1000",
        "+1000,NUMBER,1000",
        "-1,NUMBER,-1",
        "0001000,NUMBER,1000",
        "4294967296,NUMBER,4294967296",
        "9223372036854775807,NUMBER,9223372036854775807",
        "-9223372036854775808,NUMBER,-9223372036854775808",
        "9223372036854775808,OUT_OF_RANGE,9223372036854775807",
        "-9223372036854775809,OUT_OF_RANGE,-9223372036854775808",
        "99999999999999999999999,OUT_OF_RANGE,9223372036854775807",
        " 0,NOT_A_NUMBER,0",
        "0 ,NOT_A_NUMBER,0",
        "0x0,NOT_A_NUMBER,0",
        "1_000,NOT_A_NUMBER,0",
        "1e3,NOT_A_NUMBER,0",
        "++1,NOT_A_NUMBER,0",
        "+,NOT_A_NUMBER,0",
        "-,NOT_A_NUMBER,0",
        "'',NOT_A_NUMBER,0",
        "１,NOT_A_NUMBER,0",
        "root,NOT_A_NUMBER,0"
      })
  void readsTextAsGoDoes(String text, GoNumber.Kind kind, long value) {
    GoNumber number = GoNumber.parse(GoText.bytesOf(text));

    assertEquals(kind + " " + value, number.kind() + " " + number.value());
  }
}
