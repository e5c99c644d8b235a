package dev.imageprovenance.scanner.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import dev.imageprovenance.scanner.signature.trust.SignerScope;
import dev.imageprovenance.scanner.signature.trust.Trust;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures of images in cosign's first form: a payload under a tag. */
class ImageSignatureTest extends SignatureFixture {
  private static final String NAME = TestRepository.NAME;

  @Test
  void signatureOfTrustedKeyCounts() {
    pushSignature(image.digest(), signedLayer(alice, NAME, image.digest()));
    Signatures signatures = inspect(trust(alicesKey()));
    assertEquals(Signatures.State.VERIFIED, signatures.state());
    assertEquals("alice", verified(signatures).signers().get(0).signer().name());
  }

  @Test
  void bindsToTheManifest() {
    pushSignature(image.digest(), signedLayer(alice, NAME, image.digest()));
    assertEquals(
        new Binding(Binding.Kind.MANIFEST, image.digest(), Optional.empty()),
        verified(inspect(trust(alicesKey()))).binding());
  }

  @Test
  void imageWithoutAnythingIsUnsigned() {
    assertEquals(Signatures.State.UNSIGNED, inspect(trust(alicesKey())).state());
  }

  @Test
  void signatureWithoutAnyTrustIsUnknown() {
    pushSignature(image.digest(), signedLayer(alice, NAME, image.digest()));
    Signatures signatures = inspect(Trust.NOBODY);
    assertEquals(Signatures.State.UNKNOWN, signatures.state());
    assertTrue(signatures.unknowns().get(0).contains("no key and no identity is trusted"));
  }

  @Test
  void storedPayloadThatChangedIsTampered() {
    String payload = CosignFormat.payload(NAME, image.digest());
    pushSignature(image.digest(), signedLayer(alice, payload));
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    bytes[20] ^= 1;
    store.replace(Digest.sha256(payload.getBytes(StandardCharsets.UTF_8)), bytes);
    assertEquals(RefusalReason.TAMPERED_PAYLOAD, refusal(inspect(trust(alicesKey()))));
  }

  @Test
  void payloadThatWasExchangedWithItsDescriptorFitsNoKey() {
    String signed = CosignFormat.payload(NAME, image("another").digest());
    String pushed = CosignFormat.payload(NAME, image.digest());
    pushSignature(
        image.digest(), CosignFormat.signatureLayer(store, pushed, alice.signBase64(signed)));
    assertEquals(RefusalReason.WRONG_KEY, refusal(inspect(trust(alicesKey()))));
  }

  @Test
  void signatureOfAnotherKeyIsRefused() {
    pushSignature(image.digest(), signedLayer(mallory, NAME, image.digest()));
    Signatures signatures = inspect(trust(alicesKey()));
    assertEquals(RefusalReason.WRONG_KEY, refusal(signatures));
    assertEquals(Signatures.State.REFUSED, signatures.state());
  }

  @Test
  void rightSignatureOfAnotherImageIsRefused() {
    pushSignature(image.digest(), signedLayer(alice, NAME, image("another").digest()));
    assertEquals(RefusalReason.WRONG_SUBJECT, refusal(inspect(trust(alicesKey()))));
  }

  @Test
  void rightSignatureOfAnotherRepositoryIsRefused() {
    pushSignature(
        image.digest(), signedLayer(alice, "registry.example/team/other", image.digest()));
    assertEquals(RefusalReason.WRONG_REPOSITORY, refusal(inspect(trust(alicesKey()))));
  }

  @Test
  void keyOfAnotherRepositoryIsRefused() {
    pushSignature(image.digest(), signedLayer(alice, NAME, image.digest()));
    Trust trust = trust(alice.trusted("alice", SignerScope.images("registry.example/else/*")));
    assertEquals(RefusalReason.OUT_OF_SCOPE, refusal(inspect(trust)));
  }

