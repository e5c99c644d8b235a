package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.imageprovenance.scanner.report.JsonSignaturesRenderer;

/** The published schema of signature reports. */
final class SignaturesReportSchema {
  private SignaturesReportSchema() {}

  static void assertValid(String json) {
    Validator.Result result =
        new ValidatorFactory().validate(JsonSignaturesRenderer.schema(), json);
    assertTrue(result.isValid(), () -> result.getErrors().toString());
  }
}
