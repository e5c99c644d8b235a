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

class JsonSignaturesRendererTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static List<String> names() {
    return SampleSignatures.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everySampleMatchesThePublishedSchema(String name) throws IOException {
    SignaturesReportSchema.assertValid(json(name));
  }

  @ParameterizedTest
  @EnumSource(ProblemKind.class)
  void everyKindOfProblemMatchesThePublishedSchema(ProblemKind kind) throws IOException {
    StringWriter out = new StringWriter();
    new JsonSignaturesRenderer()
        .render(SampleSignatures.run(SampleSignatures.problem(kind, "it failed", "Do.")), out);
    SignaturesReportSchema.assertValid(out.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "/reports/0",
    "/reports/0/images/0",
    "/reports/0/images/0/believed",
    "/reports/0/images/0/believed/signers/0",
    "/reports/0/images/0/checks/0",
    "/reports/0/images/0/signatures",
    "/reports/0/images/0/signatures/routes/0",
    "/reports/0/images/0/signatures/evidence/0",
    "/reports/0/images/0/signatures/evidence/0/place",
    "/reports/0/images/0/signatures/evidence/0/binding",
    "/reports/0/images/0/signatures/evidence/0/statement",
    "/reports/0/images/0/signatures/evidence/0/statement/summary",
    "/reports/0/images/0/signatures/evidence/1/statement/provenance",
  })
  void theSchemaRefusesAMemberThatIsNotPublished(String where) throws IOException {
    JsonNode document = MAPPER.readTree(json("policy"));
    ((ObjectNode) document.at(where)).put("extra", 1);
    assertFalse(SignaturesReportSchema.accepts(document.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "verified, PASS, 0, verified",
    "keyless, PASS, 0, verified",
    "beside, PASS, 0, verified",
    "refused, FAIL, 1, refused",
    "unsigned, PASS, 0, unsigned",
    "unsigned-required, FAIL, 1, unsigned",
    "unverified, UNKNOWN, 3, unknown",
    "unknown, UNKNOWN, 3, unknown",
    "policy, PASS, 0, verified",
    "policy-failed, FAIL, 1, refused",
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
            + document.at("/reports/0/images/0/signatures/state").asText());
  }

  @Test
  void everyRefusalHasItsReason() throws IOException {
    JsonNode evidence =
        MAPPER.readTree(json("beside")).at("/reports/0/images/0/signatures/evidence");
    assertEquals("WRONG_KEY", evidence.at("/0/refusals/0/reason").asText());
  }

  @Test
  void theDocumentIsAscii() throws IOException {
    assertTrue(json("hostile").chars().allMatch(c -> c == '\n' || (c >= 32 && c < 127)));
  }

  private static String json(String name) throws IOException {
    StringWriter out = new StringWriter();
    new JsonSignaturesRenderer().render(SampleSignatures.run(SampleSignatures.named(name)), out);
    return out.toString();
  }
}
