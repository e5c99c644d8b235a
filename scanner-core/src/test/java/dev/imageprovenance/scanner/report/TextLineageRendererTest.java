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

class TextLineageRendererTest {
  static List<String> names() {
    return SampleLineages.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aLineageReadsAsItsGoldenText(String name) throws IOException {
    assertEquals(golden(name, Verbosity.NORMAL, 100), text(Verbosity.NORMAL, 100, name));
  }

  @ParameterizedTest
  @CsvSource({
    "proven, VERBOSE, 120",
    "proven, NORMAL, 60",
    "broken, VERBOSE, 120",
    "contradicted, QUIET, 100",
  })
  void anOtherLayoutReadsAsItsGoldenText(String name, Verbosity verbosity, int width)
      throws IOException {
    assertEquals(golden(name, verbosity, width), text(verbosity, width, name));
  }

  @Test
  void theFirstLineIsVerdictStateAndImage() throws IOException {
    assertEquals(
        "PASS  proven  registry.example/app:1 linux/amd64",
        text(Verbosity.NORMAL, 100, "proven").lines().findFirst().orElseThrow());
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
    new TextLineageRenderer(new TextOptions(Verbosity.NORMAL, true, 100))
        .render(SampleLineages.run(SampleLineages.named(name)), coloured);
    assertEquals(
        text(Verbosity.NORMAL, 100, name), coloured.toString().replaceAll("\u001b\\[[0-9;]*m", ""));
  }

  @Test
  void quietSaysNothingOfWhatPasses() throws IOException {
    assertEquals("", text(Verbosity.QUIET, 100, "proven", "scratch"));
  }

  @Test
  void stepsAreCutSoThatTheTreeStaysATree() throws IOException {
    assertFalse(text(Verbosity.NORMAL, 100, "hostile").contains("xxxx\n"));
  }

  private static String golden(String name, Verbosity verbosity, int width) throws IOException {
    String file =
        "lineage-" + name + "-" + verbosity.name().toLowerCase(Locale.ROOT) + "-" + width + ".txt";
    try (InputStream in =
        Objects.requireNonNull(TextLineageRendererTest.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String text(Verbosity verbosity, int width, String... names) throws IOException {
    LineageReport[] reports = new LineageReport[names.length];
    for (int i = 0; i < names.length; i++) {
      reports[i] = SampleLineages.named(names[i]);
    }
    StringWriter out = new StringWriter();
    new TextLineageRenderer(new TextOptions(verbosity, false, width))
        .render(SampleLineages.run(reports), out);
    return out.toString();
  }
}
