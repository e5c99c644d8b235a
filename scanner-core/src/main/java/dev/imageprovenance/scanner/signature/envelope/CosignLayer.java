package dev.imageprovenance.scanner.signature.envelope;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.JsonFields;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads signatures in cosign's first form: a layer holds the payload, its descriptor's annotations
 * the rest (cosign SIGNATURE_SPEC); stateless.
 */
public final class CosignLayer {
  public static final String SIMPLE_SIGNING_TYPE =
      "application/vnd.dev.cosign.simplesigning.v1+json";
  public static final String DSSE_TYPE = "application/vnd.dsse.envelope.v1+json";

  private static final String SIGNATURE = "dev.cosignproject.cosign/signature";
  private static final String CERTIFICATE = "dev.sigstore.cosign/certificate";
  private static final String CHAIN = "dev.sigstore.cosign/chain";
  private static final String LOG_ENTRY = "dev.sigstore.cosign/bundle";
  private static final String TIMESTAMP = "dev.sigstore.cosign/rfc3161timestamp";

  private CosignLayer() {}

  /**
   * The signature of a simple signing payload.
   *
   * @throws ScanException MALFORMED or LIMIT
   */
  public static SignedContent simpleSigning(
      RawDocument payload, Map<String, String> annotations, Limits limits) {
    String signature = annotations.getOrDefault(SIGNATURE, "");
    if (signature.isEmpty()) {
      throw new ScanException(
          ProblemKind.MALFORMED, "The layer has no annotation " + SIGNATURE + ", so no signature");
    }
    return new SignedContent(
        Form.SIMPLE_SIGNING,
        payload,
        Base64Text.decode(signature, "signature in the annotation"),
        Optional.empty(),
        certificates(annotations, limits),
        new SignedPayload.SimpleSigningJson(payload));
  }

  /**
   * The signatures of an attestation.
   *
   * @throws ScanException MALFORMED or LIMIT
   */
  public static List<SignedContent> dsse(
      RawDocument envelope, Map<String, String> annotations, Limits limits) {
    return DsseEnvelope.parse(envelope, limits)
        .contents(Form.DSSE, Optional.empty(), certificates(annotations, limits));
  }

  private static Optional<CertificateMaterial> certificates(
      Map<String, String> annotations, Limits limits) {
    Optional<String> leaf = annotation(annotations, CERTIFICATE);
    if (leaf.isEmpty()) {
      return Optional.empty();
    }
    List<X509Certificate> chain = new ArrayList<>(Certificates.fromPem(leaf.get()));
    annotation(annotations, CHAIN).ifPresent(pem -> chain.addAll(Certificates.fromPem(pem)));
    if (chain.isEmpty()) {
      throw new ScanException(
          ProblemKind.MALFORMED, "The annotation " + CERTIFICATE + " holds no certificate");
    }
    return Optional.of(
        new CertificateMaterial(
            chain,
            annotation(annotations, LOG_ENTRY).stream()
                .map(json -> LogEntryParser.ofAnnotation(json, limits))
                .toList(),
            annotation(annotations, TIMESTAMP).stream()
                .map(json -> timestamp(json, limits))
                .toList()));
  }

  private static SignedTimestamp timestamp(String json, Limits limits) {
    JsonFields fields =
        JsonFields.parse(
            RawDocument.of(json.getBytes(StandardCharsets.UTF_8)),
            "timestamp in the annotation",
            limits,
            Set.of());
    return new SignedTimestamp(
        Base64Text.decode(fields.requiredText("SignedRFC3161Timestamp"), "timestamp"));
  }

  private static Optional<String> annotation(Map<String, String> annotations, String name) {
    return Optional.ofNullable(annotations.get(name)).filter(text -> !text.isBlank());
  }
}
