package dev.imageprovenance.scanner.source.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkHeaderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "</x?a=1,2&b=3>; rel=\"next\"",
        "</x?a=1,2&b=3>;rel=next",
        "</x?a=1,2&b=3>; title=\"a, <b>; rel=c\"; REL=\"last next\"",
        "</first>; rel=\"first\", </x?a=1,2&b=3>; rel=\"next\"",
      })
  void findsNext(String value) {
    assertEquals(Optional.of("/x?a=1,2&b=3"), LinkHeader.next(List.of(value)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "</x>", "</x>; rel=prev", "</x>; rel=nextish", "</a>, </b>; rel=a;"})
  void findsNothingElse(String value) {
    assertEquals(Optional.empty(), LinkHeader.next(List.of(value)));
  }

  @Test
  void looksThroughAllFields() {
    assertEquals(Optional.of("/b"), LinkHeader.next(List.of("</a>; rel=prev", "</b>; rel=next")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/x; rel=next", "<", "</a>; rel=prev, /b; rel=next"})
  void whatCannotBeReadIsNoEnd(String value) {
    assertEquals(
        ProblemKind.MALFORMED,
        assertThrows(ScanException.class, () -> LinkHeader.next(List.of(value))).kind());
  }

  @Test
  void whatIsTooLongIsNoEnd() {
    String value = "</x?" + "a".repeat(40_000) + ">; rel=next";
    assertEquals(
        ProblemKind.MALFORMED,
        assertThrows(ScanException.class, () -> LinkHeader.next(List.of(value))).kind());
  }
}
