package dev.imageprovenance.scanner.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.signature.envelope.Form;
import dev.imageprovenance.scanner.signature.statement.PredicateTypes;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import dev.imageprovenance.scanner.signature.trust.SignerScope;
import dev.imageprovenance.scanner.signature.trust.Trust;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Signed statements, and statements that nobody has signed. */
class AttestationTest extends SignatureFixture {
  private static final String PREDICATE =
      "{\"buildDefinition\":{\"buildType\":\"t\"},\"runDetails\":{\"builder\":{\"id\":\"ci\"}}}";

  private String provenance(Digest subject) {
    return CosignFormat.statement(subject, PredicateTypes.SLSA_PROVENANCE_1, PREDICATE);
  }

  @Test
  void signedProvenanceCounts() {
    pushAttestation(image.digest(), CosignFormat.envelope(provenance(image.digest()), alice));
    Signatures signatures = inspect(trust(alicesKey(Purpose.PROVENANCE)));
    assertTrue(only(signatures).isVerified());
    assertEquals("ci", signatures.provenance().get(0).says().builderId());
  }

  @Test
  void provenanceIsNoSignatureOfTheImage() {
    pushAttestation(image.digest(), CosignFormat.envelope(provenance(image.digest()), alice));
    assertEquals(Signatures.State.UNSIGNED, inspect(trust(alicesKey(Purpose.PROVENANCE))).state());
  }

  @Test
  void keyForImagesIsRefusedForProvenance() {
    pushAttestation(image.digest(), CosignFormat.envelope(provenance(image.digest()), alice));
    assertEquals(RefusalReason.WRONG_PURPOSE, refusal(inspect(trust(alicesKey()))));
  }

  @Test
  void payloadThatWasChangedFitsNoKey() {
    String signature =
        alice.signBase64(
            CosignFormat.preAuthentication(CosignFormat.IN_TOTO, provenance(image.digest())));
    pushAttestation(
        image.digest(),
        CosignFormat.envelopeSigned(
            provenance(image.digest()).replace("\"ci\"", "\"me\""), signature));
    assertEquals(RefusalReason.WRONG_KEY, refusal(inspect(trust(alicesKey(Purpose.PROVENANCE)))));
  }

  @Test
  void signatureOfTheBarePayloadDoesNotCount() {
    String statement = provenance(image.digest());
    pushAttestation(
        image.digest(), CosignFormat.envelopeSigned(statement, alice.signBase64(statement)));
    assertEquals(RefusalReason.WRONG_KEY, refusal(inspect(trust(alicesKey(Purpose.PROVENANCE)))));
  }

  @Test
  void statementAboutAnotherImageIsRefused() {
    pushAttestation(
        image.digest(), CosignFormat.envelope(provenance(image("another").digest()), alice));
    assertEquals(
        RefusalReason.WRONG_SUBJECT, refusal(inspect(trust(alicesKey(Purpose.PROVENANCE)))));
  }

  @Test
  void subjectOfAStatementIsToldAsADigest() {
    Digest other = image("another").digest();
    pushAttestation(image.digest(), CosignFormat.envelope(provenance(other), alice));
    assertEquals(
        "it is about " + other + ", and this image is " + image.digest(),
        whyRefused(inspect(trust(alicesKey(Purpose.PROVENANCE)))));
  }

  @Test
  void oneOfSeveralSubjectsIsEnough() {
    String statement =
        provenance(image.digest())
            .replace("\"subject\":[", "\"subject\":[{\"digest\":{\"sha256\":\"00\"}},");
    pushAttestation(image.digest(), CosignFormat.envelope(statement, alice));
    assertTrue(only(inspect(trust(alicesKey(Purpose.PROVENANCE)))).isVerified());
  }

  @Test
  void repeatedKeyInAStatementIsRefused() {
    String statement =
        provenance(image.digest()).replace("\"builder\":", "\"builder\":{},\"builder\":");
    pushAttestation(image.digest(), CosignFormat.envelope(statement, alice));
    assertEquals(
        RefusalReason.DUPLICATE_KEYS, refusal(inspect(trust(alicesKey(Purpose.PROVENANCE)))));
  }

  @Test
  void twoSignaturesOfOneEnvelopeAreTwoPiecesOfEvidence() {
    pushAttestation(
        image.digest(), CosignFormat.envelope(provenance(image.digest()), mallory, alice));
    Signatures signatures = inspect(trust(alicesKey(Purpose.PROVENANCE)));
    assertEquals(2, signatures.evidence().size());
    assertEquals(
        List.of(RefusalReason.WRONG_KEY),
        signatures.refusals().stream().map(Refusal::reason).toList());
    assertTrue(signatures.provenance().get(0).isVerified());
  }

  @Test
  void builderMustBeTheSigners() {
    pushAttestation(image.digest(), CosignFormat.envelope(provenance(image.digest()), alice));
    Trust trust =
        trust(
            alice.trusted(
                "alice",
                SignerScope.of(
                    Set.of(Purpose.PROVENANCE), Set.of("another ci"), "registry.example/**")));
    assertEquals(RefusalReason.WRONG_BUILDER, refusal(inspect(trust)));
  }

