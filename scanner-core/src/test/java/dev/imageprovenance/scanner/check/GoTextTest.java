package dev.imageprovenance.scanner.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GoTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "\t",
        "\u000b\f\r",
        "\u0085",
        "\u00a0",
        "\u1680",
        "\u2007",
        "\u202f",
        "\u3000"
      })
  void trimsWhatGoCallsSpace(String space) {
    assertEquals("a b", GoText.trim(GoText.bytesOf(space + "a b" + space)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u200b", "\ufeff", "\u180e"})
  void keepsWhatGoDoesNotCallSpace(String other) {
    String bytes = GoText.bytesOf(other + "a");

    assertEquals(bytes, GoText.trim(bytes));
  }

  @Test
  void keepsSingleBytesThatOnlyLookLikeSpace() {
    assertEquals("\u0085a\u00a0", GoText.trim("\u0085a\u00a0"));
  }

  @Test
  void trimsTextOfSpaceToNothing() {
    assertEquals("", GoText.trim("  \t "));
  }

  @Test
  void splitKeepsEmptyParts() {
    assertEquals(List.of("", "a", "", ""), GoText.split(":a::", ':'));
  }

  @Test
  void loneSurrogateBecomesReplacementCharacter() {
    assertEquals(GoText.bytesOf("a\ufffdc"), GoText.bytesOf("a\ud800c"));
  }

  @Test
  void namesAreEqualWhateverTheNumberOfReplacementCharacters() {
    assertTrue(GoText.sameName(GoText.bytesOf("a\ufffd\ufffd"), GoText.bytesOf("a\ufffd")));
  }

  @Test
  void namesThatDifferInCaseAreDifferent() {
    assertFalse(GoText.sameName("App", "app"));
  }

  @Test
  void showsBytesThatAreNoTextAsHexadecimal() {
    assertEquals("a\\xff", GoText.show("a\u00ff"));
  }

  @Test
  void showsUtf8AsText() {
    assertEquals("é", GoText.show(GoText.bytesOf("é")));
  }
}
