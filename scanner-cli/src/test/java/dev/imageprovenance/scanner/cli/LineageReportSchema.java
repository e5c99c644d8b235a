package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.imageprovenance.scanner.report.JsonLineageRenderer;
import java.util.stream.Collectors;

/** Compares JSON reports of lineages with the published schema. */
final class LineageReportSchema {
  private LineageReportSchema() {}

  /** Fails with every violation of the schema. */
  static void assertValid(String json) {
    Validator.Result result = new ValidatorFactory().validate(JsonLineageRenderer.schema(), json);
    assertTrue(
        result.isValid(),
        () ->
            result.getErrors().stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getError())
                .collect(Collectors.joining("\n", "", "\n" + json)));
  }
}
