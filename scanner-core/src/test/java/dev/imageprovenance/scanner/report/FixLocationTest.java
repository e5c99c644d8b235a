package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.finding.ClauseLocation;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FixLocationTest {
  @ParameterizedTest
  @CsvSource({
    "Dockerfile, Dockerfile, 1",
    "./docker/Dockerfile:12, docker/Dockerfile, 12",
    "docker\\pom.xml, docker/pom.xml, 1",
    "a/b:c, a/b:c, 1",
  })
  void aFileMayNameItsLine(String text, String path, int line) {
    assertEquals(new FixLocation(path, line), FixLocation.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/etc/passwd", "../x", "a/../../x", "a/", "file:x", "C:\\x", "a\nb", "x:0"})
  void whatIsNotBelowTheRootIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> FixLocation.parse(text));
  }

  @Test
  void theUriIsEncoded() {
    assertEquals("a%20b/%C3%A9%23%3F", new FixLocation("a b/\u00e9#?", 1).uri());
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://policies.example/p.yaml", "/etc/policy.yaml"})
  void aPolicyOutsideOfTheRepositoryIsNoPlaceInIt(String file) {
    assertEquals(Optional.empty(), FixLocation.of(new ClauseLocation(file, 1, 1)));
  }
}
