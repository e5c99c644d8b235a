package dev.imageprovenance.scanner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.compare.SignatureComparison.Outcome;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.signature.statement.PredicateTypes;
import dev.imageprovenance.scanner.source.registry.FaultyRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which signatures and attestations one side of a comparison lost on the way. */
@Timeout(60)
class ComparedSignaturesTest {
  private static final String SLSA = PredicateTypes.SLSA_PROVENANCE_1;

  private final FaultyRegistry deployed = FaultyRegistry.start();
  private final FaultyRegistry approved = FaultyRegistry.start();
  private final PushedEvidence signed = new PushedEvidence(approved);
  private final Digest image;

  ComparedSignaturesTest() throws IOException {
    image = new PushedImage(1, 2).push(approved, "1");
    new PushedImage(1, 2).push(deployed, "1");
  }

  @AfterEach
  void stop() throws IOException {
    deployed.close();
    approved.close();
  }

  private CompareRequest request() {
    return CompareRequest.of(deployed.host() + "/app:1", approved.host() + "/app:1");
  }

  private static Comparison compare(CompareRequest request) {
    try (ImageScanner scanner = ImageScanner.builder().build()) {
      return scanner.compare(request);
    }
  }

  /** {@code LOST image signature (simple signing) 1 0}: the registry's number before ours. */
  private static List<String> differences(Comparison comparison) {
    return comparison.signatures().differences().stream()
        .map(
            difference ->
                difference.severity()
                    + " "
                    + difference.kind().label()
                    + " "
                    + difference.registry()
                    + " "
                    + difference.deployed())
        .toList();
  }

  @Test
  void signatureThatWasLeftBehindIsTold() {
    signed.signature(image);
    assertEquals(
        List.of("MEDIUM image signature (simple signing) 1 0"), differences(compare(request())));
  }

  @Test
  void lostSignatureChangesNoRung() {
    signed.signature(image);
    Comparison comparison = compare(request());
    assertEquals(Fact.known(Rung.IDENTICAL), comparison.rung());
    assertEquals(0, comparison.exitCode());
  }

  @Test
  void lostSignatureFailsWhereItIsRequired() {
    signed.signature(image);
    assertEquals(1, compare(request().signatures(SignatureWish.REQUIRE)).exitCode());
  }

  @Test
  void sameSignaturesOnBothSidesPassWhereTheyAreRequired() {
    signed.signature(image);
    new PushedEvidence(deployed).signature(image);
    assertEquals(0, compare(request().signatures(SignatureWish.REQUIRE)).exitCode());
  }

  @Test
  void signatureOfTheDeployedSideAloneIsTold() {
    new PushedEvidence(deployed).signature(image);
    Comparison comparison = compare(request().signatures(SignatureWish.REQUIRE));
    assertEquals(List.of("INFO image signature (simple signing) 0 1"), differences(comparison));
    assertEquals(0, comparison.exitCode());
  }

  @Test
  void eachKindIsCountedByItself() {
    signed.attestations(image, Map.of(), SLSA, SLSA, PredicateTypes.VSA);
    new PushedEvidence(deployed).attestations(image, Map.of(), SLSA);
    assertEquals(
        List.of(
            "MEDIUM provenance (DSSE envelope, " + SLSA + ") 2 1",
            "MEDIUM verification summary (DSSE envelope, " + PredicateTypes.VSA + ") 1 0"),
        differences(compare(request())));
  }

  @Test
  void bundleThatWasLeftBehindIsTold() {
    signed.bundle(image, PredicateTypes.COSIGN_SIGN);
    assertEquals(
        List.of("MEDIUM image signature (sigstore bundle, " + PredicateTypes.COSIGN_SIGN + ") 1 0"),
        differences(compare(request())));
  }

