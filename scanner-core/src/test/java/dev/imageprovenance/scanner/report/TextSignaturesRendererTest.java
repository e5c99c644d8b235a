package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

class TextSignaturesRendererTest {
  static List<String> names() {
    return SampleSignatures.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aReportReadsAsItsGoldenText(String name) throws IOException {
    assertEquals(golden(name, Verbosity.NORMAL, 100), text(Verbosity.NORMAL, 100, name));
  }

  @ParameterizedTest
  @CsvSource({
    "policy, VERBOSE, 120",
    "policy, NORMAL, 60",
    "refused, QUIET, 100",
  })
  void anOtherLayoutReadsAsItsGoldenText(String name, Verbosity verbosity, int width)
      throws IOException {
    assertEquals(golden(name, verbosity, width), text(verbosity, width, name));
  }

  @Test
  void theFirstLineIsVerdictStateAndImage() throws IOException {
    assertEquals(
        "PASS  verified  registry.example/shop/orders:1.4 linux/amd64",
        text(Verbosity.NORMAL, 100, "verified").lines().findFirst().orElseThrow());
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
    new TextSignaturesRenderer(new TextOptions(Verbosity.NORMAL, true, 100))
        .render(SampleSignatures.run(SampleSignatures.named(name)), coloured);
    assertEquals(
        text(Verbosity.NORMAL, 100, name), coloured.toString().replaceAll("\u001b\\[[0-9;]*m", ""));
  }

  @Test
  void quietSaysNothingOfWhatPasses() throws IOException {
    assertEquals("", text(Verbosity.QUIET, 100, "verified", "unsigned"));
  }

  private static String golden(String name, Verbosity verbosity, int width) throws IOException {
    String file =
        "signatures-"
            + name
            + "-"
            + verbosity.name().toLowerCase(Locale.ROOT)
            + "-"
            + width
            + ".txt";
    try (InputStream in =
        Objects.requireNonNull(TextSignaturesRendererTest.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String text(Verbosity verbosity, int width, String... names) throws IOException {
    SignaturesReport[] reports = new SignaturesReport[names.length];
    for (int i = 0; i < names.length; i++) {
      reports[i] = SampleSignatures.named(names[i]);
    }
    StringWriter out = new StringWriter();
    new TextSignaturesRenderer(new TextOptions(verbosity, false, width))
        .render(SampleSignatures.run(reports), out);
    return out.toString();
  }
}
