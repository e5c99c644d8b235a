package dev.imageprovenance.scanner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.signature.CosignFormat;
import dev.imageprovenance.scanner.signature.Evidence;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.TestAuthority;
import dev.imageprovenance.scanner.signature.TestSigner;
import dev.imageprovenance.scanner.signature.TestSigstore;
import dev.imageprovenance.scanner.signature.discovery.RouteOutcome;
import dev.imageprovenance.scanner.signature.statement.PredicateTypes;
import dev.imageprovenance.scanner.signature.trust.SignerScope;
import dev.imageprovenance.scanner.signature.trust.TextMatch;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.signature.trust.TrustedIdentity;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.registry.FaultyRegistry;
import dev.imageprovenance.scanner.source.registry.ReferrersApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way from an address to its signatures, over http. */
@Timeout(120)
class RegistrySignaturesTest {
  private static final String CONFIG =
      "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\","
          + "\"diff_ids\":[]}}";

  private static final Instant SIGNED = Instant.parse("2026-06-01T12:00:00Z");

  private final TestSigner alice = TestSigner.p256();
  private final FaultyRegistry registry = FaultyRegistry.start();
  private final Digest image;

  RegistrySignaturesTest() throws IOException {
    image = push("1", image("application/vnd.oci.image.config.v1+json", blob(CONFIG), ""));
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  /** Whether the registry keeps lists of referrers. */
  enum Kind {
    WITH_LIST,
    WITHOUT_LIST
  }

  private Descriptor blob(String text) {
    return registry.putBlob(text.getBytes(StandardCharsets.UTF_8));
  }

  private Digest push(String tag, String manifest) {
    return registry.putManifest(
        tag, MediaType.OCI_MANIFEST, manifest.getBytes(StandardCharsets.UTF_8));
  }

  private static String image(String configType, Descriptor config, String layers) {
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

  private void pushOldSignature() {
    String payload = CosignFormat.payload(registry.host() + "/app", image);
    push(
        CosignFormat.tag(image, ".sig"),
        image(
            "application/vnd.oci.image.config.v1+json",
            blob("{}"),
            layer(CosignFormat.SIMPLE_SIGNING, payload, alice.signBase64(payload))));
  }

  /** A bundle, listed by the registry or by the tag that stands for its list. */
  private void pushBundle(Kind kind) {
    String statement = CosignFormat.statement(image, PredicateTypes.COSIGN_SIGN, "{}");
    pushBundle(
        kind,
        CosignFormat.bundle(
            CosignFormat.BUNDLE,
            alice.hint(),
            CosignFormat.enveloped(CosignFormat.envelope(statement, alice))));
  }

  private void pushBundle(Kind kind, String bundle) {
    String manifest = image(CosignFormat.EMPTY, blob("{}"), layer(CosignFormat.BUNDLE, bundle, ""));
    Digest digest = push("bundle", manifest);
    String listed =
        descriptor(
            MediaType.OCI_MANIFEST.value(),
            Descriptor.of(MediaType.OCI_MANIFEST, digest, manifest.length()),
            ",\"artifactType\":\"" + CosignFormat.BUNDLE + "\"");
    if (kind == Kind.WITH_LIST) {
      new ReferrersApi(1, true).in(registry).list(image, CosignFormat.BUNDLE, listed);
    } else {
      registry.putManifest(
          CosignFormat.tag(image, ""),
          MediaType.OCI_INDEX,
          ("{\"schemaVersion\":2,\"manifests\":[" + listed + "]}")
              .getBytes(StandardCharsets.UTF_8));
    }
  }

  private Signatures signatures() {
    SignerScope scope = SignerScope.images(registry.host() + "/*");
    return signatures(
        SignatureRequest.of(registry.host() + "/app:1")
            .trust(Trust.in(alice.trusted("alice", scope))));
  }

  private static Signatures signatures(SignatureRequest request) {
    RegistryOptions defaults = RegistryOptions.defaults();
    RegistryOptions options =
        new RegistryOptions(
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            defaults.connectTimeout(),
            Duration.ofMillis(1500),
            Duration.ofMillis(1500));
    try (ImageScanner scanner = ImageScanner.builder().registry(options).build()) {
      List<Signatures> all = scanner.signatures(request.platforms(new PlatformSelection.All()));
      assertEquals(1, all.size());
      return all.get(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void bothKindsOfRegistriesGiveTheSameAnswer(Kind kind) {
    pushBundle(kind);
    Signatures signatures = signatures();
    assertEquals(Signatures.State.VERIFIED, signatures.state());
    assertEquals(List.of(true), signatures.evidence().stream().map(Evidence::isVerified).toList());
  }

  @Test
  void certificateIsProvedWithAFileOfTheUser(@TempDir Path directory) throws IOException {
    TestSigstore sigstore = new TestSigstore();
    TestAuthority.Subject subject =
        new TestAuthority.Subject("https://ci.example/app", "https://issuer.example", SIGNED);
    pushBundle(
        Kind.WITHOUT_LIST,
        sigstore.signed(
            CosignFormat.statement(image, PredicateTypes.COSIGN_SIGN, "{}"),
            alice,
            subject,
            SIGNED));
    TrustedIdentity release =
        new TrustedIdentity(
            "release",
            TextMatch.exactly(subject.uri()),
            TextMatch.exactly(subject.issuer()),
            SignerScope.images(registry.host() + "/*"));
    Path root = Files.write(directory.resolve("root.json"), sigstore.root().json().bytes());
    Signatures signatures =
        signatures(
            SignatureRequest.of(registry.host() + "/app:1")
                .trust(Trust.in(release))
                .trustedRoot(root));
    assertEquals(Signatures.State.VERIFIED, signatures.state(), signatures::toString);
  }

  @ParameterizedTest
  @EnumSource
  void signatureOfCosignsFirstFormCountsInBoth(Kind kind) {
    if (kind == Kind.WITH_LIST) {
      new ReferrersApi(1, true).in(registry);
    }
    pushOldSignature();
    assertEquals(Signatures.State.VERIFIED, signatures().state());
  }

  @ParameterizedTest
  @EnumSource
  void imageWithoutSignatureIsUnsignedInBoth(Kind kind) {
    if (kind == Kind.WITH_LIST) {
      new ReferrersApi(1, true).in(registry);
    }
    assertEquals(Signatures.State.UNSIGNED, signatures().state());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 406, 500, 503})
  void listThatIsRefusedMakesItUnknown(int status) {
    registry.always("/referrers/", (request, wire) -> wire.answer(status, ""));
    assertEquals(Signatures.State.UNKNOWN, signatures().state());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 500, 503})
  void tagThatIsRefusedMakesItUnknown(int status) {
    registry.always(".sig", (request, wire) -> wire.answer(status, ""));
    assertEquals(Signatures.State.UNKNOWN, signatures().state());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/referrers/", ".sig", ".att", ".sbom"})
  void pageForABrowserMakesItUnknown(String part) {
    registry.always(
        part,
        (request, wire) -> wire.answer(200, "<html>Sign in</html>", "Content-Type", "text/html"));
    assertEquals(Signatures.State.UNKNOWN, signatures().state());
  }

  @Test
  void registryThatFallsSilentIsGivenUp() {
    registry.always("/referrers/", (request, wire) -> wire.hang());
    registry.always("sha256-", (request, wire) -> wire.hang());
    Signatures signatures = signatures();
    assertEquals(
        3,
        signatures.routes().stream()
            .filter(route -> route.detail().startsWith("not asked"))
            .count(),
        () -> signatures.routes().toString());
  }

  @Test
  void everyRouteIsTold() {
    assertEquals(
        List.of("ABSENT", "ABSENT", "ABSENT", "ABSENT", "ABSENT", "ABSENT"),
        signatures().routes().stream().map(RouteOutcome::state).map(Enum::name).toList());
  }
}
