package dev.imageprovenance.scanner.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestParserTest {
  private static final String HEX =
      "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
  private static final String DESCRIPTOR =
      "{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"sha256:"
          + HEX
          + "\",\"size\":2}";
  private static final String MANIFEST =
      "{\"schemaVersion\":2,\"config\":" + DESCRIPTOR + ",\"layers\":[" + DESCRIPTOR + "]}";

  @Test
  void takesTheDigestOverTheBytesAsTheyCame() {
    String spaced = MANIFEST.replace(",", " ,\n ");
    assertEquals(Digest.sha256(spaced.getBytes(StandardCharsets.UTF_8)), parse(spaced).digest());
  }

  @Test
  void readsConfigAndLayers() {
    ImageManifest manifest = assertInstanceOf(ImageManifest.class, parse(MANIFEST));
    assertEquals(List.of(2L), manifest.layers().stream().map(Descriptor::size).toList());
  }

  @Test
  void readsTheChildrenOfAnIndexWithTheirPlatforms() {
    ImageIndex index =
        assertInstanceOf(
            ImageIndex.class,
            parse(
                "{\"schemaVersion\":2,\"manifests\":["
                    + DESCRIPTOR.replace(
                        "\"size\":2",
                        "\"size\":2,\"platform\":{\"os\":\"linux\",\"architecture\":\"arm\",\"variant\":\"v7\"}")
                    + "]}"));
    assertEquals("linux/arm/v7", index.manifests().get(0).platform().orElseThrow().toString());
  }

  @Test
  void usesTheTypeGivenBesideTheBytesWhenTheDocumentNamesNone() {
    assertEquals(
        MediaType.DOCKER_MANIFEST,
        ManifestParser.parse(
                raw(MANIFEST),
                DigestAlgorithm.SHA256,
                Optional.of(MediaType.DOCKER_MANIFEST),
                Limits.defaults())
            .mediaType());
  }

  @Test
  void treatsNullAsAbsent() {
    ImageManifest manifest =
        assertInstanceOf(
            ImageManifest.class,
            parse(MANIFEST.replace("\"schemaVersion\"", "\"annotations\":null,\"schemaVersion\"")));
    assertEquals(0, manifest.annotations().size());
  }

  @Test
  void allowsAnnotationsThatDifferInCaseOnly() {
    Manifest manifest =
        parse(
            MANIFEST.replace(
                "\"schemaVersion\"",
                "\"annotations\":{\"a\":\"1\",\"A\":\"2\"},\"schemaVersion\""));
    assertEquals(2, manifest.annotations().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "<html>login</html>",
        "{\"schemaVersion\":2,\"manifests\":[],\"layers\":[]}",
        "{\"schemaVersion\":2,\"manifests\":[],\"config\":null,\"Config\":{}}",
        "{\"schemaVersion\":2,\"layers\":[]}",
        "{\"schemaVersion\":3,\"manifests\":[]}",
        "{\"schemaVersion\":2,\"manifests\":[]} {}",
        "{\"schemaVersion\":2,\"manifests\":[],\"manifests\":[]}",
        "{\"schemaVersion\":2,\"manifests\":[],\"Manifests\":[]}",
        "{\"schemaVersion\":2,\"manifests\":[],\"manife\u017Fts\":[]}",
        "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"x\",\"digest\":\"sha256:00\",\"size\":1}]}",
        "{\"schemaVersion\":2,\"manifests\":{}}",
        "{\"schemaVersion\":2,\"fsLayers\":[],\"layers\":[],\"config\":{}}",
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"manifests\":[]}"
      })
  void refusesWhatOtherParsersCouldReadDifferently(String text) {
    ScanException problem = assertThrows(ScanException.class, () -> parse(text));
    assertEquals(ProblemKind.MALFORMED, problem.kind());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "\"2\"", "99999999999999999999"})
  void refusesASizeThatIsNoCount(String size) {
    ScanException problem =
        assertThrows(
            ScanException.class, () -> parse(MANIFEST.replace("\"size\":2", "\"size\":" + size)));
    assertEquals(ProblemKind.MALFORMED, problem.kind());
  }

  @Test
  void namesTheFieldThatIsNoDigest() {
    String text = MANIFEST.replace("]}", "," + DESCRIPTOR.replace(HEX, "zz") + "]}");
    ScanException problem = assertThrows(ScanException.class, () -> parse(text));
    String message = String.valueOf(problem.getMessage());
    assertTrue(message.contains("\"layers[1].digest\" should be a digest"), message);
  }

  @Test
  void refusesSchema1InWords() {
    ScanException problem =
        assertThrows(ScanException.class, () -> parse("{\"schemaVersion\":1,\"fsLayers\":[]}"));
    assertEquals(ProblemKind.UNSUPPORTED, problem.kind());
  }

  @Test
  void refusesBytesThatAreNoUtf8() {
    byte[] bytes = MANIFEST.getBytes(StandardCharsets.UTF_8);
    bytes[MANIFEST.indexOf("oci")] = (byte) 0xFF;
    ScanException problem =
        assertThrows(
            ScanException.class,
            () ->
                ManifestParser.parse(
                    RawDocument.of(bytes),
                    DigestAlgorithm.SHA256,
                    Optional.empty(),
                    Limits.defaults()));
    assertEquals(ProblemKind.MALFORMED, problem.kind());
  }

  @Test
  void refusesNestingBeyondTheLimitWithoutOverflow() {
    String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    ScanException problem = assertThrows(ScanException.class, () -> parse(deep));
    assertEquals(ProblemKind.LIMIT, problem.kind());
  }

  @Test
  void refusesADocumentAboveTheLimit() {
    ScanException problem =
        assertThrows(
            ScanException.class, () -> parse("{\"schemaVersion\":2" + " ".repeat(5 << 20) + "}"));
    assertEquals(ProblemKind.LIMIT, problem.kind());
  }

  private static Manifest parse(String text) {
    return ManifestParser.parse(
        raw(text), DigestAlgorithm.SHA256, Optional.empty(), Limits.defaults());
  }

  private static RawDocument raw(String text) {
    return RawDocument.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
