package dev.imageprovenance.scanner.signature.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.problem.ScanException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts of certificates are wanted. */
final class TextMatchTest {
  @ParameterizedTest
  @CsvSource({
    "https://ci.example/app, https://ci.example/app, true",
    "https://ci.example/app, https://ci.example/app2, false",
    "https://ci.example/*, https://ci.example/app, true",
    "https://ci.example/*, https://ci.example/team/app, false",
    "https://ci.example/**, https://ci.example/team/app, true",
    "https://ci.example/app.yml, https://ci.example/appXyml, false",
  })
  void aGlobDescribesTexts(String glob, String text, boolean expected) {
    assertEquals(expected, TextMatch.like(glob).matches(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "**", " ", "?*", "* *"})
  void aGlobOfWildcardsAloneIsRefused(String glob) {
    assertThrows(ScanException.class, () -> TextMatch.like(glob));
  }

  @Test
  void aTextThatIsTooLongIsNeverWanted() {
    assertEquals(false, TextMatch.like("a**").matches("a".repeat(5_000)));
  }
}
