package dev.imageprovenance.scanner.signature.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.TestSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys as users give them. */
class TrustedKeyTest {
  private static final SignerScope IMAGES = SignerScope.images("registry.example/**");

  @Test
  void readsAFileOfCosign(@TempDir Path directory) throws IOException {
    TestSigner signer = TestSigner.p256();
    Path file = directory.resolve("cosign.pub");
    Files.writeString(file, signer.pem());
    assertEquals(signer.keys().getPublic(), TrustedKey.ofFile("ci", file, IMAGES).key());
  }

  @Test
  void fileThatIsNotThereSaysSo(@TempDir Path directory) {
    ScanException problem =
        assertThrows(
            ScanException.class,
            () -> TrustedKey.ofFile("ci", directory.resolve("none.pub"), IMAGES));
    assertSays("none.pub cannot be read", problem);
  }

  @Test
  void privateKeyIsRefusedWithAWarning() {
    assertTrue(
        problem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")
            .remedy()
            .orElse("")
            .contains("keep it secret"));
  }

  @Test
  void shortRsaKeyIsRefused() {
    assertSays("an RSA key of 1024 bits", problem(TestSigner.rsa(1024, "SHA256withRSA").pem()));
  }

  @Test
  void twoKeysInOneFileAreRefused() {
    String both = TestSigner.p256().pem() + TestSigner.p256().pem();
    assertSays("more than one", problem(both));
  }

  @Test
  void textWithoutAKeyIsRefused() {
    assertEquals(ProblemKind.CONFIGURATION, problem("hello").kind());
  }

  @Test
  void keyOfAnUnknownKindIsRefused() {
    assertSays(
        "of a kind that cannot be used",
        problem("-----BEGIN PUBLIC KEY-----\nMAAwAA==\n-----END PUBLIC KEY-----"));
  }

  @Test
  void hintIsTheFingerprint() {
    TestSigner signer = TestSigner.p256();
    assertTrue(signer.trusted("ci", IMAGES).isMeantBy(signer.hint()));
  }

  @Test
  void hintOfAnotherKeyIsNotMeant() {
    assertFalse(TestSigner.p256().trusted("ci", IMAGES).isMeantBy(TestSigner.p256().hint()));
  }

  @Test
  void signerOfSummariesNeedsAVerifierId() {
    assertThrows(
        ScanException.class, () -> SignerScope.of(Set.of(Purpose.VSA), "registry.example/**"));
  }

  @Test
  void signerWithoutPurposeIsRefused() {
    assertThrows(ScanException.class, () -> SignerScope.of(Set.of(), "registry.example/**"));
  }

  private static void assertSays(String part, ScanException problem) {
    String message = String.valueOf(problem.getMessage());
    assertTrue(message.contains(part), message);
  }

  private static ScanException problem(String pem) {
    return assertThrows(ScanException.class, () -> TrustedKey.ofPem("ci", pem, IMAGES));
  }
}
