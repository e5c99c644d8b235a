package dev.imageprovenance.scanner.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.signature.CosignFormat;
import dev.imageprovenance.scanner.signature.SignedImage;
import dev.imageprovenance.scanner.signature.TestRepository;
import dev.imageprovenance.scanner.signature.statement.PredicateTypes;
import dev.imageprovenance.scanner.signature.trust.SignerScope;
import dev.imageprovenance.scanner.signature.trust.Trust;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether signatures that were found are those that are required. */
final class SignatureCheckTest extends SignedSample {
  @SafeVarargs
  private static SignatureCheck requiring(List<String>... groups) {
    return new SignatureCheck(List.of(new RequiredSigners(List.of(groups), CLAUSE)));
  }

  private final SignatureCheck alicesSignature = requiring(List.of("alice"));

  @Test
  void theRequiredSignatureIsEnough() {
    pushSignature(alice);
    CheckOutcome outcome = outcome(alicesSignature);
    assertEquals(List.of(), outcome.findings());
    assertEquals("signed by alice", outcome.summary());
  }

  @Test
  void anImageWithoutSignatureIsUnsigned() {
    CheckOutcome outcome = outcome(alicesSignature);
    assertEquals(List.of("UNSIGNED"), codes(outcome));
    assertEquals("Nobody has signed the image; a signature by alice is required", message(outcome));
  }

  @Test
  void whatIsMissingNamesItsClause() {
    assertTrue(outcome(alicesSignature).findings().get(0).evidence().contains(CLAUSE));
  }

  @Test
  void anotherTrustedSignerIsNotEnough() {
    pushSignature(bob);
    CheckOutcome outcome = outcome(alicesSignature);
    assertEquals(List.of("WRONG_SIGNER"), codes(outcome));
    assertEquals("The image is signed by bob; a signature by alice is required", message(outcome));
  }

  @Test
  void aSignatureThatDoesNotCountIsToldWithItsReason() {
    pushSignature(mallory);
    CheckOutcome outcome = outcome(alicesSignature);
    assertEquals(List.of("REFUSED"), codes(outcome));
    assertTrue(
        message(outcome).startsWith("No signature of the image counts: WRONG_KEY, none of the 2"),
        message(outcome));
  }

  private String remedy(CheckOutcome outcome) {
    return outcome.findings().get(0).remedy().orElseThrow().text();
  }

  @Test
  void whoSignedIsToBeFoundOutWhereNobodyTrustedDid() {
    pushSignature(mallory);
    assertEquals(
        "Find out who signed it, and have its digest signed by alice",
        remedy(outcome(alicesSignature)));
  }

  @Test
  void aSignatureOfAnotherRepositoryIsMendedByAMappingOrBySigningItHere() {
    pushSignature(image.digest(), signedLayer(alice, "registry.example/else/app", image.digest()));
    assertEquals(
        "If it is a copy of what alice signed there, as a mirror's, map its name to that one"
            + " (--mapping, or mappings of the policy); else have its digest signed for this"
            + " repository",
        remedy(outcome(alicesSignature)));
  }

  @Test
  void aSignerThatIsOutOfScopeIsMendedInThePolicy() {
    pushSignature(alice);
    Trust elsewhere =
        Trust.in(alice.trusted("alice", SignerScope.images("registry.example/else/*")));
    assertEquals(
        "If alice may speak for this repository, add it to the repositories of this signer in the"
            + " policy",
        remedy(outcome(alicesSignature, Fact.known(inspect(elsewhere)))));
  }

  @Test
  void oneOfAGroupIsEnough() {
    pushSignature(bob);
    assertEquals(List.of(), outcome(requiring(List.of("alice", "bob"))).findings());
  }

  @Test
  void eachGroupMustHaveSigned() {
    pushSignature(bob);
    assertEquals(
        List.of("WRONG_SIGNER"), codes(outcome(requiring(List.of("bob"), List.of("alice")))));
  }

