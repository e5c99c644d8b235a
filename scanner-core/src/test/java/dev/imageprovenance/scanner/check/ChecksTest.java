package dev.imageprovenance.scanner.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.imageprovenance.scanner.finding.CheckId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ChecksTest {
  @Test
  void catalogueIsInTheOrderOfAReport() {
    assertEquals(
        List.of(
            CheckId.INTEGRITY,
            CheckId.AMBIGUOUS_LAYER,
            CheckId.DEFAULT_USER,
            CheckId.SETUID_FILES,
            CheckId.FILE_CAPABILITIES,
            CheckId.ACCOUNTS),
        Checks.ids());
  }

  static List<Check> checks() {
    return Checks.all(true);
  }

  @ParameterizedTest
  @MethodSource("checks")
  void noCheckPassesAnImageThatNobodyCouldRead(Check check) {
    TestFacts facts = new TestFacts().user("app").unknownTree("a layer could not be read");
    for (int i = 0; i < TestFacts.LAYERS; i++) {
      facts.unreadLayer(i, "a layer could not be read");
    }

    assertFalse(check.check(facts.build()).unknown().isEmpty());
  }
}
