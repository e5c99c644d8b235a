package dev.imageprovenance.scanner.signature.keyless;

import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.signature.RefusalReason;
import dev.imageprovenance.scanner.signature.envelope.LogEntry;
import dev.sigstore.encryption.signers.Verifiers;
import dev.sigstore.rekor.client.ImmutableInclusionProof;
import dev.sigstore.rekor.client.ImmutableRekorEntry;
import dev.sigstore.rekor.client.ImmutableVerification;
import dev.sigstore.rekor.client.RekorEntry;
import dev.sigstore.rekor.client.RekorVerificationException;
import dev.sigstore.rekor.client.RekorVerifier;
import dev.sigstore.trustroot.SigstoreTrustedRoot;
import dev.sigstore.trustroot.TransparencyLog;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Verifies that trusted logs hold entries, or have promised to; thread-safe. What the entries are
 * about is not its business.
 */
final class LogVerifier {
  private final RekorVerifier verifier;
  private final List<TransparencyLog> logs;

  private LogVerifier(RekorVerifier verifier, List<TransparencyLog> logs) {
    this.verifier = verifier;
    this.logs = List.copyOf(logs);
  }

  static LogVerifier of(SigstoreTrustedRoot root) {
    return new LogVerifier(RekorVerifier.newRekorVerifier(root), root.getTLogs());
  }

  /**
   * Verifies one entry.
   *
   * @param others when the signature existed by other words, for a log that says no time itself
   * @return when the log took the entry. Only the log's promise covers that time: an inclusion
   *     proof is about the entry alone
   */
  Optional<Instant> verify(LogEntry entry, List<Instant> others) throws DisprovedException {
    TransparencyLog log = logOf(entry);
    if (entry.promise().isEmpty() && entry.proof().isEmpty()) {
      throw wrong("the log's entry comes without the log's promise and without a proof");
    }
    RekorEntry converted = convert(entry, log);
    try {
      if (entry.proof().isPresent()) {
        requireInTree(entry.proof().get());
        verifier.verifyEntry(converted);
      } else {
        verifyPromise(converted, entry.promise().orElseThrow(), log);
      }
    } catch (RekorVerificationException | GeneralSecurityException | RuntimeException e) {
      // A checkpoint that cannot be taken apart makes the library throw unchecked exceptions.
      throw new DisprovedException(
          RefusalReason.WRONG_LOG_ENTRY, "the log's proof does not hold", e);
    }
    Optional<Instant> time =
        entry.promise().map(promise -> Instant.ofEpochSecond(entry.integratedTime()));
    requireValidKey(log, time.map(List::of).orElse(others));
    return time;
  }

  private TransparencyLog logOf(LogEntry entry) throws DisprovedException {
    return TransparencyLog.find(logs, HexFormat.of().parseHex(entry.logId()))
        .orElseThrow(
            () ->
                wrong(
                    "it is in the log "
                        + entry.logId()
                        + ", which the trusted root does not name"));
  }

  private static void requireInTree(LogEntry.InclusionProof proof) throws DisprovedException {
    if (proof.logIndex() < 0 || proof.logIndex() >= proof.treeSize()) {
      throw wrong("the log's proof is about entry " + proof.logIndex() + " of " + proof.treeSize());
    }
  }

  /** The library wants a proof beside each promise; the first form of signatures has none. */
  private static void verifyPromise(RekorEntry entry, RawDocument promise, TransparencyLog log)
      throws GeneralSecurityException, DisprovedException {
    boolean holds =
        Verifiers.newVerifier(log.getPublicKey().toJavaPublicKey())
            .verify(entry.getSignableContent(), promise.bytes());
    if (!holds) {
      throw wrong("the log's promise does not fit its entry");
    }
  }

  private static void requireValidKey(TransparencyLog log, List<Instant> times)
      throws DisprovedException {
    for (Instant time : times) {
      if (!log.getPublicKey().getValidFor().contains(time)) {
        throw wrong("by the trusted root, the log's key was not valid at " + time);
      }
    }
  }

  private static RekorEntry convert(LogEntry entry, TransparencyLog log) {
    Base64.Encoder base64 = Base64.getEncoder();
    return ImmutableRekorEntry.builder()
        .body(base64.encodeToString(entry.body().bytes()))
        .integratedTime(entry.integratedTime())
        .logID(entry.logId())
        .logIndex(entry.logIndex())
        .verification(
            ImmutableVerification.builder()
                .signedEntryTimestamp(
                    entry.promise().map(p -> base64.encodeToString(p.bytes())).orElse(null))
                .inclusionProof(entry.proof().map(proof -> convert(proof, log)).orElse(null))
                .build())
        .build();
  }

  private static RekorEntry.InclusionProof convert(
      LogEntry.InclusionProof proof, TransparencyLog log) {
    HexFormat hex = HexFormat.of();
    return ImmutableInclusionProof.builder()
        .logIndex(proof.logIndex())
        .treeSize(proof.treeSize())
        .rootHash(hex.formatHex(proof.rootHash().bytes()))
        .hashes(proof.hashes().stream().map(hash -> hex.formatHex(hash.bytes())).toList())
        .checkpoint(CheckpointNote.signedBy(log, proof.checkpoint()))
        .build();
  }

  private static DisprovedException wrong(String detail) {
    return new DisprovedException(RefusalReason.WRONG_LOG_ENTRY, detail);
  }
}
