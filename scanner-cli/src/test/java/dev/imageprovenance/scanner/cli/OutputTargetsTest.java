package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.report.ReportTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTargetsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "none | none | text:-",
        "json | none | json:-",
        "json=a | none | json:a",
        "text;json=a | none | text:- json:a",
        "json | a | json:a",
        "json | - | json:-",
        "none | a.json | json:a.json",
        "none | a.txt | text:a.txt",
        "none | json=a;text=- | json:a text:-",
        "text=- | json=a | text:- json:a",
        "text;json=b | a | text:a json:b",
        "json=a=b | none | json:a=b",
        "none | x=y | text:x=y",
      })
  void formatsAndOutputsCombine(String formats, String outputs, String expected) {
    String targets =
        OutputTargets.resolve(list(formats), list(outputs)).stream()
            .map(OutputTargetsTest::describe)
            .collect(Collectors.joining(" "));
    assertEquals(expected, targets);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "text;json | none | two reports would go to standard output",
        "text=a;json=./a | none | two reports would go to",
        "text;json | a | --output a could be for each format; write --format FORMAT=a",
        "json= | none | \"json=\" names no file",
        "yaml | none | there is no format \"yaml\"; the formats are text, json",
      })
  void contradictionsAreRefused(String formats, String outputs, String expected) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> OutputTargets.resolve(list(formats), list(outputs)));
    assertEquals(expected, String.valueOf(refused.getMessage()).substring(0, expected.length()));
  }

  private static List<String> list(@org.jspecify.annotations.Nullable String joined) {
    return joined == null ? List.of() : List.of(joined.split(";"));
  }

  private static String describe(ReportTarget target) {
    Path here = Path.of("").toAbsolutePath();
    return target.format().label()
        + ":"
        + target.file().map(file -> here.relativize(file).toString()).orElse("-");
  }
}
