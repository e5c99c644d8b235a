package dev.imageprovenance.scanner.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.finding.Evidence.DigestEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.Status;
import dev.imageprovenance.scanner.image.DigestVerification.When;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.layer.LayerAnomaly;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IntegrityCheckTest {
  private static final Digest OTHER = TestFacts.digest("other");

  private final IntegrityCheck check = new IntegrityCheck();

  private static DigestVerification mismatch(
      DigestKind kind, Optional<Digest> actual, String note) {
    return new DigestVerification(
        kind,
        Optional.of(1),
        TestFacts.stored(1),
        DigestOrigin.DESCRIPTOR,
        actual,
        Status.MISMATCH,
        When.NOW,
        note);
  }

  private Finding only(TestFacts facts) {
    List<Finding> findings = check.check(facts.build()).findings();
    assertEquals(1, findings.size());
    return findings.get(0);
  }

  private static String codeAndSeverity(Finding finding) {
    return finding.code() + " " + finding.severity().label();
  }

  @Test
  void soundImageHasNothing() {
    assertEquals(
        new CheckOutcome(check.id(), List.of(), Optional.empty(), "6 of 6 digests verified"),
        check.check(new TestFacts().build()));
  }

  @Test
  void mismatchIsCritical() {
    assertEquals(
        "DIGEST_MISMATCH critical",
        codeAndSeverity(
            only(
                new TestFacts().verification(mismatch(DigestKind.LAYER, Optional.of(OTHER), "")))));
  }

  @Test
  void mismatchShowsBothValues() {
    assertEquals(
        Optional.of(
            new DigestEvidence(
                "layer",
                TestFacts.stored(1).toString(),
                "descriptor",
                Optional.of(OTHER.toString()))),
        only(new TestFacts().verification(mismatch(DigestKind.LAYER, Optional.of(OTHER), "")))
            .evidence(DigestEvidence.class));
  }

  @Test
  void sizeThatDiffersIsCriticalToo() {
    assertEquals(
        "SIZE_MISMATCH critical",
        codeAndSeverity(
            only(
                new TestFacts()
                    .verification(
                        mismatch(
                            DigestKind.LAYER,
                            Optional.of(TestFacts.stored(1)),
                            "the descriptor promises 10 bytes, there are 11")))));
  }

  @Test
  void brokenLayerIsToldOnce() {
    TestFacts facts =
        new TestFacts()
            .verification(mismatch(DigestKind.LAYER, Optional.empty(), "not a tar"))
            .verification(mismatch(DigestKind.DIFF_ID, Optional.empty(), "not a tar"));

    assertEquals("BROKEN_CONTENT critical", codeAndSeverity(only(facts)));
  }

  @Test
  void unverifiableDigestIsUnknown() {
    CheckOutcome outcome =
        check.check(
            new TestFacts()
                .verification(
                    DigestVerification.unverifiable(
                        DigestKind.DIFF_ID,
                        Optional.of(0),
                        Digest.parse("blake3:abcd"),
                        DigestOrigin.CONFIG,
                        "the algorithm blake3 is unsupported"))
                .build());

    assertEquals(
        Optional.of(
            "the content of layer 1 (its diffID) could not be verified: the algorithm blake3 is"
                + " unsupported"),
        outcome.unknown());
  }

  @Test
  void reasonOfALayerIsToldOnce() {
    TestFacts facts = new TestFacts().unreadLayer(0, "layer 1 could not be read: it is foreign");
    for (DigestKind kind : List.of(DigestKind.LAYER, DigestKind.DIFF_ID)) {
      facts.verification(
          DigestVerification.unverifiable(
              kind, Optional.of(0), TestFacts.stored(0), DigestOrigin.DESCRIPTOR, "it is foreign"));
    }

    assertEquals(
        Optional.of("layer 1 could not be verified: it is foreign"),
        check.check(facts.build()).unknown());
  }

  @Test
  void digestThatNobodyVerifiedIsUnknown() {
    assertTrue(
        check
            .check(new TestFacts().withoutVerifications().build())
            .unknown()
            .orElseThrow()
            .contains("the stored bytes of layer 1 were not verified"));
  }

  @Test
  void layerWithoutDiffIdIsUnknown() {
    assertTrue(
        check
            .check(new TestFacts().withoutDiffIds().build())
            .unknown()
            .orElseThrow()
            .contains("layer 1 has no diffID"));
  }

  @Test
  void unreadLayerIsUnknown() {
    assertEquals(
        Optional.of("layer 2 could not be read: connection reset"),
        check
            .check(
                new TestFacts()
                    .unreadLayer(1, "layer 2 could not be read: connection reset")
                    .build())
            .unknown());
  }

  @ParameterizedTest
  @CsvSource({
    "MEDIA_TYPE_MISMATCH,MEDIUM",
    "PLATFORM_MISMATCH,CRITICAL",
    "FOLDED_KEY,MEDIUM",
    "LAYER_COUNT_MISMATCH,CRITICAL",
    "FALSE_ATTESTATION,HIGH",
    "NO_LAYERS,LOW",
    "HEADER_DIGEST_MISMATCH,CRITICAL",
    "ARCHIVE_CONTRADICTS_ITSELF,CRITICAL",
    "AMBIGUOUS_INDEX,HIGH",
    "RUNNABLE_ARTIFACT,HIGH"
  })
  void anomalyOfTheDocumentsHasItsSeverity(ImageAnomaly.Kind kind, Severity severity) {
    assertEquals(
        kind.name() + " " + severity.label(),
        codeAndSeverity(only(new TestFacts().anomaly(kind, "detail"))));
  }

  @Test
  void foreignLayerIsUnknown() {
    assertEquals(
        Optional.of("the subject: kept elsewhere"),
        check
            .check(
                new TestFacts().anomaly(ImageAnomaly.Kind.FOREIGN_LAYER, "kept elsewhere").build())
            .unknown());
  }

  @Test
  void trailingCompressedDataIsCritical() {
    assertEquals(
        "TRAILING_COMPRESSED_DATA critical",
        codeAndSeverity(only(trailing(LayerAnomaly.Kind.TRAILING_COMPRESSED_DATA))));
  }

  @Test
  void trailingDataIsMedium() {
    assertEquals(
        "TRAILING_DATA medium", codeAndSeverity(only(trailing(LayerAnomaly.Kind.TRAILING_DATA))));
  }

  @Test
  void trailingDataOfALayerThatSaysItIsEstargzIsMedium() {
    assertEquals(
        "TRAILING_DATA medium",
        codeAndSeverity(
            only(
                trailing(LayerAnomaly.Kind.TRAILING_DATA)
                    .layerAnnotations(
                        Map.of("containerd.io/snapshot/stargz/toc.digest", "sha256:0")))));
  }

  private static TestFacts trailing(LayerAnomaly.Kind kind) {
    return new TestFacts().layerAnomaly(0, new LayerAnomaly(kind, "", "512 bytes"));
  }

  @Test
  void summaryTellsWhatWasVerifiedEarlier() {
    CheckOutcome outcome =
        check.check(
            new TestFacts()
                .verification(
                    DigestVerification.compared(
                        DigestKind.DIFF_ID,
                        Optional.of(0),
                        OTHER,
                        DigestOrigin.CONFIG,
                        OTHER,
                        When.EARLIER))
                .build());

    assertEquals("6 of 6 digests verified, 1 of them earlier", outcome.summary());
  }
}