  @Test
  void attestationThatSaysItsTypeIsNotRead() {
    signed.attestations(image, Map.of("predicateType", SLSA), SLSA);
    int layers = 2;
    assertEquals(
        List.of("MEDIUM provenance (DSSE envelope, " + SLSA + ") 1 0"),
        differences(compare(request())));
    assertTrue(approved.seen("GET", "/blobs/").size() <= layers, approved.seen().toString());
  }

  @Test
  void recompressedCopyIsAskedForItsOwnDigest() throws IOException {
    signed.signature(image);
    Digest other = new PushedImage(1, 2).annotation("a", "b").push(deployed, "1");
    new PushedEvidence(deployed).signature(other);
    Comparison comparison = compare(request());
    assertEquals(List.of(), differences(comparison));
    assertEquals(Fact.known(Rung.SAME_IMAGE), comparison.rung());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/referrers/", ".sig", ".att", ".sbom"})
  void routeOfTheDeployedSideWithoutAnAnswerIsUnknownNotLost(String part) {
    signed.signature(image);
    deployed.always(part, (request, wire) -> wire.answer(403, ""));
    Comparison comparison = compare(request().signatures(SignatureWish.REQUIRE));
    assertEquals(List.of(), differences(comparison));
    assertEquals(3, comparison.exitCode());
    assertTrue(
        comparison.signatures().unknowns().get(0).startsWith("deployed side, "),
        comparison.signatures()::toString);
  }

  @Test
  void routeOfTheRegistrysSideWithoutAnAnswerIsUnknown() {
    approved.always(".sig", (request, wire) -> wire.answer(403, ""));
    Comparison comparison = compare(request().signatures(SignatureWish.REQUIRE));
    assertEquals(3, comparison.exitCode());
  }

  @Test
  void whatIsLostForCertainFailsWhateverElseIsUnknown() {
    signed.signature(image);
    approved.always(".att", (request, wire) -> wire.answer(403, ""));
    assertEquals(1, compare(request().signatures(SignatureWish.REQUIRE)).exitCode());
  }

  @Test
  void unknownRouteFailsNothingWhereNothingIsRequired() {
    deployed.always(".sig", (request, wire) -> wire.answer(403, ""));
    Comparison comparison = compare(request());
    assertEquals(0, comparison.exitCode());
    assertEquals(1, comparison.signatures().unknowns().size());
  }

  @Test
  void fiveSmallRequestsForEachSide() {
    compare(request());
    for (FaultyRegistry side : List.of(deployed, approved)) {
      assertEquals(1, side.seen("GET", "/referrers/").size());
      assertEquals(4, side.seen("GET", "/manifests/sha256-").size());
    }
  }

  @Test
  void nothingIsAskedWhereItIsNotWanted() {
    Comparison comparison = compare(request().signatures(SignatureWish.SKIP));
    assertEquals(0, deployed.seen("GET", "sha256-").size());
    assertEquals(0, approved.seen("GET", "/referrers/").size());
    assertInstanceOf(Outcome.NotCompared.class, comparison.signatures().outcome());
  }

  @Test
  void twoTagsOfOneImageInOneRepositoryHaveTheSameSignatures() throws IOException {
    new PushedImage(1, 2).push(approved, "2");
    Comparison comparison =
        compare(
            CompareRequest.of(approved.host() + "/app:2", approved.host() + "/app:1")
                .signatures(SignatureWish.REQUIRE));
    assertInstanceOf(Outcome.SamePlace.class, comparison.signatures().outcome());
    assertEquals(0, approved.seen("GET", "sha256-").size());
    assertEquals(0, comparison.exitCode());
  }

  @Test
  void signatureOfAnIndexIsLostByItsLonePlatform() throws IOException {
    Digest index = new PushedImage(1, 2).pushInIndex(approved, "all");
    signed.signature(index);
    assertEquals(
        List.of("MEDIUM image signature (simple signing) 1 0"),
        differences(
            compare(CompareRequest.of(deployed.host() + "/app:1", approved.host() + "/app:all"))));
  }
}
