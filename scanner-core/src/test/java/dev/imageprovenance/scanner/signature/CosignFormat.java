package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes what cosign writes, byte for byte where it matters; stateless. */
public final class CosignFormat {
  public static final String SIMPLE_SIGNING = "application/vnd.dev.cosign.simplesigning.v1+json";
  public static final String DSSE = "application/vnd.dsse.envelope.v1+json";
  public static final String BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";
  public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String IN_TOTO = "application/vnd.in-toto+json";
  public static final String EMPTY = "application/vnd.oci.empty.v1+json";

  private CosignFormat() {}

  /** A simple signing payload. */
  public static String payload(String reference, Digest digest) {
    return "{\"critical\":{\"identity\":{\"docker-reference\":\""
        + reference
        + "\"},\"image\":{\"docker-manifest-digest\":\""
        + digest
        + "\"},\"type\":\"cosign container image signature\"},\"optional\":null}";
  }

  /** An in-toto statement about one image. */
  public static String statement(Digest subject, String predicateType, String predicate) {
    return "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"app\","
        + "\"digest\":{\""
        + subject.algorithm()
        + "\":\""
        + subject.encoded()
        + "\"}}],\"predicateType\":\""
        + predicateType
        + "\",\"predicate\":"
        + predicate
        + "}";
  }

  /** What a DSSE signature is made over. */
  public static String preAuthentication(String type, String payload) {
    return "DSSEv1 "
        + type.length()
        + " "
        + type
        + " "
        + payload.getBytes(StandardCharsets.UTF_8).length
        + " "
        + payload;
  }

  /** A DSSE envelope, signed by each signer. */
  public static String envelope(String payload, TestSigner... signers) {
    return envelopeSigned(
        payload,
        List.of(signers).stream()
            .map(signer -> signer.signBase64(preAuthentication(IN_TOTO, payload)))
            .toArray(String[]::new));
  }

  /** A DSSE envelope with these signatures. */
  public static String envelopeSigned(String payload, String... signatures) {
    return "{\"payloadType\":\""
        + IN_TOTO
        + "\",\"payload\":\""
        + base64(payload)
        + "\",\"signatures\":["
        + List.of(signatures).stream()
            .map(signature -> "{\"keyid\":\"\",\"sig\":\"" + signature + "\"}")
            .collect(Collectors.joining(","))
        + "]}";
  }

  /** A bundle of a managed key around an envelope or a message signature. */
  public static String bundle(String mediaType, String hint, String content) {
    return "{\"mediaType\":\""
        + mediaType
        + "\",\"verificationMaterial\":{\"publicKey\":{\"hint\":\""
        + hint
        + "\"},\"tlogEntries\":[]},"
        + content
        + "}";
  }

  /** A bundle's member with an envelope. */
  public static String enveloped(String envelope) {
    return "\"dsseEnvelope\":" + envelope;
  }

  /** A bundle's member with a signature over something else's bytes. */
  public static String detached(byte[] message, TestSigner signer) {
    return "\"messageSignature\":{\"messageDigest\":{\"algorithm\":\"SHA2_256\",\"digest\":\""
        + Base64.getEncoder()
            .encodeToString(HexFormat.of().parseHex(Digest.sha256(message).encoded()))
        + "\"},\"signature\":\""
        + Base64.getEncoder().encodeToString(signer.sign(message))
        + "\"}";
  }

  /** A manifest of artifacts. */
  public static String manifest(List<String> layers, String more) {
    return "{\"schemaVersion\":2,\"mediaType\":\""
        + MANIFEST
        + "\","
        + more
        + "\"config\":{\"mediaType\":\""
        + EMPTY
        + "\",\"digest\":\""
        + Digest.sha256("{}".getBytes(StandardCharsets.UTF_8))
        + "\",\"size\":2},\"layers\":["
        + String.join(",", layers)
        + "]}";
  }

  /** A descriptor. */
  public static String descriptor(Descriptor descriptor, Map<String, String> annotations) {
    String notes =
        annotations.entrySet().stream()
            .map(e -> "\"" + e.getKey() + "\":\"" + escaped(e.getValue()) + "\"")
            .collect(Collectors.joining(","));
    return "{\"mediaType\":\""
        + descriptor.mediaType()
        + "\",\"digest\":\""
        + descriptor.digest()
        + "\",\"size\":"
        + descriptor.size()
        + (notes.isEmpty() ? "" : ",\"annotations\":{" + notes + "}")
        + "}";
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** A layer with a simple signing payload and the signature beside it. */
  public static String signatureLayer(TestRepository store, String payload, String signature) {
    return descriptor(
        store.put(SIMPLE_SIGNING, payload),
        Map.of("dev.cosignproject.cosign/signature", signature));
  }

  /** A layer with an attestation. */
  public static String attestationLayer(TestRepository store, String envelope) {
    return descriptor(store.put(DSSE, envelope), Map.of("dev.cosignproject.cosign/signature", ""));
  }

  /** Stores a manifest of these layers under a tag. */
  public static Descriptor push(TestRepository store, String tag, String... layers) {
    Descriptor manifest = store.put(MANIFEST, manifest(List.of(layers), ""));
    store.tag(tag, manifest);
    return manifest;
  }

  /** Stores a manifest of these layers that refers to {@code subject}, and lists it. */
  public static Descriptor refer(
      TestRepository store, Digest subject, String artifactType, String... layers) {
    String more =
        "\"artifactType\":\""
            + artifactType
            + "\",\"subject\":{\"mediaType\":\""
            + MANIFEST
            + "\",\"digest\":\""
            + subject
            + "\",\"size\":1},";
    Descriptor manifest = store.put(MANIFEST, manifest(List.of(layers), more));
    store.refer(subject, manifest);
    return manifest;
  }

  /** The tag of a digest with cosign's suffix, or of its list of referrers. */
  public static String tag(Digest digest, String suffix) {
    return digest.algorithm() + "-" + digest.encoded() + suffix;
  }

  public static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
