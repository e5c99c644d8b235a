package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imageprovenance.scanner.problem.ProblemKind;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class JsonComparisonRendererTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static List<String> names() {
    return SampleComparisons.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everySampleMatchesThePublishedSchema(String name) throws IOException {
    ComparisonReportSchema.assertValid(json(name));
  }

  @ParameterizedTest
  @EnumSource(ProblemKind.class)
  void everyKindOfProblemMatchesThePublishedSchema(ProblemKind kind) throws IOException {
    StringWriter out = new StringWriter();
    new JsonComparisonRenderer()
        .render(SampleComparisons.run(SampleComparisons.problem(kind, "it failed", "Do.")), out);
    ComparisonReportSchema.assertValid(out.toString());
  }

  @Test
  void aRunOfSeveralMatchesThePublishedSchema() throws IOException {
    ComparisonReportSchema.assertValid(json("identical", "problem", "drifted"));
  }

  @ParameterizedTest
  @CsvSource({"''", "/comparisons/0", "/comparisons/0/result", "/comparisons/0/result/images/0"})
  void theSchemaRefusesAMemberThatIsNotPublished(String where) throws IOException {
    JsonNode document = MAPPER.readTree(json("different"));
    ((ObjectNode) document.at(where)).put("extra", 1);
    assertFalse(ComparisonReportSchema.accepts(document.toString()));
  }

  @Test
  void theSchemaRefusesARungBesideAReasonForNone() throws IOException {
    JsonNode document = MAPPER.readTree(json("unknown"));
    ((ObjectNode) document.at("/comparisons/0/result")).put("rung", "different");
    assertFalse(ComparisonReportSchema.accepts(document.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "identical, PASS, 0",
    "same-runtime, FAIL, 1",
    "same-content, PASS, 0",
    "different, FAIL, 1",
    "unknown, UNKNOWN, 3",
    "gone, UNKNOWN, 3",
    "broken, FAIL, 4",
    "drifted, FAIL, 1",
    "drift-unknown, UNKNOWN, 3",
    "clean-container, PASS, 0",
    "problem, UNKNOWN, 3",
    "usage, UNKNOWN, 2",
  })
  void verdictAndExitCodeAreTold(String name, String verdict, int exitCode) throws IOException {
    JsonNode document = MAPPER.readTree(json(name));
    assertEquals(
        verdict + " " + exitCode,
        document.get("verdict").asText() + " " + document.get("exitCode").asInt());
  }

  @Test
  void everyFileIsListed() throws IOException {
    assertEquals(
        1214,
        MAPPER
            .readTree(json("many-files"))
            .at("/comparisons/0/result/images/0/files/differences")
            .size());
  }

  @Test
  void secretsAreWithheld() throws IOException {
    String json = json("different");
    assertTrue(json.contains("config.Env.API_TOKEN") && !json.contains("canary"), json);
  }

  @Test
  void whatAnEngineRecordedElsewhereHasNoKindThatNobodyKnows() throws IOException {
    JsonNode digest =
        MAPPER.readTree(json("stranger")).at("/comparisons/0/result/images/0/deployed/digests/0");
    assertEquals("mirror.example/other", digest.path("repository").asText());
    assertTrue(digest.path("kind").isMissingNode(), digest.toString());
  }

  @Test
  void replacedPlatformsAreRepairedByACopyOfTheRegistrysIndex() throws IOException {
    assertEquals(
        "skopeo copy --all --preserve-digests docker://registry.example/app:1"
            + " docker://staging.example:5000/app:1",
        MAPPER.readTree(json("pruned")).at("/comparisons/0/result/repair").asText());
  }

  @Test
  void whatIsNotKnownHasNoRung() throws IOException {
    JsonNode result = MAPPER.readTree(json("unknown")).at("/comparisons/0/result");
    assertTrue(
        result.path("rung").isMissingNode()
            && result.at("/unknown/reason").asText().contains("503"),
        result.toString());
  }

  @Test
  void theDocumentIsAscii() throws IOException {
    assertTrue(
        json("different", "drifted").chars().allMatch(c -> c == '\n' || (c >= 32 && c < 127)));
  }

  private static String json(String... names) throws IOException {
    ComparisonReport[] reports = new ComparisonReport[names.length];
    for (int i = 0; i < names.length; i++) {
      reports[i] = SampleComparisons.named(names[i]);
    }
    StringWriter out = new StringWriter();
    new JsonComparisonRenderer().render(SampleComparisons.run(reports), out);
    return out.toString();
  }
}
