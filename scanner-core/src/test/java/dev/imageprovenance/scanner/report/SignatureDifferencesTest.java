package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How reports tell signatures that were lost; the texts are golden ones of their own. */
class SignatureDifferencesTest {
  private static String rendered(ReportFormat format, ComparisonReport report) throws IOException {
    StringWriter out = new StringWriter();
    Renderers.ofComparisons(format, ReportOptions.defaults())
        .render(SampleComparisons.run(report), out);
    return out.toString();
  }

  @Test
  void jsonCountsEachKindOfBothSides() throws IOException {
    JsonNode signatures =
        new ObjectMapper()
            .readTree(rendered(ReportFormat.JSON, SampleComparisons.lostSignatures(false)))
            .at("/comparisons/0/result/signatures");
    assertEquals(4, signatures.get("differences").size());
    assertEquals("PASS", signatures.get("verdict").asText());
    assertEquals(3, signatures.at("/registry/kinds").size());
  }

  @Test
  void jsonSaysWhyNobodyLooked() throws IOException {
    JsonNode signatures =
        new ObjectMapper()
            .readTree(rendered(ReportFormat.JSON, SampleComparisons.asserted()))
            .at("/comparisons/0/result/signatures");
    assertFalse(signatures.get("compared").asBoolean());
    assertEquals("a sample that nobody looked into", signatures.get("reason").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTML", "MARKDOWN", "JUNIT", "SARIF"})
  void lostSignatureIsToldInEveryFormat(String format) throws IOException {
    String report = rendered(ReportFormat.valueOf(format), SampleComparisons.lostSignatures(true));
    assertTrue(report.contains("image signature (simple signing)"), report);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTML", "MARKDOWN", "JUNIT", "SARIF"})
  void routeThatGaveNoAnswerIsToldInEveryFormat(String format) throws IOException {
    String report = rendered(ReportFormat.valueOf(format), SampleComparisons.unknownSignatures());
    assertTrue(report.contains("mirror.example answered 403"), report);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTML", "MARKDOWN", "JUNIT", "SARIF", "TEXT"})
  void placeWithoutSignaturesIsNotSpokenOf(String format) throws IOException {
    String report = rendered(ReportFormat.valueOf(format), SampleComparisons.asserted());
    assertFalse(report.contains("a sample that nobody looked into"), report);
  }
}
