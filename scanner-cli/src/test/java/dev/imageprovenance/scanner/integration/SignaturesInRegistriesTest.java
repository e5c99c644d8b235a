package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imageprovenance.scanner.CompareRequest;
import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.SignatureRequest;
import dev.imageprovenance.scanner.SignatureWish;
import dev.imageprovenance.scanner.signature.Evidence;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import dev.imageprovenance.scanner.signature.trust.SignerScope;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.signature.trust.TrustedKey;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.testimages.RegistryPush;
import dev.imageprovenance.testimages.TestDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What cosign wrote, in Debian's docker-registry, which keeps no list of referrers, and in a
 * registry that does.
 */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class SignaturesInRegistriesTest {
  private static final Path COSIGN =
      ScannerCommand.checkout()
          .resolve("scanner-core/src/test/resources/dev/imageprovenance/scanner/signature/cosign");
  private static final String SIGNED_AS = "registry.example/team";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RealParts parts;

  SignaturesInRegistriesTest(RealParts parts) {
    this.parts = parts;
  }

  /** Every tag of the layout. */
  private String pushed(Path layout) throws IOException {
    String repository = layout.getFileName() + "/team/app";
    for (JsonNode entry : JSON.readTree(layout.resolve("index.json").toFile()).get("manifests")) {
      String tag = entry.get("annotations").get("org.opencontainers.image.ref.name").asText();
      push(layout, repository, tag, entry.get("digest").asText());
    }
    return parts.registry().reference(repository + ":1");
  }

  private void push(Path layout, String repository, String tag, String digest) throws IOException {
    byte[] bytes = blob(layout, digest);
    JsonNode document = JSON.readTree(bytes);
    for (JsonNode child : document.path("manifests")) {
      String childDigest = child.get("digest").asText();
      push(layout, repository, childDigest, childDigest);
    }
    Map<String, byte[]> blobs = new TreeMap<>();
    document.path("layers").forEach(layer -> add(blobs, layout, layer));
    if (document.has("config")) {
      add(blobs, layout, document.get("config"));
    }
    RegistryPush.to(URI.create("http://" + parts.registry().address() + "/"))
        .push(repository, tag, TestDocument.of(document.get("mediaType").asText(), bytes, blobs));
  }

  private static void add(Map<String, byte[]> blobs, Path layout, JsonNode descriptor) {
    String digest = descriptor.get("digest").asText();
    blobs.put(digest, blob(layout, digest));
  }

  private static byte[] blob(Path layout, String digest) {
    try {
      return Files.readAllBytes(layout.resolve("blobs").resolve(digest.replace(':', '/')));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> evidence(String address) {
    SignerScope scope = SignerScope.of(Set.of(Purpose.IMAGE, Purpose.PROVENANCE), "**");
    Trust trust =
        Trust.in(TrustedKey.ofFile("cosign", COSIGN.resolve("cosign.pub"), scope))
            .mapping(address.replace("/app:1", ""), SIGNED_AS);
    try (ImageScanner scanner =
        ImageScanner.builder().registry(Inspection.options(Map.of())).build()) {
      Signatures signatures =
          scanner
              .signatures(
                  SignatureRequest.of(address).platforms(new PlatformSelection.All()).trust(trust))
              .get(0)
              .signatures();
      List<String> lines = new ArrayList<>(List.of(signatures.state().name()));
      for (Evidence one : signatures.evidence()) {
        lines.add(one.form() + " " + one.purpose().orElseThrow() + " " + one.isVerified());
      }
      return lines;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v3"})
  void registryWithAListOfReferrersAndOneWithoutGiveTheSameAnswer(String version)
      throws IOException {
    Path layout = COSIGN.resolve(version);
    try (ReferrersRegistry listing = ReferrersRegistry.of(layout)) {
      List<String> without = evidence(pushed(layout));
      assertEquals(without, evidence(listing.address() + "/team/app:1"));
      assertEquals(List.of("VERIFIED", 3), List.of(without.get(0), without.size()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v3"})
  void copyThatLeftItsSignatureBehindIsTold(String version) throws IOException {
    Path layout = COSIGN.resolve(version);
    String copy = parts.registry().reference("bare/" + version + ":1");
    Skopeo.copy("oci:" + layout + ":1", "docker://" + copy, "--preserve-digests");
    try (ReferrersRegistry listing = ReferrersRegistry.of(layout)) {
      assertEquals(
          1,
          Comparing.withoutEngines()
              .compare(
                  CompareRequest.of(copy, listing.address() + "/team/app:1")
                      .signatures(SignatureWish.REQUIRE))
              .exitCode());
    }
  }
}
