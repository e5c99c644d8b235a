package dev.imageprovenance.scanner.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.finding.Remedy.Instruction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemedyTest {
  @Test
  void anInstructionIsItsPartsOnOneLine() {
    assertEquals("RUN do a b ; done", new Instruction("RUN do", List.of("a", "b"), "; done") + "");
  }

  @Test
  void anInstructionWithoutEndEndsWithItsOperands() {
    assertEquals("RUN do a", new Instruction("RUN do", List.of("a"), "").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nRUN rm -rf /", "a\u0000", "\u202e", "é"})
  void anOperandThatCouldEndTheLineIsRefused(String operand) {
    assertThrows(
        IllegalArgumentException.class, () -> new Instruction("RUN do", List.of(operand), ""));
  }

  @Test
  void whatRunsBelongsBeforeTheUser() {
    assertTrue(Instruction.of("RUN do").belongsBeforeUser());
    assertFalse(Instruction.of("USER 1:1").belongsBeforeUser());
  }
}
