package dev.imageprovenance.scanner.signature.envelope;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.JsonFields;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A payload with its signatures (DSSE v1); immutable.
 *
 * @param payloadType how to read the payload
 * @param payload its bytes
 * @param signatures at least one
 */
public record DsseEnvelope(String payloadType, RawDocument payload, List<Signature> signatures) {
  private static final String WHAT = "DSSE envelope";
  private static final int MOST_SIGNATURES = 32;

  /** Copies the list. */
  public DsseEnvelope {
    signatures = List.copyOf(signatures);
  }

  /**
   * One signature.
   *
   * @param keyId which key made it, as it says itself
   */
  public record Signature(Optional<String> keyId, RawDocument bytes) {}

  /**
   * Parses an envelope.
   *
   * @throws ScanException MALFORMED or LIMIT
   */
  public static DsseEnvelope parse(RawDocument raw, Limits limits) {
    return of(JsonFields.parse(raw, WHAT, limits, Set.of()));
  }

  static DsseEnvelope of(JsonFields fields) {
    RawDocument payload = Base64Text.decode(fields.requiredText("payload"), "envelope's payload");
    List<Signature> signatures = fields.objects("signatures", DsseEnvelope::signature);
    if (signatures.isEmpty()) {
      throw new ScanException(
          ProblemKind.MALFORMED, "The " + WHAT + " is malformed: it has no signature");
    }
    if (signatures.size() > MOST_SIGNATURES) {
      throw new ScanException(
          ProblemKind.LIMIT, "The " + WHAT + " has more than " + MOST_SIGNATURES + " signatures");
    }
    return new DsseEnvelope(fields.requiredText("payloadType"), payload, signatures);
  }

  private static Signature signature(JsonFields fields) {
    return new Signature(
        fields.text("keyid").filter(id -> !id.isEmpty()),
        Base64Text.decode(fields.requiredText("sig"), "envelope's signature"));
  }

  /** The bytes that are signed: the pre-authentication encoding of type and payload. */
  public RawDocument signedBytes() {
    byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
    byte[] body = payload.bytes();
    ByteArrayOutputStream encoded = new ByteArrayOutputStream(body.length + type.length + 64);
    encoded.writeBytes(ascii("DSSEv1 " + type.length + " "));
    encoded.writeBytes(type);
    encoded.writeBytes(ascii(" " + body.length + " "));
    encoded.writeBytes(body);
    return RawDocument.of(encoded.toByteArray());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Each signature with what it was made over. */
  List<SignedContent> contents(Form form, Optional<String> hint, Optional<CertificateMaterial> by) {
    RawDocument message = signedBytes();
    return signatures.stream()
        .map(
            signature ->
                new SignedContent(
                    form,
                    message,
                    signature.bytes(),
                    hint.or(signature::keyId),
                    by,
                    new SignedPayload.DssePayload(payloadType, payload)))
        .toList();
  }
}