  @Test
  void signerThatIsOutOfScopeIsNamed() {
    pushSignature(image.digest(), signedLayer(alice, NAME, image.digest()));
    Trust trust = trust(alice.trusted("alice", SignerScope.images("registry.example/else/*")));
    assertEquals("alice is not trusted about " + TestRepository.NAME, whyRefused(inspect(trust)));
  }

  @Test
  void signerOfAnotherPurposeIsNamed() {
    pushSignature(image.digest(), signedLayer(alice, NAME, image.digest()));
    assertEquals(
        "alice is trusted with other things than image",
        whyRefused(inspect(trust(alicesKey(Purpose.PROVENANCE)))));
  }

  @Test
  void keyOfAnotherPurposeIsRefused() {
    pushSignature(image.digest(), signedLayer(alice, NAME, image.digest()));
    assertEquals(
        RefusalReason.WRONG_PURPOSE, refusal(inspect(trust(alicesKey(Purpose.PROVENANCE)))));
  }

  @Test
  void repeatedKeyIsRefused() {
    String payload =
        CosignFormat.payload(NAME, image.digest())
            .replace("\"optional\":null", "\"optional\":null,\"optional\":null");
    pushSignature(image.digest(), signedLayer(alice, payload));
    assertEquals(RefusalReason.DUPLICATE_KEYS, refusal(inspect(trust(alicesKey()))));
  }

  @Test
  void unknownMemberOfCriticalIsRefused() {
    String payload =
        CosignFormat.payload(NAME, image.digest())
            .replace("\"type\":", "\"only-until\":\"2020\",\"type\":");
    pushSignature(image.digest(), signedLayer(alice, payload));
    assertEquals(RefusalReason.MALFORMED, refusal(inspect(trust(alicesKey()))));
  }

  @Test
  void ofAPayloadThatNobodyTrustedSignedOnlyThatIsTold() {
    pushSignature(image.digest(), signedLayer(mallory, "{\"critical\":1,\"critical\":2}"));
    assertEquals(RefusalReason.WRONG_KEY, refusal(inspect(trust(alicesKey()))));
  }

  @Test
  void layerWithoutSignatureIsRefused() {
    pushSignature(
        image.digest(),
        CosignFormat.signatureLayer(store, CosignFormat.payload(NAME, image.digest()), ""));
    assertEquals(RefusalReason.MALFORMED, refusal(inspect(trust(alicesKey()))));
  }

  @Test
  void badSignatureBesideAGoodOneIsTold() {
    pushSignature(
        image.digest(),
        signedLayer(mallory, NAME, image.digest()),
        signedLayer(alice, NAME, image.digest()));
    Signatures signatures = inspect(trust(alicesKey()));
    assertEquals(Signatures.State.VERIFIED, signatures.state());
    assertEquals(
        List.of(RefusalReason.WRONG_KEY),
        signatures.refusals().stream().map(Refusal::reason).toList());
  }

  @Test
  void signatureOfTheIndexCoversItsImageAndSaysSo() {
    ImageIndex index = index(child(image));
    pushSignature(index.digest(), signedLayer(alice, NAME, index.digest()));
    SignedImage reached = new SignedImage(asked.name(), image, List.of(index));
    Signatures signatures = inspect(trust(alicesKey()), reached);
    assertEquals(Signatures.State.VERIFIED, signatures.state());
    assertEquals(
        new Binding(Binding.Kind.INDEX, index.digest(), Optional.empty()),
        verified(signatures).binding());
  }

  @Test
  void signatureOfAnIndexThatWasNotAskedForDoesNotCount() {
    ImageIndex index = index(child(image));
    pushSignature(image.digest(), signedLayer(alice, NAME, index.digest()));
    assertEquals(RefusalReason.WRONG_SUBJECT, refusal(inspect(trust(alicesKey()))));
  }

