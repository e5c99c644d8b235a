package dev.imageprovenance.scanner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.problem.ScanException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is meant by bases: a list in a file, or a repository. */
class ApprovedBasesTest {
  @TempDir private Path directory;

  private String problem(String text) {
    return String.valueOf(
        assertThrows(ScanException.class, () -> ApprovedBases.of(text, directory)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"approved.txt", "conf/approved.txt", "./approved", "../approved"})
  void listThatIsMissingIsNoRepository(String name) {
    assertEquals(
        "The list of bases " + name + " cannot be read: there is no such file", problem(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry.example/approved.txt", "localhost:5000/a.txt", "team/java"})
  void nameOfARepositoryIsOne(String name) {
    assertInstanceOf(ApprovedBases.InRepository.class, ApprovedBases.of(name, directory));
  }

  @Test
  void directoryIsNoList() {
    assertEquals("The list of bases . cannot be read: it is a directory", problem("."));
  }
}
