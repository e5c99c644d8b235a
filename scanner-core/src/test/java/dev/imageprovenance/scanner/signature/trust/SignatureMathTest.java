package dev.imageprovenance.scanner.signature.trust;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.signature.TestSigner;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures of every kind of key, by the Java runtime alone. */
class SignatureMathTest {
  private static final byte[] MESSAGE = "what was signed".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OTHER = "what was not signed".getBytes(StandardCharsets.UTF_8);

  static Stream<Arguments> signers() {
    return Stream.of(
        Arguments.of("P-256", TestSigner.p256()),
        Arguments.of("P-384 with SHA-384", TestSigner.ec("secp384r1", "SHA384withECDSA")),
        Arguments.of("P-384 with SHA-256", TestSigner.ec("secp384r1", "SHA256withECDSA")),
        Arguments.of("P-521 with SHA-512", TestSigner.ec("secp521r1", "SHA512withECDSA")),
        Arguments.of("P-521 with SHA-256", TestSigner.ec("secp521r1", "SHA256withECDSA")),
        Arguments.of("RSA 2048", TestSigner.rsa(2048, "SHA256withRSA")),
        Arguments.of("RSA 3072 with SHA-512", TestSigner.rsa(3072, "SHA512withRSA")),
        Arguments.of("Ed25519", TestSigner.ed25519()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("signers")
  void verifiesWhatTheKeyMade(String kind, TestSigner signer) {
    assertTrue(verify(signer.keys(), MESSAGE, signer.sign(MESSAGE)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("signers")
  void refusesAnotherMessage(String kind, TestSigner signer) {
    assertFalse(verify(signer.keys(), OTHER, signer.sign(MESSAGE)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("signers")
  void refusesAChangedSignature(String kind, TestSigner signer) {
    byte[] signature = signer.sign(MESSAGE);
    signature[signature.length - 1] ^= 1;
    assertFalse(verify(signer.keys(), MESSAGE, signature));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("signers")
  void refusesBytesThatAreNoSignature(String kind, TestSigner signer) {
    assertFalse(verify(signer.keys(), MESSAGE, new byte[64]));
  }

  @Test
  void refusesAnotherKeyOfTheSameKind() {
    TestSigner one = TestSigner.p256();
    assertFalse(verify(TestSigner.p256().keys(), MESSAGE, one.sign(MESSAGE)));
  }

  /** As long as the digest, and as long as a key of 2048 bits allows. */
  @ParameterizedTest
  @ValueSource(ints = {32, 222})
  void verifiesPssOfBothUsualSalts(int salt) throws GeneralSecurityException {
    KeyPair keys = TestSigner.rsa(2048, "SHA256withRSA").keys();
    Signature signer = Signature.getInstance("RSASSA-PSS");
    signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
    assertTrue(verify(keys, MESSAGE, sign(signer, keys)));
  }

  @Test
  void verifiesEd25519OverADigest() throws GeneralSecurityException {
    KeyPair keys = TestSigner.ed25519().keys();
    Signature signer = Signature.getInstance("Ed25519");
    signer.setParameter(new EdDSAParameterSpec(true));
    assertTrue(verify(keys, MESSAGE, sign(signer, keys)));
  }

  /** A runtime with CVE-2022-21449 takes these for signatures of everything. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "3006020100020100",
        "3006020101020100",
        "3006020100020101",
        "300602017f0201ff",
        "",
        "30",
        "3080"
      })
  void refusesEcdsaNumbersOutOfRange(String hex) {
    byte[] signature = HexFormat.of().parseHex(hex);
    assertFalse(verify(TestSigner.p256().keys(), MESSAGE, signature));
  }

  private static byte[] sign(Signature signer, KeyPair keys) throws GeneralSecurityException {
    signer.initSign(keys.getPrivate());
    signer.update(MESSAGE);
    return signer.sign();
  }

  private static boolean verify(KeyPair keys, byte[] message, byte[] signature) {
    return SignatureMath.verify(keys.getPublic(), message, signature);
  }
}
