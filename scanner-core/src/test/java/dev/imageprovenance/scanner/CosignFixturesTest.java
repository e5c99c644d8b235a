package dev.imageprovenance.scanner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.signature.Evidence;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.TestSigner;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import dev.imageprovenance.scanner.signature.trust.SignerScope;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.signature.trust.TrustedKey;
import dev.imageprovenance.scanner.source.PlatformSelection;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures and provenance that the real cosign made. */
class CosignFixturesTest {
  private static final SignerScope SCOPE =
      SignerScope.of(Set.of(Purpose.IMAGE, Purpose.PROVENANCE), "registry.example/team/*");

  private static Path fixture(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(
                  CosignFixturesTest.class.getResource("signature/cosign/" + name), name)
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Signatures signatures(String version, TrustedKey key) {
    try (ImageScanner scanner = ImageScanner.builder().build()) {
      return scanner
          .signatures(
              SignatureRequest.of("oci:" + fixture(version) + ":1")
                  .platforms(new PlatformSelection.All())
                  .name(Reference.parse("registry.example/team/app:1"))
                  .trust(Trust.in(key)))
          .get(0)
          .signatures();
    }
  }

  @ParameterizedTest
  @CsvSource({"v2, SIMPLE_SIGNING IMAGE, DSSE PROVENANCE", "v3, BUNDLE IMAGE, BUNDLE PROVENANCE"})
  void signatureAndProvenanceOfCosignAreVerified(String version, String one, String other) {
    Signatures signatures =
        signatures(version, TrustedKey.ofFile("cosign", fixture("cosign.pub"), SCOPE));
    assertEquals(
        List.of(one + " true", other + " true"),
        signatures.evidence().stream().map(CosignFixturesTest::line).toList());
    assertEquals("https://ci.example/builder", signatures.provenance().get(0).says().builderId());
  }

  private static String line(Evidence evidence) {
    return evidence.form()
        + " "
        + evidence.purpose().map(Enum::name).orElse("")
        + " "
        + evidence.isVerified();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v3"})
  void signatureOfCosignIsRefusedForAnotherKey(String version) {
    assertEquals(
        Signatures.State.REFUSED,
        signatures(version, TestSigner.p256().trusted("another", SCOPE)).state());
  }
}
