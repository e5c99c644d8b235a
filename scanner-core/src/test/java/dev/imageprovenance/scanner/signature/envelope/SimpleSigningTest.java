package dev.imageprovenance.scanner.signature.envelope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.StrictJson;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.CosignFormat;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads in containers-signature(5)'s form. */
class SimpleSigningTest {
  private static final Digest DIGEST = Digest.sha256(new byte[] {1});
  private static final String PAYLOAD = CosignFormat.payload("registry.example/app", DIGEST);

  @Test
  void readsNameAndDigest() {
    assertEquals(new SimpleSigning("registry.example/app", DIGEST), parse(PAYLOAD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"creator\":\"x\",\"timestamp\":1,\"anything\":{\"nested\":[1]}}",
        "{\"Commit\":\"1\",\"commit\":\"2\"}",
        "{}"
      })
  void optionalMayHoldAnything(String optional) {
    assertEquals(
        DIGEST,
        parse(PAYLOAD.replace("\"optional\":null", "\"optional\":" + optional)).manifestDigest());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"type\":|\"expires\":1,\"type\":",
        "\"identity\":{|\"identity\":{\"tag\":\"1\",",
        "\"image\":{|\"image\":{\"size\":1,",
        "\"optional\":|\"mandatory\":1,\"optional\":",
        "cosign container image signature|another signature",
        "docker-reference|docker-ref",
        "docker-manifest-digest|Docker-manifest-digest",
        "\"critical\":{|\"critical\":[{",
        "sha256:|sha257:sha256:"
      })
  void refusesWhatItWouldHaveToObey(String before, String after) {
    assertEquals(
        ProblemKind.MALFORMED, problem(PAYLOAD.replaceFirst(quoted(before), after)).kind());
  }

  private static String quoted(String text) {
    return Pattern.quote(text);
  }

  @Test
  void repeatedKeyIsToldApart() {
    assertTrue(
        StrictJson.isRepeatedKey(problem(PAYLOAD.replace("\"type\":", "\"image\":{},\"type\":"))));
  }

  @Test
  void refusesMoreBehindTheEnd() {
    assertEquals(ProblemKind.MALFORMED, problem(PAYLOAD + "{}").kind());
  }

  private static ScanException problem(String json) {
    return assertThrows(ScanException.class, () -> parse(json));
  }

  private static SimpleSigning parse(String json) {
    return SimpleSigning.parse(
        RawDocument.of(json.getBytes(StandardCharsets.UTF_8)), Limits.defaults());
  }
}
