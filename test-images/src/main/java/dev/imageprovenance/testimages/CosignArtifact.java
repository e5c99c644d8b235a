package dev.imageprovenance.testimages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What cosign puts beside an image under a tag of its own: signatures ({@code .sig}) or signed
 * statements ({@code .att}); a builder, not thread-safe.
 */
public final class CosignArtifact {
  private static final String SIMPLE_SIGNING = "application/vnd.dev.cosign.simplesigning.v1+json";
  private static final String DSSE = "application/vnd.dsse.envelope.v1+json";
  private static final String SIGNATURE = "dev.cosignproject.cosign/signature";

  private final Map<String, byte[]> blobs = new TreeMap<>();
  private final ArrayNode layers = Json.array();
  private final ArrayNode diffIds = Json.array();

  /** The tag under which cosign looks, with {@code .sig} or {@code .att}. */
  public static String tag(Descriptor subject, String suffix) {
    return subject.digest().replace(':', '-') + suffix;
  }

  /** Adds a signature of an image. */
  public CosignArtifact signature(SampleSigner signer, String reference, Descriptor subject) {
    byte[] payload = payload(reference, subject);
    add(described(SIMPLE_SIGNING, payload, signer.sign(payload)), payload);
    return this;
  }

  /** Adds a signature of an image whose payload somebody has changed in the store. */
  public CosignArtifact tamperedSignature(
      SampleSigner signer, String reference, Descriptor subject) {
    byte[] payload = payload(reference, subject);
    byte[] stored = payload.clone();
    stored[payload.length - 2] = '1';
    add(described(SIMPLE_SIGNING, payload, signer.sign(payload)), stored);
    return this;
  }

  /** Adds a signed in-toto statement about an image. */
  public CosignArtifact statement(
      SampleSigner signer,
      Descriptor subject,
      String predicateType,
      Consumer<ObjectNode> predicate) {
    ObjectNode statement = Json.object();
    statement.put("_type", "https://in-toto.io/Statement/v1");
    statement
        .putArray("subject")
        .addObject()
        .put("name", "orders")
        .putObject("digest")
        .put("sha256", Digests.encoded(subject.digest()));
    statement.put("predicateType", predicateType);
    predicate.accept(statement.putObject("predicate"));
    byte[] payload = utf8(Json.text(statement));
    ObjectNode envelope = Json.object();
    envelope.put("payloadType", MediaTypes.IN_TOTO);
    envelope.put("payload", Base64.getEncoder().encodeToString(payload));
    envelope
        .putArray("signatures")
        .addObject()
        .put("keyid", "")
        .put("sig", signer.sign(preAuthentication(payload)));
    byte[] bytes = utf8(Json.text(envelope));
    add(described(DSSE, bytes, "").withAnnotation("predicateType", predicateType), bytes);
    return this;
  }

  private static byte[] payload(String reference, Descriptor subject) {
    ObjectNode payload = Json.object();
    ObjectNode critical = payload.putObject("critical");
    critical.putObject("identity").put("docker-reference", reference);
    critical.putObject("image").put("docker-manifest-digest", subject.digest());
    critical.put("type", "cosign container image signature");
    payload.putNull("optional");
    return utf8(Json.text(payload));
  }

  /** What a DSSE signature is over. */
  private static byte[] preAuthentication(byte[] payload) {
    byte[] head =
        utf8(
            "DSSEv1 "
                + MediaTypes.IN_TOTO.length()
                + " "
                + MediaTypes.IN_TOTO
                + " "
                + payload.length
                + " ");
    byte[] all = new byte[head.length + payload.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(payload, 0, all, head.length, payload.length);
    return all;
  }

  private static Descriptor described(String mediaType, byte[] bytes, String signature) {
    return Descriptor.of(mediaType, "sha256", bytes).withAnnotation(SIGNATURE, signature);
  }

  private void add(Descriptor descriptor, byte[] stored) {
    blobs.put(descriptor.digest(), stored);
    layers.add(descriptor.toJson());
    diffIds.add(descriptor.digest());
  }

  /** The manifest with all that was added. */
  public TestDocument build() {
    ObjectNode config = Json.object();
    config.put("architecture", "").put("created", "0001-01-01T00:00:00Z").put("os", "");
    config.putObject("rootfs").put("type", "layers").set("diff_ids", diffIds);
    config.putObject("config");
    byte[] configBytes = utf8(Json.text(config));
    Descriptor configDescriptor = Descriptor.of(MediaTypes.OCI_CONFIG, "sha256", configBytes);
    blobs.put(configDescriptor.digest(), configBytes);
    ObjectNode manifest = Json.object();
    manifest.put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_MANIFEST);
    manifest.set("config", configDescriptor.toJson());
    manifest.set("layers", layers);
    return TestDocument.of(MediaTypes.OCI_MANIFEST, utf8(Json.text(manifest)), blobs);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
