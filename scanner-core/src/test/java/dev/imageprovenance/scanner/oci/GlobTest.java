package dev.imageprovenance.scanner.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "/usr/bin/su, /usr/bin/su, true",
    "/usr/bin/su, /usr/bin/sudo, false",
    "/usr/bin/*, /usr/bin/su, true",
    "/usr/bin/*, /usr/bin/, true",
    "/usr/bin/*, /usr/bin/x/su, false",
    "/usr/**, /usr/bin/su, true",
    "/usr/**/su, /usr/bin/x/su, true",
    "/usr/**/su, /usr/su, false",
    "/usr/bin/?u, /usr/bin/su, true",
    "/usr/bin?su, /usr/bin/su, false",
    "**, anything/at all, true",
    "registry.example/team/*, registry.example/team/app:1, true",
    "registry.example/team/*:1, registry.example/team/app:1, true",
    "/a.b, /axb, false",
    "/[ab], /a, false",
    "/名?, /名前, true",
  })
  void matches(String glob, String candidate, boolean expected) {
    assertEquals(expected, Glob.of(glob).matches(candidate));
  }

  @Test
  void aLiteralHasNoWildcards() {
    assertFalse(Glob.literal("/a*").matches("/ab"));
  }

  @Test
  void aLiteralMatchesItself() {
    assertTrue(Glob.literal("/a*?").matches("/a*?"));
  }

  @ParameterizedTest
  @CsvSource({
    "/usr/bin/*, /usr/bin/su, true",
    "/usr/bin/su, /usr/bin/*, false",
    "/usr/**, /usr/bin/*, true",
    "/usr/*, /usr/**, false",
    "/usr/*, /usr/*, true",
    "/usr/*/su, /usr/bin/su, true",
    "**, /x, true",
    "/*a*, /xax, true",
    "/*a*, /?a?, true",
    "/?a?, /*a*, false",
    "/*a*b*, /*b*a*, false",
    "/*a*, /*b*a*, true",
    "/a?, /a/, false",
    "/a**, /a/, true",
  })
  void includes(String outer, String inner, boolean expected) {
    assertEquals(expected, Glob.of(outer).includes(Glob.of(inner)));
  }

  @ParameterizedTest
  @CsvSource({
    "registry.example/**, **/app, true",
    "registry.example/*, registry.example/team/*, false",
    "a*, *b, true",
    "a*, b*, false",
    "a?, a/, false",
    "a, a, true",
  })
  void overlaps(String one, String other, boolean expected) {
    assertEquals(expected, Glob.of(one).overlaps(Glob.of(other)));
  }

  @Test
  void overlappingIsMutual() {
    assertTrue(Glob.of("**/app").overlaps(Glob.of("registry.example/**")));
  }

  @Test
  void manyStarsTakeNoLongTime() {
    String stars = "/" + "*a".repeat(60);
    assertTimeout(
        Duration.ofSeconds(10), () -> Glob.of(stars).matches("/" + "a".repeat(4000) + "b"));
  }

  @Test
  void whatTakesTooLongToCompareIsNotIncluded() {
    Glob outer = Glob.of("**a" + "?".repeat(40));
    assertFalse(outer.includes(Glob.of("**a" + "?".repeat(39) + "[")));
  }

  @Test
  void aLiteralCharacterCountsOnce() {
    assertEquals(4, Glob.of("/a*b**?c").literalCharacters());
  }

  @Test
  void theLiteralPrefixEndsBeforeTheFirstWildcard() {
    assertEquals(2, Glob.of("/a*bc").literalPrefix());
  }
}
