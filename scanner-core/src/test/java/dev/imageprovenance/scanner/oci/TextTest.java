package dev.imageprovenance.scanner.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void leavesOrdinaryTextAlone() {
    assertEquals("/usr/bin/é 漢字", Text.escape("/usr/bin/é 漢字"));
  }

  @Test
  void escapesTerminalControls() {
    assertEquals("a\\u001b[2Jb\\u000ac", Text.escape("a\u001b[2Jb\nc"));
  }

  @Test
  void escapesBidirectionalOverrides() {
    assertEquals("\\u202ecod", Text.escape("\u202Ecod"));
  }

  @Test
  void showsBytesThatAreNoUtf8() {
    assertEquals("\\xff", Text.escape("\uDCFF"));
  }

  @Test
  void keepsAnEscapedNameDifferentFromOneThatSpellsTheEscape() {
    assertEquals("\\\\x41", Text.escape("\\x41"));
  }
}
