package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextReportRendererTest {
  @ParameterizedTest
  @CsvSource({
    "clean-distro, NORMAL, 100",
    "clean-distro, VERBOSE, 160",
    "clean-distro, NORMAL, 60",
    "failing, NORMAL, 100",
    "failing, VERBOSE, 100",
    "unknown, NORMAL, 100",
    "problem, NORMAL, 100",
    "two-platforms, NORMAL, 100",
    "docker-archive, NORMAL, 100",
    "docker-archive, VERBOSE, 100",
    "based, NORMAL, 100",
    "based, VERBOSE, 120",
    "merely-naming, NORMAL, 100",
  })
  void aReportReadsAsItsGoldenText(String name, Verbosity verbosity, int width) throws IOException {
    String golden = golden(name + "-" + verbosity.name().toLowerCase(Locale.ROOT) + "-" + width);
    assertEquals(golden, text(new TextOptions(verbosity, false, width), sample(name)));
  }

  @Test
  void severalScansEndInASummary() throws IOException {
    String text =
        text(
            TextOptions.plain(),
            SampleReports.cleanDistro(),
            SampleReports.failing(),
            SampleReports.problem());
    assertTrue(text.endsWith("\n\n3 images: 1 passed, 1 failed, 1 unknown\n"), text);
  }

  @Test
  void quietSaysNothingOfWhatPasses() throws IOException {
    TextOptions quiet = new TextOptions(Verbosity.QUIET, false, 80);
    assertEquals("", text(quiet, SampleReports.cleanDistro(), SampleReports.cleanDistro()));
  }

  @Test
  void quietStillTellsWhatDoesNotPass() throws IOException {
    TextOptions quiet = new TextOptions(Verbosity.QUIET, false, 80);
    String text = text(quiet, SampleReports.cleanDistro(), SampleReports.problem());
    assertTrue(text.startsWith("UNKNOWN  registry.example/secret:1: "), text);
  }

  @Test
  void quietTellsNeitherOriginNorPassingChecks() throws IOException {
    TextOptions quiet = new TextOptions(Verbosity.QUIET, false, 80);
    String text = text(quiet, SampleReports.unknown());
    assertFalse(text.contains("source") || text.contains("PASS"), text);
  }

  @Test
  void quietLeavesThePlatformOutThatPasses() throws IOException {
    TextOptions quiet = new TextOptions(Verbosity.QUIET, false, 80);
    assertFalse(text(quiet, SampleReports.twoPlatforms()).contains("PASS  app:2"));
  }

  @Test
  void nothingHostileReachesTheTerminal() throws IOException {
    TextOptions verbose = new TextOptions(Verbosity.VERBOSE, false, 80);
    String text = text(verbose, SampleReports.failing());
    assertTrue(
        text.codePoints().allMatch(c -> c == '\n' || (!Character.isISOControl(c) && c != 0x202E)),
        text);
  }

  @Test
  void everyEvidenceHasWords() throws IOException {
    TextOptions verbose = new TextOptions(Verbosity.VERBOSE, false, 200);
    StringBuilder text = new StringBuilder();
    for (var evidence : SampleReports.everyEvidence()) {
      String report = text(verbose, SampleReports.withEvidence(evidence));
      text.append(report, report.indexOf("[SOMETHING]\n") + 12, report.length());
    }
    assertEquals(golden("every-evidence"), text.toString());
  }

  @Test
  void digestsAreNeverBroken() throws IOException {
    TextOptions narrow = new TextOptions(Verbosity.VERBOSE, false, 40);
    String text = text(narrow, SampleReports.cleanDistro());
    assertTrue(text.contains(SampleReports.digest('a').toString()), text);
  }

  @Test
  void linesFitTheWidthWhenTheirWordsDo() throws IOException {
    TextOptions narrow = new TextOptions(Verbosity.NORMAL, false, 60);
    String text = text(narrow, SampleReports.cleanDistro());
    assertTrue(text.lines().allMatch(line -> DisplayWidth.of(line) <= 60), text);
  }

  @Test
  void aCommandThatIsWrappedCanStillBePasted() throws IOException {
    TextOptions narrow = new TextOptions(Verbosity.NORMAL, false, 60);
    String text = text(narrow, SampleReports.cleanDistro());
    int start = text.indexOf("RUN chmod");
    String pasted = text.substring(start, text.indexOf("\n    medium", start));
    assertEquals(
        "RUN chmod a-s /usr/bin/chfn /usr/bin/chsh /usr/bin/gpasswd /usr/bin/mount /usr/bin/newgrp"
            + " /usr/bin/passwd /usr/bin/su /usr/bin/umount /usr/bin/sudo /usr/bin/ping /usr/bin/at"
            + " /usr/bin/pkexec",
        pasted.replace("\\\n", "").replaceAll(" +", " "));
  }

  @Test
  void coloursChangeNothingButColours() throws IOException {
    String plain = text(TextOptions.plain(), SampleReports.failing());
    String coloured =
        text(
            new TextOptions(Verbosity.NORMAL, true, TextOptions.DEFAULT_WIDTH),
            SampleReports.failing());
    assertEquals(plain, coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
  }

  @Test
  void aFailIsRed() throws IOException {
    String text = text(new TextOptions(Verbosity.NORMAL, true, 100), SampleReports.failing());
    assertTrue(text.startsWith("\u001b[1;31mFAIL\u001b[0m"), text);
  }

  private static ScanReport sample(String name) {
    return switch (name) {
      case "clean-distro" -> SampleReports.cleanDistro();
      case "failing" -> SampleReports.failing();
      case "unknown" -> SampleReports.unknown();
      case "problem" -> SampleReports.problem();
      case "two-platforms" -> SampleReports.twoPlatforms();
      case "docker-archive" -> SampleReports.dockerArchive();
      case "based" -> SampleReports.based();
      case "merely-naming" -> SampleReports.merelyNaming();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String golden(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            TextReportRendererTest.class.getResourceAsStream(name + ".txt"), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String text(TextOptions options, ScanReport... scans) throws IOException {
    StringWriter out = new StringWriter();
    new TextReportRenderer(options).render(SampleReports.run(scans), out);
    return out.toString();
  }
}
