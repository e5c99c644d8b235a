package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.imageprovenance.scanner.report.JsonReportRenderer;
import java.util.stream.Collectors;

/** Compares JSON reports with the published schema; stateless. */
public final class ScanReportSchema {
  private ScanReportSchema() {}

  /** Fails with every violation of the schema. */
  public static void assertValid(String json) {
    Validator.Result result = new ValidatorFactory().validate(JsonReportRenderer.schema(), json);
    assertTrue(
        result.isValid(),
        () ->
            result.getErrors().stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getError())
                .collect(Collectors.joining("\n", "", "\n" + json)));
  }
}
