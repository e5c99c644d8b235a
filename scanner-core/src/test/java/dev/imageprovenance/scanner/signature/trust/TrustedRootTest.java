package dev.imageprovenance.scanner.signature.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are no trusted roots. */
class TrustedRootTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hello | JSON",
        "{} | \"mediaType\" is missing",
        "{\"mediaType\":\"application/json\"} | its mediaType is \"application/json\"",
        "{\"mediaType\":\"application/vnd.dev.sigstore.trustedroot+json;version=0.1\"}"
            + " | it names no certificateAuthorities",
        "{\"mediaType\":\"application/vnd.dev.sigstore.trustedroot+json;version=0.1\","
            + "\"certificateAuthorities\":[],\"tlogs\":[{\"publicKey\":{}}]}"
            + " | does not say since when it is valid"
      })
  void documentThatIsNoneIsAProblemOfTheConfiguration(String json, String why) {
    RawDocument raw = RawDocument.of(json.getBytes(StandardCharsets.UTF_8));
    ScanException problem =
        assertThrows(ScanException.class, () -> new TrustedRoot("root.json", raw));
    assertEquals(ProblemKind.CONFIGURATION, problem.kind());
    assertTrue(String.valueOf(problem.getMessage()).contains(why), problem::getMessage);
  }

  @Test
  void fileThatIsMissingIsAProblemOfTheConfiguration(@TempDir Path directory) {
    ScanException problem =
        assertThrows(ScanException.class, () -> TrustedRoot.ofFile(directory.resolve("none")));
    assertEquals(ProblemKind.CONFIGURATION, problem.kind());
  }
}
