package dev.imageprovenance.scanner.signature.envelope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.CosignFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DSSE envelopes. */
class DsseEnvelopeTest {
  @Test
  void encodesAsTheProtocolShows() {
    DsseEnvelope envelope =
        new DsseEnvelope("http://example.com/HelloWorld", raw("hello world"), List.of());
    assertEquals(
        "DSSEv1 29 http://example.com/HelloWorld 11 hello world", envelope.signedBytes().text());
  }

  @Test
  void countsBytesNotCharacters() {
    DsseEnvelope envelope = new DsseEnvelope("é", raw("žluť"), List.of());
    assertEquals("DSSEv1 2 é 6 žluť", envelope.signedBytes().text());
  }

  @Test
  void readsBothAlphabetsOfBase64() {
    String json =
        "{\"payloadType\":\"t\",\"payload\":\"_-8=\",\"signatures\":[{\"sig\":\"/+8=\"}]}";
    DsseEnvelope envelope = parse(json);
    assertEquals(envelope.payload(), envelope.signatures().get(0).bytes());
  }

  @Test
  void emptyKeyIdIsNone() {
    assertEquals(
        Optional.empty(),
        parse(CosignFormat.envelopeSigned("{}", "AAAA")).signatures().get(0).keyId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"payloadType\":\"t\",\"payload\":\"AA==\",\"signatures\":[]}",
        "{\"payloadType\":\"t\",\"payload\":\"AA==\"}",
        "{\"payloadType\":\"t\",\"payload\":\"A A==\",\"signatures\":[{\"sig\":\"AA==\"}]}",
        "{\"payload\":\"AA==\",\"signatures\":[{\"sig\":\"AA==\"}]}",
        "{\"payloadType\":\"t\",\"payload\":\"AA==\",\"payload\":\"AQ==\","
            + "\"signatures\":[{\"sig\":\"AA==\"}]}",
        "[]",
        "<html>"
      })
  void refusesWhatIsNoEnvelope(String json) {
    assertEquals(
        ProblemKind.MALFORMED, assertThrows(ScanException.class, () -> parse(json)).kind());
  }

  private static DsseEnvelope parse(String json) {
    return DsseEnvelope.parse(raw(json), Limits.defaults());
  }

  private static RawDocument raw(String text) {
    return RawDocument.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
