package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TextComparisonRendererTest {
  static List<String> names() {
    return SampleComparisons.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aComparisonReadsAsItsGoldenText(String name) throws IOException {
    assertEquals(golden(name, Verbosity.NORMAL, 100), text(Verbosity.NORMAL, 100, name));
  }

  @ParameterizedTest
  @CsvSource({
    "asserted, VERBOSE, 120",
    "same-runtime, VERBOSE, 100",
    "different, VERBOSE, 160",
    "different, QUIET, 100",
    "different, NORMAL, 60",
    "pruned, VERBOSE, 120",
    "broken, VERBOSE, 160",
    "clean-container, VERBOSE, 100",
    "drifted, QUIET, 100",
  })
  void anOtherLayoutReadsAsItsGoldenText(String name, Verbosity verbosity, int width)
      throws IOException {
    assertEquals(golden(name, verbosity, width), text(verbosity, width, name));
  }

  @Test
  void theFirstLineIsVerdictRungAndSides() throws IOException {
    assertEquals(
        "PASS  same-image  oci:build/image = registry.example/app:1",
        text(Verbosity.NORMAL, 100, "same-image").lines().findFirst().orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({"unknown", "gone", "problem", "drift-unknown"})
  void whatCouldNotBeToldIsNeverDifferent(String name) throws IOException {
    String text = text(Verbosity.VERBOSE, 100, name);
    assertTrue(text.startsWith("UNKNOWN") && !text.contains("different"), text);
  }

  @ParameterizedTest
  @MethodSource("names")
  void noSecretIsPrinted(String name) throws IOException {
    assertFalse(text(Verbosity.VERBOSE, 200, name).contains("canary"), name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void nothingHostileReachesTheTerminal(String name) throws IOException {
    String text = text(Verbosity.VERBOSE, 80, name);
    assertTrue(
        text.codePoints().allMatch(c -> c == '\n' || (!Character.isISOControl(c) && c != 0x202E)),
        text);
  }

  @ParameterizedTest
  @MethodSource("names")
  void coloursChangeNothingButColours(String name) throws IOException {
    StringWriter coloured = new StringWriter();
    new TextComparisonRenderer(new TextOptions(Verbosity.NORMAL, true, 100))
        .render(SampleComparisons.run(SampleComparisons.named(name)), coloured);
    assertEquals(
        text(Verbosity.NORMAL, 100, name), coloured.toString().replaceAll("\u001b\\[[0-9;]*m", ""));
  }

  @Test
  void quietSaysNothingOfWhatPasses() throws IOException {
    assertEquals("", text(Verbosity.QUIET, 100, "identical", "same-image"));
  }

  @Test
  void verboseListsEveryFile() throws IOException {
    long lines =
        text(Verbosity.VERBOSE, 200, "many-files")
            .lines()
            .filter(line -> line.contains(" added  ") || line.contains("removed  "))
            .count();
    assertEquals(1200, lines);
  }

  @Test
  void severalComparisonsEndInASummary() throws IOException {
    String text = text(Verbosity.NORMAL, 100, "identical", "different", "problem");
    assertTrue(text.endsWith("\n\n3 comparisons: 1 passed, 1 failed, 1 unknown\n"), text);
  }

  private static String golden(String name, Verbosity verbosity, int width) throws IOException {
    String file =
        "compare-" + name + "-" + verbosity.name().toLowerCase(Locale.ROOT) + "-" + width + ".txt";
    try (InputStream in =
        Objects.requireNonNull(TextComparisonRendererTest.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String text(Verbosity verbosity, int width, String... names) throws IOException {
    ComparisonReport[] reports = new ComparisonReport[names.length];
    for (int i = 0; i < names.length; i++) {
      reports[i] = SampleComparisons.named(names[i]);
    }
    StringWriter out = new StringWriter();
    new TextComparisonRenderer(new TextOptions(verbosity, false, width))
        .render(SampleComparisons.run(reports), out);
    return out.toString();
  }
}
