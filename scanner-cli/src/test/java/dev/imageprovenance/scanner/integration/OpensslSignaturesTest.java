package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.SignatureRequest;
import dev.imageprovenance.scanner.signature.Evidence;
import dev.imageprovenance.scanner.signature.Refusal;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.Standing;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import dev.imageprovenance.scanner.signature.trust.SignerScope;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.signature.trust.TrustedKey;
import dev.imageprovenance.testimages.Descriptor;
import dev.imageprovenance.testimages.RegistryPush;
import dev.imageprovenance.testimages.TestDocument;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What openssl signed, in cosign's formats and in a real registry. */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class OpensslSignaturesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SIMPLE_SIGNING = "application/vnd.dev.cosign.simplesigning.v1+json";
  private static final String DSSE = "application/vnd.dsse.envelope.v1+json";
  private static final String IN_TOTO = "application/vnd.in-toto+json";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";

  /** Keys as openssl makes them, and how it signs with them. */
  enum Key {
    P256("EC -pkeyopt ec_paramgen_curve:P-256", "-sha256"),
    P384("EC -pkeyopt ec_paramgen_curve:P-384", "-sha384"),
    P521("EC -pkeyopt ec_paramgen_curve:P-521", "-sha512"),
    RSA("RSA -pkeyopt rsa_keygen_bits:2048", "-sha256"),
    RSA_PSS("RSA -pkeyopt rsa_keygen_bits:2048", "-sha256 -sigopt rsa_padding_mode:pss"),
    ED25519("ED25519", "");

    private final String making;
    private final String signing;

    Key(String making, String signing) {
      this.making = making;
      this.signing = signing;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @TempDir private Path directory;
  private final RealParts parts;
  private String repository = "";
  private String digest = "";

  OpensslSignaturesTest(RealParts parts) {
    this.parts = parts;
  }

  @BeforeEach
  void pushAnImage() {
    repository = "openssl/" + directory.getFileName().toString().toLowerCase(Locale.ROOT);
    Skopeo.copy("docker://" + parts.images().reference(OracleImages.SMALL), "docker://" + image());
    digest = Inspection.facts(image()).image().manifest().orElseThrow().digest().toString();
  }

  private String image() {
    return parts.registry().reference(repository + ":1");
  }

  private Path file(Key key, String what) {
    return directory.resolve(key.label() + "." + what);
  }

  private void make(Key key) {
    openssl("genpkey -algorithm " + key.making + " -out " + file(key, "key"));
    openssl("pkey -in " + file(key, "key") + " -pubout -out " + file(key, "pub"));
  }

  private static void openssl(String arguments) {
    Command.of("openssl").and(Arrays.asList(arguments.split(" +", -1))).output();
  }

  /** The signature over the text, in base64. */
  private String signature(Key key, String text) throws IOException {
    Path message = Files.writeString(file(key, "message"), text);
    Path signature = file(key, "signature");
    openssl(
        key == Key.ED25519
            ? "pkeyutl -sign -rawin -inkey %s -in %s -out %s"
                .formatted(file(key, "key"), message, signature)
            : "dgst %s -sign %s -out %s %s"
                .formatted(key.signing, file(key, "key"), signature, message));
    return Base64.getEncoder().encodeToString(Files.readAllBytes(signature));
  }

  private static String payload(String reference, String digest) {
    return """
        {"critical":{"identity":{"docker-reference":"%s"},"image":{"docker-manifest-digest":"%s"},\
        "type":"cosign container image signature"},"optional":null}"""
        .formatted(reference, digest);
  }

  /** Puts a layer where cosign keeps what belongs to the image. */
  private void attach(String suffix, String mediaType, String text, Map<String, String> annotations)
      throws IOException {
    byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
    byte[] layer = text.getBytes(StandardCharsets.UTF_8);
    ObjectNode manifest =
        JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", MANIFEST);
    manifest.set("config", descriptor(CONFIG, config, Map.of()));
    manifest.putArray("layers").add(descriptor(mediaType, layer, annotations));
    Map<String, byte[]> blobs = new TreeMap<>();
    blobs.put(Descriptor.of(CONFIG, "sha256", config).digest(), config);
    blobs.put(Descriptor.of(mediaType, "sha256", layer).digest(), layer);
    RegistryPush.to(URI.create("http://" + parts.registry().address() + "/"))
        .push(
            repository,
            digest.replace(':', '-') + suffix,
            TestDocument.of(MANIFEST, JSON.writeValueAsBytes(manifest), blobs));
  }

  private static ObjectNode descriptor(
      String mediaType, byte[] bytes, Map<String, String> annotations) {
    ObjectNode descriptor =
        JSON.createObjectNode()
            .put("mediaType", mediaType)
            .put("digest", Descriptor.of(mediaType, "sha256", bytes).digest())
            .put("size", bytes.length);
    ObjectNode members = descriptor.putObject("annotations");
    annotations.forEach(members::put);
    return descriptor;
  }

  private void attachSignature(String payload, String signature) throws IOException {
    attach(
        ".sig", SIMPLE_SIGNING, payload, Map.of("dev.cosignproject.cosign/signature", signature));
  }

  private Signatures signatures(Key key, Purpose... purposes) {
    SignerScope scope = SignerScope.of(Set.of(purposes), "**");
    Trust trust = Trust.in(TrustedKey.ofFile("openssl", file(key, "pub"), scope));
    try (ImageScanner scanner =
        ImageScanner.builder().registry(Inspection.options(Map.of())).build()) {
      return scanner.signatures(SignatureRequest.of(image()).trust(trust)).get(0).signatures();
    }
  }

  private static String refusal(Signatures signatures) {
    Evidence only = signatures.evidence().get(0);
    List<Refusal> refusals =
        only.standing() instanceof Standing.Refused refused ? refused.refusals() : List.of();
    return signatures.state() + " " + refusals.stream().map(Refusal::reason).toList();
  }

  @ParameterizedTest
  @EnumSource
  void signatureOfEachKindOfKeyIsVerified(Key key) throws IOException {
    make(key);
    String payload = payload(parts.registry().reference(repository), digest);
    attachSignature(payload, signature(key, payload));
    assertEquals(Signatures.State.VERIFIED, signatures(key, Purpose.IMAGE).state());
  }

  @Test
  void attestationIsVerifiedOverItsPreAuthenticationEncoding() throws IOException {
    make(Key.P256);
    String statement =
        """
        {"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"app","digest":\
        {"sha256":"%s"}}],"predicateType":"https://slsa.dev/provenance/v1",\
        "predicate":{"runDetails":{"builder":{"id":"https://ci.example"}}}}"""
            .formatted(digest.substring("sha256:".length()));
    String signed =
        "DSSEv1 " + IN_TOTO.length() + " " + IN_TOTO + " " + statement.length() + " " + statement;
    ObjectNode envelope =
        JSON.createObjectNode()
            .put("payloadType", IN_TOTO)
            .put(
                "payload",
                Base64.getEncoder().encodeToString(statement.getBytes(StandardCharsets.UTF_8)));
    envelope.putArray("signatures").addObject().put("sig", signature(Key.P256, signed));
    attach(".att", DSSE, envelope.toString(), Map.of("predicateType", "https://slsa.dev/x"));
    assertEquals(
        List.of(true),
        signatures(Key.P256, Purpose.PROVENANCE).evidence().stream()
            .map(Evidence::isVerified)
            .toList());
  }

  @Test
  void payloadThatWasChangedAfterItWasSignedIsRefused() throws IOException {
    make(Key.P256);
    String payload = payload(parts.registry().reference(repository), digest);
    attachSignature(payload.replace("null", "{}"), signature(Key.P256, payload));
    assertEquals("REFUSED [WRONG_KEY]", refusal(signatures(Key.P256, Purpose.IMAGE)));
  }

  @Test
  void signatureByAnotherKeyIsRefused() throws IOException {
    make(Key.P256);
    make(Key.P384);
    String payload = payload(parts.registry().reference(repository), digest);
    attachSignature(payload, signature(Key.P384, payload));
    assertEquals("REFUSED [WRONG_KEY]", refusal(signatures(Key.P256, Purpose.IMAGE)));
  }

  @Test
  void signatureOfAnotherRepositoryIsRefused() throws IOException {
    make(Key.P256);
    String payload = payload(parts.registry().reference("openssl/other"), digest);
    attachSignature(payload, signature(Key.P256, payload));
    assertEquals("REFUSED [WRONG_REPOSITORY]", refusal(signatures(Key.P256, Purpose.IMAGE)));
  }

  @Test
  void signatureOfAnotherImageIsRefused() throws IOException {
    make(Key.P256);
    String payload = payload(parts.registry().reference(repository), "sha256:" + "ab".repeat(32));
    attachSignature(payload, signature(Key.P256, payload));
    assertEquals("REFUSED [WRONG_SUBJECT]", refusal(signatures(Key.P256, Purpose.IMAGE)));
  }
}
