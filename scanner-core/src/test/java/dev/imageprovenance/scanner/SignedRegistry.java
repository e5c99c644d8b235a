package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.signature.CosignFormat;
import dev.imageprovenance.scanner.signature.TestSigner;
import dev.imageprovenance.scanner.signature.statement.PredicateTypes;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.registry.FaultyRegistry;
import dev.imageprovenance.scanner.source.registry.ReferrersApi;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A registry in this process with one image, {@code app:1}, and what is signed about it. */
final class SignedRegistry implements Closeable {
  private static final String CONFIG =
      "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"User\":\"1000\"},"
          + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}";
  private static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";

  final FaultyRegistry registry;
  final Digest image;

  private SignedRegistry(FaultyRegistry registry) {
    this.registry = registry;
    this.image = push("1", manifest(OCI_CONFIG, blob(CONFIG), ""));
  }

  static SignedRegistry start() throws IOException {
    return new SignedRegistry(FaultyRegistry.start());
  }

  /** Whether the registry keeps lists of referrers. */
  enum Kind {
    WITH_LIST,
    WITHOUT_LIST
  }

  /** The registry and the repository. */
  String repository() {
    return registry.host() + "/app";
  }

  String reference() {
    return repository() + ":1";
  }

  /** Options that give a silent registry up soon. */
  static RegistryOptions options() {
    RegistryOptions defaults = RegistryOptions.defaults();
    return new RegistryOptions(
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        defaults.connectTimeout(),
        Duration.ofMillis(1500),
        Duration.ofMillis(1500));
  }

  /** Lets the registry keep lists of referrers, which are empty, or not. */
  void listing(Kind kind) {
    if (kind == Kind.WITH_LIST) {
      new ReferrersApi(1, true).in(registry);
    }
  }

  /** Signatures in cosign's first form. */
  void sign(TestSigner... signers) {
    sign(CosignFormat.payload(repository(), image), signers);
  }

  /** Signatures of that payload in cosign's first form. */
  void sign(String payload, TestSigner... signers) {
    push(
        CosignFormat.tag(image, ".sig"),
        manifest(
            OCI_CONFIG,
            blob("{}"),
            Stream.of(signers)
                .map(
                    signer ->
                        layer(CosignFormat.SIMPLE_SIGNING, payload, signer.signBase64(payload)))
                .collect(Collectors.joining(","))));
  }

  /** Statements of these types and predicates, each signed by all of the signers. */
  void attest(Map<String, String> predicates, TestSigner... signers) {
    push(
        CosignFormat.tag(image, ".att"),
        manifest(
            OCI_CONFIG,
            blob("{}"),
            predicates.entrySet().stream()
                .map(each -> CosignFormat.statement(image, each.getKey(), each.getValue()))
                .map(statement -> CosignFormat.envelope(statement, signers))
                .map(envelope -> layer(CosignFormat.DSSE, envelope, ""))
                .collect(Collectors.joining(","))));
  }

  /** A statement that nobody has signed, in the list of referrers. */
  void claim(Kind kind, String type, String predicate) {
    String statement = CosignFormat.statement(image, type, predicate);
    refer(kind, CosignFormat.IN_TOTO, statement);
  }

  /** A bundle that says that the image is signed. */
  void bundle(Kind kind, TestSigner signer) {
    String statement = CosignFormat.statement(image, PredicateTypes.COSIGN_SIGN, "{}");
    bundle(
        kind,
        CosignFormat.bundle(
            CosignFormat.BUNDLE,
            signer.hint(),
            CosignFormat.enveloped(CosignFormat.envelope(statement, signer))));
  }

  void bundle(Kind kind, String bundle) {
    refer(kind, CosignFormat.BUNDLE, bundle);
  }

  /** Content that refers to the image, listed by the registry or by the tag that stands for it. */
  private void refer(Kind kind, String type, String content) {
    String manifest = manifest(CosignFormat.EMPTY, blob("{}"), layer(type, content, ""));
    Digest digest = push("referrer", manifest);
    String listed =
        descriptor(
            MediaType.OCI_MANIFEST.value(),
            Descriptor.of(MediaType.OCI_MANIFEST, digest, manifest.length()),
            ",\"artifactType\":\"" + type + "\"");
    if (kind == Kind.WITH_LIST) {
      new ReferrersApi(1, true).in(registry).list(image, type, listed);
    } else {
      registry.putManifest(
          CosignFormat.tag(image, ""),
          MediaType.OCI_INDEX,
          ("{\"schemaVersion\":2,\"manifests\":[" + listed + "]}")
              .getBytes(StandardCharsets.UTF_8));
    }
  }

  /** What was asked for, oldest first. */
  List<String> asked() {
    return registry.seen().stream()
        .map(request -> request.method() + " " + request.path())
        .toList();
  }

  private Descriptor blob(String text) {
    return registry.putBlob(text.getBytes(StandardCharsets.UTF_8));
  }

  private Digest push(String tag, String manifest) {
    return registry.putManifest(
        tag, MediaType.OCI_MANIFEST, manifest.getBytes(StandardCharsets.UTF_8));
  }

  private static String manifest(String configType, Descriptor config, String layers) {
    return "{\"schemaVersion\":2,\"mediaType\":\""
        + MediaType.OCI_MANIFEST
        + "\",\"config\":"
        + descriptor(configType, config, "")
        + ",\"layers\":["
        + layers
        + "]}";
  }

  private static String descriptor(String type, Descriptor of, String more) {
    return "{\"mediaType\":\""
        + type
        + "\",\"digest\":\""
        + of.digest()
        + "\",\"size\":"
        + of.size()
        + more
        + "}";
  }

  private String layer(String type, String content, String annotation) {
    return descriptor(
        type,
        blob(content),
        ",\"annotations\":{\"dev.cosignproject.cosign/signature\":\"" + annotation + "\"}");
  }

  @Override
  public void close() throws IOException {
    registry.close();
  }
}
