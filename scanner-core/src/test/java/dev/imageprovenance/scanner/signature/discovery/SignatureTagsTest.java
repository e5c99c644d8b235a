package dev.imageprovenance.scanner.signature.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.oci.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names under which registries keep what belongs to a digest. */
class SignatureTagsTest {
  private static final Digest SHA256 = Digest.parse("sha256:" + "ab".repeat(32));
  private static final Digest SHA512 = Digest.parse("sha512:" + "cd".repeat(64));

  @Test
  void referrersTagOfASha256HasTheWholeDigest() {
    assertEquals("sha256-" + "ab".repeat(32), SignatureTags.referrers(SHA256));
  }

  @Test
  void referrersTagOfASha512IsCutAt64Characters() {
    assertEquals("sha512-" + "cd".repeat(32), SignatureTags.referrers(SHA512));
  }

  @ParameterizedTest
  @CsvSource({
    "COSIGN_SIGNATURE_TAG, .sig",
    "COSIGN_ATTESTATION_TAG, .att",
    "COSIGN_SBOM_TAG, .sbom",
  })
  void cosignsTagsBeginLikeTheReferrersTagAndGoOn(Route route, String suffix) {
    assertEquals(SignatureTags.referrers(SHA256) + suffix, SignatureTags.cosign(route, SHA256));
  }

  @Test
  void cosignsTagOfASha256IsATag() {
    assertTrue(SignatureTags.isTag(SignatureTags.cosign(Route.COSIGN_SBOM_TAG, SHA256)));
  }

  @Test
  void cosignsTagOfASha512IsLongerThanATagMayBe() {
    assertFalse(SignatureTags.isTag(SignatureTags.cosign(Route.COSIGN_SIGNATURE_TAG, SHA512)));
  }
}
