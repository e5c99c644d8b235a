package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import java.util.stream.Collectors;

/** Compares JSON reports of signatures with the published schema. */
final class SignaturesReportSchema {
  private SignaturesReportSchema() {}

  /** Fails with every violation of the schema. */
  static void assertValid(String json) {
    Validator.Result result =
        new ValidatorFactory().validate(JsonSignaturesRenderer.schema(), json);
    assertTrue(
        result.isValid(),
        () ->
            result.getErrors().stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getError())
                .collect(Collectors.joining("\n", "", "\n" + json)));
  }

  /** True when the schema accepts the document. */
  static boolean accepts(String json) {
    return new ValidatorFactory().validate(JsonSignaturesRenderer.schema(), json).isValid();
  }
}
