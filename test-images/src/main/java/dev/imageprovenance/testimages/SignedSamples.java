package dev.imageprovenance.testimages;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Images with signatures and attestations of cosign's first form beside them; stateless. */
final class SignedSamples {
  private static final String REPOSITORY = "registry.example/samples/orders";
  private static final String SIMPLE_SIGNING = "application/vnd.dev.cosign.simplesigning.v1+json";
  private static final String DSSE = "application/vnd.dsse.envelope.v1+json";
  private static final String IN_TOTO = "application/vnd.in-toto+json";
  private static final String PROVENANCE = "https://slsa.dev/provenance/v1";
  private static final String SIGNATURE = "dev.cosignproject.cosign/signature";

  private SignedSamples() {}

  static List<SampleImage> all() {
    return List.of(
        SampleImage.specialLayout(
            "clean-signed",
            "`clean` with its signature and provenance; the key is in `cosign.pub` beside them",
            Expectation.passes(),
            () -> signed(DemoSamples.clean().build())));
  }

  private static OciLayout signed(TestImage image) {
    SampleKey key = SampleKey.ofSamples();
    String digest = image.descriptor().digest();
    String tag = digest.replace(':', '-');
    return OciLayout.builder()
        .add("latest", image)
        .add(tag + ".sig", artifact(SIMPLE_SIGNING, payload(digest), key.sign(payload(digest)), ""))
        .add(tag + ".att", artifact(DSSE, envelope(statement(digest), key), "", PROVENANCE))
        .file("cosign.pub", key.pem().getBytes(StandardCharsets.US_ASCII))
        .build();
  }

  private static String payload(String digest) {
    return "{\"critical\":{\"identity\":{\"docker-reference\":\""
        + REPOSITORY
        + "\"},\"image\":{\"docker-manifest-digest\":\""
        + digest
        + "\"},\"type\":\"cosign container image signature\"},\"optional\":null}";
  }

  private static String statement(String digest) {
    return "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\""
        + REPOSITORY
        + "\",\"digest\":{\"sha256\":\""
        + digest.substring("sha256:".length())
        + "\"}}],\"predicateType\":\""
        + PROVENANCE
        + "\",\"predicate\":{\"buildDefinition\":{\"buildType\":\"https://ci.example/build/v1\","
        + "\"externalParameters\":{\"repository\":\"https://git.example/orders\"},"
        + "\"resolvedDependencies\":[{\"uri\":\"git+https://git.example/orders\","
        + "\"digest\":{\"gitCommit\":\"4f2c1e9d0b7a6c5e4f3a2b1c0d9e8f7a6b5c4d3e\"}}]},"
        + "\"runDetails\":{\"builder\":{\"id\":\"https://ci.example/builder\"}}}}";
  }

  private static String envelope(String statement, SampleKey key) {
    byte[] body = statement.getBytes(StandardCharsets.UTF_8);
    String signed =
        "DSSEv1 " + IN_TOTO.length() + " " + IN_TOTO + " " + body.length + " " + statement;
    return "{\"payloadType\":\""
        + IN_TOTO
        + "\",\"payload\":\""
        + Base64.getEncoder().encodeToString(body)
        + "\",\"signatures\":[{\"keyid\":\"\",\"sig\":\""
        + key.sign(signed)
        + "\"}]}";
  }

  /** A manifest with one layer, as cosign writes it. */
  private static TestDocument artifact(
      String mediaType, String content, String signature, String predicateType) {
    byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    Descriptor configDescriptor = Descriptor.of(MediaTypes.OCI_CONFIG, "sha256", config);
    Descriptor layer =
        Descriptor.of(mediaType, "sha256", bytes).withAnnotation(SIGNATURE, signature);
    if (!predicateType.isEmpty()) {
      layer = layer.withAnnotation("predicateType", predicateType);
    }
    var manifest = Json.object();
    manifest.put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_MANIFEST);
    manifest.set("config", configDescriptor.toJson());
    manifest.set("layers", Json.array().add(layer.toJson()));
    SortedMap<String, byte[]> blobs =
        new TreeMap<>(Map.of(configDescriptor.digest(), config, layer.digest(), bytes));
    return TestDocument.of(
        MediaTypes.OCI_MANIFEST, Json.text(manifest).getBytes(StandardCharsets.UTF_8), blobs);
  }
}