  @Test
  void eachRequirementMustHold() {
    pushSignature(alice);
    RequiredSigners byAlice = new RequiredSigners(List.of(List.of("alice")), CLAUSE);
    RequiredSigners byBob = new RequiredSigners(List.of(List.of("bob")), CLAUSE);
    assertEquals(
        List.of("WRONG_SIGNER"), codes(outcome(new SignatureCheck(List.of(byAlice, byBob)))));
  }

  @Test
  void aBadSignatureBesideAGoodOneIsTold() {
    pushSignature(
        image.digest(),
        signedLayer(mallory, TestRepository.NAME, image.digest()),
        signedLayer(alice, TestRepository.NAME, image.digest()));
    CheckOutcome outcome = outcome(alicesSignature);
    assertEquals(List.of("ALSO_REFUSED"), codes(outcome));
    assertEquals("signed by alice", outcome.summary());
  }

  @Test
  void manySignaturesThatDoNotCountForOneReasonAreToldOnce() {
    pushSignature(
        image.digest(),
        signedLayer(mallory, TestRepository.NAME, image.digest()),
        signedLayer(mallory, TestRepository.NAME + ":1", image.digest()),
        signedLayer(alice, TestRepository.NAME, image.digest()));
    assertTrue(message(outcome(alicesSignature)).endsWith("; and 1 more like it"));
  }

  @Test
  void aSignedIndexIsSaidAloud() {
    ImageIndex index = index(child(image));
    pushSignature(index.digest(), signedLayer(alice, TestRepository.NAME, index.digest()));
    SignedImage reached = new SignedImage(asked.name(), image, List.of(index));
    CheckOutcome outcome = outcome(alicesSignature, Fact.known(inspect(trust, reached)));
    assertEquals("signed by alice, who signed its index " + index.digest(), outcome.summary());
  }

  @Test
  void aMappedNameIsSaidAloud() {
    pushSignature(image.digest(), signedLayer(alice, "docker.io/library/app", image.digest()));
    CheckOutcome outcome =
        outcome(
            alicesSignature,
            Fact.known(inspect(trust.mapping("registry.example/team", "docker.io/library"))));
    assertEquals("signed by alice, signed as docker.io/library/app", outcome.summary());
  }

  @ParameterizedTest
  @ValueSource(strings = {".sig", ".att", ".sbom", ""})
  void noTrueAnswerIsUnknown(String suffix) {
    fail(suffix);
    CheckOutcome outcome = outcome(alicesSignature);
    assertEquals(List.of(), outcome.findings());
    assertTrue(outcome.unknown().orElse("").contains("answered 503"), outcome.toString());
  }

  @Test
  void whatDoesNotCountIsNotThereForSureWhereARouteIsUnknown() {
    pushSignature(mallory);
    store.fail("referrers");
    CheckOutcome outcome = outcome(alicesSignature);
    assertEquals(List.of("ALSO_REFUSED"), codes(outcome));
    assertTrue(outcome.unknown().isPresent());
  }

  @Test
  void oneGoodSignatureIsEnoughWhereARouteIsUnknown() {
    pushSignature(alice);
    store.fail("referrers");
    assertEquals(Optional.empty(), outcome(alicesSignature).unknown());
  }

  @Test
  void aPlaceWithoutSignaturesIsUnknown() {
    assertEquals(
        Optional.of("no place"), outcome(alicesSignature, Fact.unknown("no place")).unknown());
  }

  @Test
  void whatNobodyLookedForIsUnknown() {
    assertTrue(alicesSignature.check(new TestFacts().build()).unknown().isPresent());
  }

  @Test
  void anAttestationIsNoSignature() {
    pushStatement(PredicateTypes.SLSA_PROVENANCE_1, "{}", alice);
    assertEquals(List.of("UNSIGNED"), codes(outcome(alicesSignature)));
  }

  @Test
  void aBundleThatSaysThatTheImageWasSignedIsASignature() {
    String statement = CosignFormat.statement(image.digest(), PredicateTypes.COSIGN_SIGN, "{}");
    pushBundle(
        image.digest(),
        CosignFormat.bundle(
            CosignFormat.BUNDLE,
            alice.hint(),
            CosignFormat.enveloped(CosignFormat.envelope(statement, alice))));
    assertEquals(List.of(), outcome(alicesSignature).findings());
  }
}
