package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.signature.CosignFormat;
import dev.imageprovenance.scanner.signature.TestSigner;
import dev.imageprovenance.scanner.source.registry.FaultyRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Puts signatures and attestations about something into a registry, as cosign does. */
final class PushedEvidence {
  private final FaultyRegistry registry;
  private final TestSigner signer = TestSigner.p256();

  PushedEvidence(FaultyRegistry registry) {
    this.registry = registry;
  }

  TestSigner signer() {
    return signer;
  }

  /** A signature of cosign's first form. */
  void signature(Digest subject) {
    String payload = CosignFormat.payload(registry.host() + "/app", subject);
    push(
        CosignFormat.tag(subject, ".sig"),
        layer(
            CosignFormat.SIMPLE_SIGNING,
            payload,
            Map.of("dev.cosignproject.cosign/signature", signer.signBase64(payload))));
  }

  /** An attestation for each type of predicate. */
  void attestations(Digest subject, Map<String, String> annotations, String... types) {
    push(
        CosignFormat.tag(subject, ".att"),
        List.of(types).stream()
            .map(
                type ->
                    layer(
                        CosignFormat.DSSE,
                        CosignFormat.envelope(CosignFormat.statement(subject, type, "{}"), signer),
                        annotations))
            .toArray(String[]::new));
  }

  /** A bundle with a statement, found by the tag that stands for a list of referrers. */
  void bundle(Digest subject, String type) {
    String bundle =
        CosignFormat.bundle(
            CosignFormat.BUNDLE,
            signer.hint(),
            CosignFormat.enveloped(
                CosignFormat.envelope(CosignFormat.statement(subject, type, "{}"), signer)));
    String manifest =
        CosignFormat.manifest(List.of(layer(CosignFormat.BUNDLE, bundle, Map.of())), "");
    Digest digest = put("bundle", MediaType.OCI_MANIFEST, manifest);
    String listed =
        CosignFormat.descriptor(
            Descriptor.of(MediaType.OCI_MANIFEST, digest, manifest.length()), Map.of());
    put(
        CosignFormat.tag(subject, ""),
        MediaType.OCI_INDEX,
        "{\"schemaVersion\":2,\"manifests\":[" + listed + "]}");
  }

  private void push(String tag, String... layers) {
    registry.putBlob("{}".getBytes(StandardCharsets.UTF_8));
    put(tag, MediaType.OCI_MANIFEST, CosignFormat.manifest(List.of(layers), ""));
  }

  private Digest put(String tag, MediaType type, String json) {
    return registry.putManifest(tag, type, json.getBytes(StandardCharsets.UTF_8));
  }

  private String layer(String type, String content, Map<String, String> annotations) {
    Descriptor blob = registry.putBlob(content.getBytes(StandardCharsets.UTF_8));
    return CosignFormat.descriptor(
        Descriptor.of(new MediaType(type), blob.digest(), blob.size()), annotations);
  }
}
