package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** What GitHub code scanning asks of SARIF beyond the schema, by its documentation. */
final class CodeScanningRules {
  private CodeScanningRules() {}

  /** Fails with the first rule that is broken. */
  static void assertAccepted(JsonNode sarif) {
    text(sarif, "/$schema");
    assertEquals("2.1.0", text(sarif, "/version"));
    JsonNode runs = sarif.get("runs");
    assertTrue(runs.size() <= 20, () -> runs.size() + " runs");
    Set<String> categories = new HashSet<>();
    for (JsonNode run : runs) {
      String id = text(run, "/automationDetails/id");
      assertTrue(categories.add(id.substring(0, id.lastIndexOf('/'))), () -> "twice: " + id);
      assertRun(run);
    }
  }

  private static void assertRun(JsonNode run) {
    text(run, "/tool/driver/name");
    JsonNode rules = run.at("/tool/driver/rules");
    assertTrue(rules.isArray() && rules.size() <= 25_000);
    Set<String> ids = new HashSet<>();
    for (JsonNode rule : rules) {
      assertTrue(ids.add(text(rule, "/id")), () -> "twice: " + rule.get("id"));
      assertRule(rule);
    }
    assertTrue(run.get("results").isArray() && run.get("results").size() <= 5000);
    for (JsonNode result : run.get("results")) {
      assertEquals(
          text(result, "/ruleId"), text(rules.get(result.get("ruleIndex").intValue()), "/id"));
      assertResult(result);
    }
  }

  private static void assertRule(JsonNode rule) {
    assertTrue(text(rule, "/name").length() <= 255);
    assertTrue(text(rule, "/shortDescription/text").length() <= 1024);
    assertTrue(text(rule, "/fullDescription/text").length() <= 1024);
    text(rule, "/help/text");
    assertTrue(
        Set.of("note", "warning", "error").contains(text(rule, "/defaultConfiguration/level")));
    assertTrue(rule.at("/properties/tags").size() <= 10);
    JsonNode score = rule.at("/properties/security-severity");
    if (!score.isMissingNode()) {
      double value = Double.parseDouble(score.textValue());
      assertTrue(value > 0 && value <= 10, score::textValue);
    }
  }

  private static void assertResult(JsonNode result) {
    text(result, "/message/text");
    text(result, "/partialFingerprints/primaryLocationLineHash");
    assertTrue(result.get("locations").size() >= 1 && result.get("locations").size() <= 10);
    for (JsonNode location : result.get("locations")) {
      String uri = text(location, "/physicalLocation/artifactLocation/uri");
      assertTrue(!uri.startsWith("/") && !uri.contains("..") && !uri.contains(":"), uri);
      for (String bound : new String[] {"startLine", "startColumn", "endLine", "endColumn"}) {
        assertTrue(location.at("/physicalLocation/region/" + bound).intValue() >= 1, bound);
      }
    }
  }

  /** A required value: there, and not the empty string. */
  private static String text(JsonNode node, String pointer) {
    JsonNode value = node.at(pointer);
    assertTrue(value.isTextual() && !value.textValue().isEmpty(), () -> pointer + " of " + node);
    return value.textValue();
  }
}
