package dev.imageprovenance.scanner.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.problem.ScanException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "linux/amd64, linux/amd64, true",
    "linux/x86_64, linux/amd64, true",
    "Linux/AMD64, linux/amd64, true",
    "linux/arm64/v8, linux/arm64, true",
    "linux/arm64, linux/arm64/v8, true",
    "linux/aarch64, linux/arm64, true",
    "linux/arm, linux/arm/v7, true",
    "linux/arm/v6, linux/arm, false",
    "linux/arm/v7, linux/arm/v6, false",
    "linux/amd64/v3, linux/amd64, true",
    "linux/amd64, linux/amd64/v3, false",
    "windows/amd64, linux/amd64, false"
  })
  void satisfiesWhatWasAskedFor(String has, String wanted, boolean satisfied) {
    assertEquals(satisfied, Platform.parse(has).satisfies(Platform.parse(wanted)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "linux", "linux/", "/amd64", "linux/arm/v7/x", "linux/am d64"})
  void refusesWhatIsNoPlatform(String text) {
    assertThrows(ScanException.class, () -> Platform.parse(text));
  }

  @Test
  void printsAsWritten() {
    assertEquals("linux/arm/v7", Platform.parse("linux/arm/v7").toString());
  }
}