  @Test
  void anotherTypeOfPayloadIsUnknown() {
    String payload = "{\"hello\":\"world\"}";
    String envelope =
        CosignFormat.envelopeSigned(
                payload,
                alice.signBase64(CosignFormat.preAuthentication("application/json", payload)))
            .replace(CosignFormat.IN_TOTO, "application/json");
    pushAttestation(image.digest(), envelope);
    assertInstanceOf(
        Standing.Unknown.class, only(inspect(trust(alicesKey(Purpose.PROVENANCE)))).standing());
  }

  private ImageIndex indexWithStatement(String statement) {
    return index(child(image), attestationChild(statement));
  }

  private String attestationChild(String statement) {
    Descriptor blob = store.put(CosignFormat.IN_TOTO, statement);
    Descriptor manifest =
        store.put(
            CosignFormat.MANIFEST,
            CosignFormat.manifest(List.of(CosignFormat.descriptor(blob, Map.of())), ""));
    return CosignFormat.descriptor(
        manifest,
        Map.of(
            "vnd.docker.reference.type",
            "attestation-manifest",
            "vnd.docker.reference.digest",
            image.digest().toString()));
  }

  @Test
  void anIndexWithMoreStatementsThanTheLimitIsNotReadToItsEnd() {
    String[] children = new String[102];
    children[0] = child(image);
    for (int i = 1; i < children.length; i++) {
      children[i] =
          attestationChild(provenance(image.digest()).replace("\"app\"", "\"" + i + "\""));
    }
    Signatures signatures = inspect(trust(alicesKey()), reachedThrough(index(children)));
    assertEquals(100, signatures.evidence().size());
    assertEquals(Signatures.State.UNKNOWN, signatures.state());
  }

  private Signatures inspectWithPayloadsOf(int bytes) {
    return new SignatureInspector(
            store,
            trust(alicesKey(Purpose.PROVENANCE)),
            KeylessProof.unavailable("no root"),
            new ScanContext(
                Clock.fixed(NOW, ZoneOffset.UTC),
                Limits.defaults(),
                Progress.NONE,
                new Cancellation()),
            new SignatureLimits(100, 100, bytes))
        .inspect(asked);
  }

  /** One blob that is small enough can be listed many thousand times. */
  @Test
  void payloadsOfOneImageHaveABoundTogether() {
    String envelope = CosignFormat.envelope(provenance(image.digest()), alice);
    String[] copies = new String[40];
    Arrays.fill(copies, envelope);
    pushAttestation(image.digest(), copies);
    Signatures signatures = inspectWithPayloadsOf(envelope.length());
    assertEquals(32, signatures.evidence().stream().filter(Evidence::isVerified).count());
    assertEquals(Signatures.State.UNSIGNED, inspectWithPayloadsOf(envelope.length() * 2).state());
    assertTrue(
        signatures.unclear(Purpose.PROVENANCE).get(0).contains("together"), signatures.toString());
  }

  @Test
  void eachSignatureOfAnEnvelopeCountsTowardsTheBound() {
    String envelope = CosignFormat.envelope(provenance(image.digest()), alice, alice, alice, alice);
    String[] copies = new String[40];
    Arrays.fill(copies, envelope);
    pushAttestation(image.digest(), copies);
    assertEquals(
        32,
        inspectWithPayloadsOf(envelope.length()).evidence().stream()
            .filter(Evidence::isVerified)
            .count());
  }

  private SignedImage reachedThrough(ImageIndex index) {
    return new SignedImage(asked.name(), image, List.of(index));
  }

  @Test
  void unsignedStatementOfBuildKitIsAClaim() {
    Signatures signatures =
        inspect(trust(alicesKey()), reachedThrough(indexWithStatement(provenance(image.digest()))));
    assertEquals(Form.STATEMENT, only(signatures).form());
    assertInstanceOf(Standing.Claimed.class, only(signatures).standing());
    assertFalse(signatures.provenance().get(0).isVerified());
  }

  @Test
  void unsignedStatementAboutAnotherImageIsRefused() {
    Signatures signatures =
        inspect(
            trust(alicesKey()),
            reachedThrough(indexWithStatement(provenance(image("another").digest()))));
    assertEquals(RefusalReason.WRONG_SUBJECT, refusal(signatures));
  }

  @Test
  void claimInASignedIndexIsVouchedFor() {
    ImageIndex index = indexWithStatement(provenance(image.digest()));
    pushSignature(index.digest(), signedLayer(alice, TestRepository.NAME, index.digest()));
    Signatures signatures = inspect(trust(alicesKey()), reachedThrough(index));
    Standing.Claimed claimed =
        assertInstanceOf(Standing.Claimed.class, signatures.provenance().get(0).standing());
    assertEquals(Optional.of("alice"), claimed.vouchedBy());
  }

  @Test
  void claimIsNoSignature() {
    Signatures signatures =
        inspect(trust(alicesKey()), reachedThrough(indexWithStatement(provenance(image.digest()))));
    assertEquals(Signatures.State.UNSIGNED, signatures.state());
  }

  @Test
  void attachedSbomIsAClaimThatIsNotRead() {
    Descriptor sbom = store.put("text/spdx+json", "x".repeat(20));
    CosignFormat.push(
        store, CosignFormat.tag(image.digest(), ".sbom"), CosignFormat.descriptor(sbom, Map.of()));
    store.fail(sbom.digest().toString());
    assertEquals(Optional.of(Purpose.SBOM), only(inspect(trust(alicesKey()))).purpose());
    assertInstanceOf(Standing.Claimed.class, only(inspect(trust(alicesKey()))).standing());
  }
}
