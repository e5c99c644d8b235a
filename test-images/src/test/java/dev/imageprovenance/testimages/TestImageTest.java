package dev.imageprovenance.testimages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

final class TestImageTest {
  @Test
  void servesEveryBlobUnderItsOwnDigest() {
    plain().build().blobs().forEach((digest, bytes) -> assertEquals(digest, Digests.sha256(bytes)));
  }

  @Test
  void namesTheDigestOfTheUncompressedTarInTheConfig() throws IOException {
    TestImage image = plain().build();
    TestLayer layer = image.layers().get(0);
    byte[] tar = new GZIPInputStream(new ByteArrayInputStream(layer.stored())).readAllBytes();

    assertArrayEquals(layer.tar(), tar);
    assertEquals(Digests.sha256(tar), json(image.config()).at("/rootfs/diff_ids/0").asText());
  }

  @Test
  void namesConfigAndLayersInTheManifest() throws IOException {
    TestImage image = plain().build();
    JsonNode manifest = json(image.manifest());

    assertEquals(Digests.sha256(image.config()), manifest.at("/config/digest").asText());
    assertEquals(
        Digests.sha256(image.layers().get(0).stored()), manifest.at("/layers/0/digest").asText());
    assertEquals(image.layers().get(0).stored().length, manifest.at("/layers/0/size").asInt());
  }

  @Test
  void keepsTheOrderOfInstructionsWithAndWithoutLayers() throws IOException {
    TestImage image =
        TestImage.builder()
            .history("ARG first")
            .layer(l -> l.createdBy("COPY second"))
            .history("ENV third")
            .layer(l -> l.createdBy("RUN fourth"))
            .build();
    JsonNode history = json(image.config()).get("history");

    assertEquals(
        List.of("ARG first", "COPY second", "ENV third", "RUN fourth"),
        history.findValuesAsText("created_by"));
    assertTrue(history.at("/2/empty_layer").asBoolean());
    assertFalse(history.at("/3").has("empty_layer"));
  }

  @Test
  void keepsDigestsWhenServedBytesAreChanged() {
    TestImage honest = plain().build();
    TestImage changed =
        TestImage.builder()
            .layer(
                l ->
                    l.file("/x", 0644, "x")
                        .editServed(bytes -> Corruption.flipped(bytes, bytes.length - 1)))
            .user("1000")
            .build();
    String digest = honest.layers().get(0).descriptor().digest();

    assertEquals(honest.descriptor(), changed.descriptor());
    assertNotEquals(digest, Digests.sha256(bytesOf(changed, digest)));
  }

  @Test
  void letsTheDigestFollowWhenStoredBytesAreChanged() {
    TestImage image =
        TestImage.builder()
            .layer(l -> l.file("/x", 0644, "x").editStored(bytes -> new byte[] {1, 2, 3}))
            .build();
    TestLayer layer = image.layers().get(0);

    assertEquals(Digests.sha256(new byte[] {1, 2, 3}), layer.descriptor().digest());
    assertEquals(layer.trueDiffId(), layer.diffId());
  }

  @Test
  void writesAWhiteoutBesideItsFile() {
    TestImage image = TestImage.builder().layer(l -> l.whiteout("/etc/shadow")).build();

    assertTrue(new String(image.layers().get(0).tar(), UTF_8).startsWith("etc/.wh.shadow\0"));
  }

  @Test
  void writesAnOpaqueMarkerIntoItsDirectory() {
    TestImage image = TestImage.builder().layer(l -> l.opaque("/opt")).build();

    assertTrue(new String(image.layers().get(0).tar(), UTF_8).startsWith("opt/.wh..wh..opq\0"));
  }

  @Test
  void listsTheDocumentsOfAnIndexChildrenFirst() {
    TestImage image = plain().build();
    TestIndex inner = TestIndex.builder().child("linux/amd64", image).build();
    TestIndex outer = TestIndex.builder().child(inner, d -> d).build();

    assertEquals(
        List.of(image.descriptor(), inner.descriptor(), outer.descriptor()), outer.documents());
  }

  @Test
  void referencesTheSubjectInAnAttestation() throws IOException {
    TestImage subject = plain().build();
    TestImage attestation = Attestations.provenanceOf(subject);
    JsonNode statement = json(attestation.layers().get(0).stored());

    assertEquals(
        Digests.encoded(subject.descriptor().digest()),
        statement.at("/subject/0/digest/sha256").asText());
    assertEquals(
        MediaTypes.IN_TOTO, json(attestation.manifest()).at("/layers/0/mediaType").asText());
  }

  private static TestImage.Builder plain() {
    return TestImage.builder().layer(l -> l.file("/x", 0644, "x")).user("1000");
  }

  private static byte[] bytesOf(TestContent content, String digest) {
    byte[] bytes = content.blobs().get(digest);
    if (bytes == null) {
      throw new AssertionError("nothing is served for " + digest);
    }
    return bytes;
  }

  private static JsonNode json(byte[] bytes) throws IOException {
    return new ObjectMapper().readTree(bytes);
  }
}
