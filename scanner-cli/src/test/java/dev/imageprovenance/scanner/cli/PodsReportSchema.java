package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.imageprovenance.scanner.report.JsonPodsRenderer;
import java.util.stream.Collectors;

/** Compares JSON reports of pods with the published schema. */
final class PodsReportSchema {
  private PodsReportSchema() {}

  /** Fails with every violation of the schema. */
  static void assertValid(String json) {
    Validator.Result result = new ValidatorFactory().validate(JsonPodsRenderer.schema(), json);
    assertTrue(
        result.isValid(),
        () ->
            result.getErrors().stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getError())
                .collect(Collectors.joining("\n", "", "\n" + json)));
  }
}
