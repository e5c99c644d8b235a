package dev.imageprovenance.scanner.signature.envelope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.CosignFormat;
import dev.imageprovenance.scanner.signature.TestSigner;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles of managed keys. */
class SigstoreBundleParserTest {
  private static final TestSigner SIGNER = TestSigner.p256();
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);
  private static final String DETACHED = CosignFormat.detached(MESSAGE, SIGNER);
  private static final String BUNDLE =
      CosignFormat.bundle(CosignFormat.BUNDLE, SIGNER.hint(), DETACHED);

  @ParameterizedTest
  @CsvSource({
    "application/vnd.dev.sigstore.bundle+json;version=0.1, 0.1",
    "application/vnd.dev.sigstore.bundle+json;version=0.2, 0.2",
    "application/vnd.dev.sigstore.bundle+json;version=0.3, 0.3",
    "application/vnd.dev.sigstore.bundle.v0.3+json, 0.3"
  })
  void readsBothSpellingsOfTheType(String mediaType, String version) {
    assertEquals(version, parse(CosignFormat.bundle(mediaType, "", DETACHED)).version());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.dev.sigstore.bundle.v0.4+json",
        "application/vnd.dev.sigstore.bundle+json",
        "application/json"
      })
  void anotherVersionIsUnsupported(String mediaType) {
    assertEquals(
        ProblemKind.UNSUPPORTED, problem(CosignFormat.bundle(mediaType, "", DETACHED)).kind());
  }

  @Test
  void readsHintAndDigest() {
    SigstoreBundle bundle = parse(BUNDLE);
    assertEquals(Optional.of(SIGNER.hint()), bundle.keyHint());
    assertEquals(
        Optional.of(Digest.sha256(MESSAGE)),
        assertInstanceOf(SigstoreBundle.Content.Detached.class, bundle.content()).digest());
  }

  @Test
  void readsAnEnvelope() {
    String envelope = CosignFormat.envelope("{}", SIGNER);
    String json = CosignFormat.bundle(CosignFormat.BUNDLE, "", CosignFormat.enveloped(envelope));
    assertInstanceOf(SigstoreBundle.Content.Enveloped.class, parse(json).content());
  }

  @Test
  void bothKindsOfContentAreMalformed() {
    String both = CosignFormat.enveloped(CosignFormat.envelope("{}", SIGNER)) + "," + DETACHED;
    assertEquals(
        ProblemKind.MALFORMED, problem(CosignFormat.bundle(CosignFormat.BUNDLE, "", both)).kind());
  }

  @Test
  void keyBesideCertificateIsMalformed() {
    assertEquals(
        ProblemKind.MALFORMED,
        problem(BUNDLE.replace("\"publicKey\"", "\"certificate\":{},\"publicKey\"")).kind());
  }

  @Test
  void brokenCertificateIsMalformed() {
    String json =
        BUNDLE.replaceFirst(
            "\"publicKey\":\\{[^}]*}", "\"certificate\":{\"rawBytes\":\"MAAwAA==\"}");
    assertEquals(ProblemKind.MALFORMED, problem(json).kind());
  }

  private static ScanException problem(String json) {
    return assertThrows(ScanException.class, () -> parse(json));
  }

  private static SigstoreBundle parse(String json) {
    return SigstoreBundleParser.parse(
        RawDocument.of(json.getBytes(StandardCharsets.UTF_8)), Limits.defaults());
  }
}
