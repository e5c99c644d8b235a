package dev.imageprovenance.scanner.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What logs and timestamps must say about a signature without a key of its own. */
class KeylessTimeTest extends KeylessFixture {
  @Test
  void timestampStandsInForALogThatSaysNoTime() {
    push(
        entry(sigstore.signatures, Instant.EPOCH, TestLog.Vouching.PROOF),
        timestamp(NOW.plusSeconds(2)));
    assertEquals(
        Optional.of(NOW.plusSeconds(2)),
        verified(inspect(sigstore.root())).signers().get(0).signedAt());
  }

  @Test
  void timestampOfCosignsFirstFormMustHold() {
    String another = sigstore.timestamp("another signature".getBytes(StandardCharsets.UTF_8), NOW);
    pushFirstForm(
        UnaryOperator.identity(),
        "dev.sigstore.cosign/rfc3161timestamp",
        another.replace("signedTimestamp", "SignedRFC3161Timestamp"));
    assertEquals(RefusalReason.WRONG_TIMESTAMP, refusal(inspect(sigstore.root())));
  }

  @Test
  void promiseOfAnotherTimeIsRefusedInCosignsFirstForm() {
    pushFirstForm(
        entry ->
            entry.replace(":" + NOW.getEpochSecond(), ":" + NOW.plusSeconds(1).getEpochSecond()));
    assertEquals(RefusalReason.WRONG_LOG_ENTRY, refusal(inspect(sigstore.root())));
  }

  @Test
  void signatureAfterTheCertificatesMinutesIsRefused() {
    push(entry(sigstore.signatures, NOW.plusSeconds(3600), TestLog.Vouching.BOTH), "");
    assertEquals(RefusalReason.EXPIRED_CERTIFICATE, refusal(inspect(sigstore.root())));
  }

  @Test
  void signatureBeforeTheCertificatesMinutesIsRefused() {
    push(entry(sigstore.signatures, FROM.minusSeconds(1), TestLog.Vouching.BOTH), "");
    assertEquals(RefusalReason.EXPIRED_CERTIFICATE, refusal(inspect(sigstore.root())));
  }

  @Test
  void timestampAfterTheCertificatesMinutesIsRefused() {
    push(goodEntry(), timestamp(NOW.plusSeconds(3600)));
    assertEquals(RefusalReason.EXPIRED_CERTIFICATE, refusal(inspect(sigstore.root())));
  }

  @Test
  void signatureWithoutALogsEntryIsRefused() {
    push("", timestamp(NOW));
    assertEquals(RefusalReason.MISSING_LOG_ENTRY, refusal(inspect(sigstore.root())));
  }

  @Test
  void entryAboutAnotherStatementIsRefused() {
    String other =
        TestSigstore.dsseBody(
            statement.replace("\"predicate\":{}", "\"predicate\":{\"a\":1}"),
            signature,
            certificate);
    push(sigstore.signatures.bundleEntry(other, NOW, TestLog.Vouching.BOTH), "");
    assertEquals(RefusalReason.WRONG_LOG_ENTRY, refusal(inspect(sigstore.root())));
  }

  @Test
  void entryAboutAnotherSignatureIsRefused() {
    String other = TestSigstore.dsseBody(statement, alice.signBase64("other"), certificate);
    push(sigstore.signatures.bundleEntry(other, NOW, TestLog.Vouching.BOTH), "");
    assertEquals(RefusalReason.WRONG_LOG_ENTRY, refusal(inspect(sigstore.root())));
  }

  @Test
  void entryOfAnotherLogIsRefused() {
    push(entry(new TestLog(), NOW, TestLog.Vouching.BOTH), "");
    assertEquals(RefusalReason.WRONG_LOG_ENTRY, refusal(inspect(sigstore.root())));
  }

  @Test
  void changedPromiseIsRefused() {
    push(
        goodEntry()
            .replace(
                "\"integratedTime\":\"" + NOW.getEpochSecond(),
                "\"integratedTime\":\"" + NOW.plusSeconds(1).getEpochSecond()),
        "");
    assertEquals(RefusalReason.WRONG_LOG_ENTRY, refusal(inspect(sigstore.root())));
  }

  @Test
  void proofOfAnotherEntryIsRefused() {
    push(goodEntry().replace("\"treeSize\":\"3\"", "\"treeSize\":\"2\""), "");
    assertEquals(RefusalReason.WRONG_LOG_ENTRY, refusal(inspect(sigstore.root())));
  }

  @Test
  void entryOutsideOfTheTreeIsRefused() {
    push(
        goodEntry()
            .replace(
                "\"logIndex\":\"1\",\"treeSize\":\"3\"", "\"logIndex\":\"3\",\"treeSize\":\"3\""),
        "");
    assertEquals(RefusalReason.WRONG_LOG_ENTRY, refusal(inspect(sigstore.root())));
  }

  @Test
  void entryWithoutAProofIsRefused() {
    push(entry(sigstore.signatures, NOW, TestLog.Vouching.NOTHING), timestamp(NOW));
    assertEquals(RefusalReason.MALFORMED, refusal(inspect(sigstore.root())));
  }

  @Test
  void logThatTheRootTrustsOnlyLaterIsRefused() {
    push(goodEntry(), "");
    assertEquals(
        RefusalReason.WRONG_LOG_ENTRY, refusal(inspect(sigstore.root(NOW.plusSeconds(60)))));
  }

  @Test
  void logThatTheRootTrustsOnlyLaterIsRefusedByTimestamps() {
    push(entry(sigstore.signatures, Instant.EPOCH, TestLog.Vouching.PROOF), timestamp(NOW));
    assertEquals(
        RefusalReason.WRONG_LOG_ENTRY, refusal(inspect(sigstore.root(NOW.plusSeconds(60)))));
  }

  @Test
  void timeThatOnlyTheEntrySaysIsNone() {
    push(entry(sigstore.signatures, NOW, TestLog.Vouching.PROOF), "");
    assertEquals(RefusalReason.MISSING_TIMESTAMP, refusal(inspect(sigstore.root())));
  }

  @Test
  void timestampOfAnotherSignatureIsRefused() {
    push(
        goodEntry(), sigstore.timestamp("another signature".getBytes(StandardCharsets.UTF_8), NOW));
    assertEquals(RefusalReason.WRONG_TIMESTAMP, refusal(inspect(sigstore.root())));
  }

  @Test
  void timestampOfAnotherAuthorityIsRefused() {
    byte[] signed = Base64.getDecoder().decode(signature);
    push(goodEntry(), new TestSigstore().timestamp(signed, NOW));
    assertEquals(RefusalReason.WRONG_TIMESTAMP, refusal(inspect(sigstore.root())));
  }
}
