package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Compares SARIF with the schema that its specification publishes. */
final class SarifSchema {
  private static final String RESOURCE = "/schema/sarif-schema-2.1.0.json";

  private SarifSchema() {}

  /** Fails with every violation of the schema. */
  static void assertValid(String sarif) {
    Validator.Result result = new ValidatorFactory().validate(schema(), sarif);
    assertTrue(
        result.isValid(),
        () ->
            result.getErrors().stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getError())
                .collect(Collectors.joining("\n", "", "\n" + sarif)));
  }

  /** True when the schema accepts the document. */
  static boolean accepts(String sarif) {
    return new ValidatorFactory().validate(schema(), sarif).isValid();
  }

  private static String schema() {
    try (InputStream in = SarifSchema.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException("no resource " + RESOURCE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
