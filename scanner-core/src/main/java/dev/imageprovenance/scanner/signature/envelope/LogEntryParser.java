package dev.imageprovenance.scanner.signature.envelope;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.JsonFields;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads entries of transparency logs from bundles and from cosign's annotations; stateless. */
final class LogEntryParser {
  private static final int MOST_HASHES = 64;

  private LogEntryParser() {}

  /** An element of a bundle's {@code tlogEntries}. */
  static LogEntry ofBundle(JsonFields entry) {
    JsonFields logId = entry.object("logId").orElseThrow(() -> malformed("\"logId\" is missing"));
    return new LogEntry(
        entry.int64("logIndex").orElse(0L),
        HexFormat.of()
            .formatHex(Base64Text.decode(logId.requiredText("keyId"), "log's id").bytes()),
        entry.int64("integratedTime").orElse(0L),
        Base64Text.decode(entry.requiredText("canonicalizedBody"), "log entry's body"),
        entry
            .object("inclusionPromise")
            .flatMap(promise -> promise.text("signedEntryTimestamp"))
            .filter(text -> !text.isEmpty())
            .map(text -> Base64Text.decode(text, "log's promise")),
        entry.object("inclusionProof").map(LogEntryParser::proof));
  }

  private static LogEntry.InclusionProof proof(JsonFields proof) {
    List<RawDocument> hashes =
        proof.texts("hashes").stream().map(text -> Base64Text.decode(text, "log's hash")).toList();
    if (hashes.size() > MOST_HASHES) {
      throw malformed("its proof has more than " + MOST_HASHES + " hashes");
    }
    return new LogEntry.InclusionProof(
        proof.int64("logIndex").orElse(0L),
        Base64Text.decode(proof.requiredText("rootHash"), "log's root hash"),
        proof.int64("treeSize").orElse(0L),
        hashes,
        proof.object("checkpoint").flatMap(checkpoint -> checkpoint.text("envelope")).orElse(""));
  }

  /** The annotation {@code dev.sigstore.cosign/bundle}: an entry with the log's promise. */
  static LogEntry ofAnnotation(String json, Limits limits) {
    JsonFields bundle =
        JsonFields.parse(
            RawDocument.of(json.getBytes(StandardCharsets.UTF_8)),
            "log entry in the annotation",
            limits,
            Set.of());
    JsonFields payload =
        bundle.object("Payload").orElseThrow(() -> malformed("\"Payload\" is missing"));
    String logId = payload.requiredText("logID");
    if (!logId.matches("[0-9a-f]{64}")) {
      throw malformed("its logID is \"" + Text.excerpt(logId) + "\"");
    }
    return new LogEntry(
        payload.integer("logIndex").orElse(0L),
        logId,
        payload.integer("integratedTime").orElse(0L),
        Base64Text.decode(payload.requiredText("body"), "log entry's body"),
        Optional.of(
            Base64Text.decode(bundle.requiredText("SignedEntryTimestamp"), "log's promise")),
        Optional.empty());
  }

  private static ScanException malformed(String why) {
    return new ScanException(
        ProblemKind.MALFORMED, "The transparency log's entry is malformed: " + why);
  }
}
