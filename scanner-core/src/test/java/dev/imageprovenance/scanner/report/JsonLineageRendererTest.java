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

class JsonLineageRendererTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static List<String> names() {
    return SampleLineages.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everySampleMatchesThePublishedSchema(String name) throws IOException {
    LineageReportSchema.assertValid(json(name));
  }

  @ParameterizedTest
  @EnumSource(ProblemKind.class)
  void everyKindOfProblemMatchesThePublishedSchema(ProblemKind kind) throws IOException {
    StringWriter out = new StringWriter();
    new JsonLineageRenderer()
        .render(SampleLineages.run(SampleLineages.problem(kind, "it failed", "Do.")), out);
    LineageReportSchema.assertValid(out.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "/lineages/0",
    "/lineages/0/images/0",
    "/lineages/0/images/0/layers/0",
    "/lineages/0/images/0/bases/0",
    "/lineages/0/images/0/bases/0/images/0",
    "/lineages/0/images/0/bases/0/tag",
    "/lineages/0/images/0/claims/0",
    "/lineages/0/images/0/candidates/shown/0",
  })
  void theSchemaRefusesAMemberThatIsNotPublished(String where) throws IOException {
    JsonNode document = MAPPER.readTree(json("proven"));
    ((ObjectNode) document.at(where)).put("extra", 1);
    assertFalse(LineageReportSchema.accepts(document.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "proven, PASS, 0, proven",
    "declared, PASS, 0, declared",
    "scratch, PASS, 0, scratch",
    "none, PASS, 0, none",
    "contradicted, FAIL, 1, contradicted",
    "other-base, FAIL, 1, other-base",
    "flattened, UNKNOWN, 3, flattened",
    "unproven, UNKNOWN, 3, unproven",
    "unknown, UNKNOWN, 3, unknown",
    "broken, FAIL, 4, broken",
  })
  void verdictExitCodeAndStateAreTold(String name, String verdict, int exitCode, String state)
      throws IOException {
    JsonNode document = MAPPER.readTree(json(name));
    assertEquals(
        verdict + " " + exitCode + " " + state,
        document.get("verdict").asText()
            + " "
            + document.get("exitCode").asInt()
            + " "
            + document.at("/lineages/0/images/0/state").asText());
  }

  @Test
  void whatIsOnlyDeclaredIsNotCalledComputed() throws IOException {
    JsonNode layer = MAPPER.readTree(json("declared")).at("/lineages/0/images/0/layers/0");
    assertEquals(
        "descriptor config config",
        layer.at("/stored/origin").asText()
            + " "
            + layer.at("/uncompressed/origin").asText()
            + " "
            + layer.at("/chainID/origin").asText());
  }

  @Test
  void layersNameTheBaseThatBroughtThem() throws IOException {
    JsonNode layers = MAPPER.readTree(json("proven")).at("/lineages/0/images/0/layers");
    assertEquals(
        "1 0 0 -1",
        layers.get(0).path("base").asInt(-1)
            + " "
            + layers.get(1).path("base").asInt(-1)
            + " "
            + layers.get(2).path("base").asInt(-1)
            + " "
            + layers.get(3).path("base").asInt(-1));
  }

  @Test
  void theDocumentIsAscii() throws IOException {
    assertTrue(json("hostile").chars().allMatch(c -> c == '\n' || (c >= 32 && c < 127)));
  }

  private static String json(String name) throws IOException {
    StringWriter out = new StringWriter();
    new JsonLineageRenderer().render(SampleLineages.run(SampleLineages.named(name)), out);
    return out.toString();
  }
}
