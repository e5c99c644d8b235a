package dev.imageprovenance.scanner.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
  private static final String EMPTY_JSON =
      "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

  @Test
  void computesTheDigestOfTheEmptyObjectThatTheSpecificationNames() {
    assertEquals(EMPTY_JSON, Digest.sha256("{}".getBytes(StandardCharsets.UTF_8)).toString());
  }

  @Test
  void printsAsItWasParsed() {
    assertEquals(EMPTY_JSON, Digest.parse(EMPTY_JSON).toString());
  }

  @Test
  void acceptsAnUnknownAlgorithmThatItCannotCompute() {
    assertTrue(Digest.parse("blake3:abcdef").knownAlgorithm().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256",
        "sha256:",
        ":abc",
        "sha256:ABCD",
        "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8",
        "sha256:44136FA355B3678A1146AD16F7E8649E94FB4FC21FE77E8310C060F61CAAFF8A",
        "sha256:../../../../etc/passwd/0000000000000000000000000000000000000000",
        "Sha256:abc",
        "a+:abc",
        "x:a/b"
      })
  void refusesWhatIsNoDigest(String text) {
    ScanException problem = assertThrows(ScanException.class, () -> Digest.parse(text));
    assertEquals(ProblemKind.MALFORMED, problem.kind());
  }
}
