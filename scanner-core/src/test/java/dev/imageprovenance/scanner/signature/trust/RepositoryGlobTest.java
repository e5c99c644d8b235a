package dev.imageprovenance.scanner.signature.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.problem.ScanException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sets of repositories. */
class RepositoryGlobTest {
  @ParameterizedTest
  @CsvSource({
    "registry.example/team/app, registry.example/team/app, true",
    "registry.example/team/app, registry.example/team/app2, false",
    "registry.example/team/*, registry.example/team/app, true",
    "registry.example/team/*, registry.example/team/app/sub, false",
    "registry.example/team/**, registry.example/team/app/sub, true",
    "registry.example/team/**, registry.example/teams/app, false",
    "registry.example/**, registry.example.evil/app, false",
    "*.example/app, registry.example/app, true",
    "registry.example/app, registryXexample/app, false",
    "localhost:5000/**, localhost:5000/app, true",
    "**, docker.io/library/debian, true"
  })
  void matches(String glob, String repository, boolean expected) {
    assertEquals(expected, RepositoryGlob.parse(glob).matches(repository));
  }

  @Test
  void matchesWithoutTagAndDigest() {
    assertTrue(RepositoryGlob.parse("docker.io/library/*").matches(Reference.parse("debian:12")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "app", "Registry.example/app", "registry.example/app:1", "a b/c"})
  void refusesWhatNamesNoRepository(String glob) {
    assertThrows(ScanException.class, () -> RepositoryGlob.parse(glob));
  }
}