  @Test
  void mirrorNeedsAMapping() {
    pushSignature(image.digest(), signedLayer(alice, "docker.io/library/app", image.digest()));
    Trust trust = trust(alicesKey()).mapping("registry.example/team", "docker.io/library");
    assertEquals(
        Optional.of("docker.io/library/app"), verified(inspect(trust)).binding().signedAs());
  }

  @Test
  void hubIsOneRegistryUnderItsTwoNames() {
    SignedImage hub = new SignedImage(Optional.of(Reference.parse("debian:12")), image, List.of());
    pushSignature(
        image.digest(), signedLayer(alice, "index.docker.io/library/debian", image.digest()));
    Trust trust = trust(alice.trusted("alice", SignerScope.images("docker.io/library/*")));
    assertEquals(Signatures.State.VERIFIED, inspect(trust, hub).state());
  }

  @Test
  void signedTagMustBeTheOneThatWasAskedFor() {
    pushSignature(image.digest(), signedLayer(alice, NAME + ":2", image.digest()));
    assertEquals(RefusalReason.WRONG_REPOSITORY, refusal(inspect(trust(alicesKey()))));
  }

  @Test
  void signedTagIsOpenWhenADigestWasAskedFor() {
    pushSignature(image.digest(), signedLayer(alice, NAME + ":2", image.digest()));
    SignedImage byDigest =
        new SignedImage(
            Optional.of(Reference.parse(NAME + "@" + image.digest())), image, List.of());
    assertEquals(Signatures.State.VERIFIED, inspect(trust(alicesKey()), byDigest).state());
  }

  @Test
  void atomicSignatureCountsToo() {
    String payload =
        CosignFormat.payload(NAME + ":1", image.digest())
            .replace("cosign container image signature", "atomic container signature");
    pushSignature(image.digest(), signedLayer(alice, payload));
    assertEquals(Signatures.State.VERIFIED, inspect(trust(alicesKey())).state());
  }

  @Test
  void imageOfAFileNeedsItsRepositoryNamed() {
    pushSignature(image.digest(), signedLayer(alice, NAME, image.digest()));
    SignedImage file = new SignedImage(Optional.empty(), image, List.of());
    Signatures signatures = inspect(trust(alicesKey()), file);
    assertInstanceOf(Standing.Unknown.class, only(signatures).standing());
  }

  @Test
  void manifestOfAnotherImageInTheSameLayoutIsNoBinding() {
    ImageManifest other = image("other");
    pushSignature(image.digest(), signedLayer(alice, NAME, other.digest()));
    assertEquals(RefusalReason.WRONG_SUBJECT, refusal(inspect(trust(alicesKey()))));
  }

  @ParameterizedTest
  @ValueSource(strings = {".sig", ".att", ".sbom", ""})
  void anyTagWithoutATrueAnswerMakesItUnknown(String suffix) {
    store.fail(CosignFormat.tag(image.digest(), suffix));
    assertEquals(Signatures.State.UNKNOWN, inspect(trust(alicesKey())).state());
  }

  @Test
  void referrersWithoutATrueAnswerMakeItUnknown() {
    store.fail("referrers");
    assertEquals(Signatures.State.UNKNOWN, inspect(trust(alicesKey())).state());
  }

  @Test
  void oneGoodSignatureIsEnoughWhereARouteIsUnknown() {
    store.fail("referrers");
    pushSignature(image.digest(), signedLayer(alice, NAME, image.digest()));
    assertEquals(Signatures.State.VERIFIED, inspect(trust(alicesKey())).state());
  }

  @Test
  void payloadThatCannotBeReadIsUnknown() {
    String payload = CosignFormat.payload(NAME, image.digest());
    pushSignature(image.digest(), signedLayer(alice, payload));
    store.fail(Digest.sha256(payload.getBytes(StandardCharsets.UTF_8)).toString());
    assertEquals(Signatures.State.UNKNOWN, inspect(trust(alicesKey())).state());
  }
}
