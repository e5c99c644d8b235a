package dev.imageprovenance.testimages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

final class DockerArchiveTest {
  private static final TestImage IMAGE =
      TestImage.builder()
          .layer(l -> l.file("/x", 0644, "x"))
          .layer(l -> l.file("/y", 0644, "y"))
          .layer(l -> l.file("/y", 0644, "y"))
          .build();

  @Test
  void linksARepeatedLayerInTheOldForm() throws IOException {
    Map<String, String> links = new LinkedHashMap<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    archive().writeOldForm(out);
    try (TarArchiveInputStream tar = open(out)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isSymbolicLink()) {
          links.put(entry.getName(), entry.getLinkName());
        }
      }
    }
    JsonNode layers = manifest(out).at("/0/Layers");

    assertEquals(1, links.size());
    assertEquals("../" + layers.get(1).asText(), links.get(layers.get(2).asText()));
  }

  @Test
  void namesTheConfigByItsDigestWithPrefixInKanikosForm() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    archive().writeKanikoForm(out);

    assertEquals(Digests.sha256(IMAGE.config()), manifest(out).at("/0/Config").asText());
  }

  @Test
  void writesTheManifestLastInKanikosForm() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    archive().writeKanikoForm(out);
    List<String> names = names(out);

    assertEquals("manifest.json", names.get(names.size() - 1));
  }

  @Test
  void namesLayersByDiffIdInTheFormOfDocker25() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    archive().writeDocker25Form(out);
    String diffId = IMAGE.layers().get(0).diffId();

    assertEquals(
        "blobs/sha256/" + Digests.encoded(diffId), manifest(out).at("/0/Layers/0").asText());
    assertTrue(manifest(out).at("/0/LayerSources").has(diffId));
  }

  @Test
  void keepsCompressedLayersInTheContainerdStoresForm() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    archive().writeContainerdStoreForm(out);
    String digest = IMAGE.layers().get(0).descriptor().digest();

    assertEquals(
        "blobs/sha256/" + Digests.encoded(digest), manifest(out).at("/0/Layers/0").asText());
    assertFalse(manifest(out).at("/0").has("LayerSources"));
    assertFalse(names(out).contains("repositories"));
  }

  private static DockerArchive archive() {
    return new DockerArchive().add("sample/app:1", IMAGE);
  }

  private static List<String> names(ByteArrayOutputStream out) throws IOException {
    List<String> names = new ArrayList<>();
    try (TarArchiveInputStream tar = open(out)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  private static JsonNode manifest(ByteArrayOutputStream out) throws IOException {
    try (TarArchiveInputStream tar = open(out)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().equals("manifest.json")) {
          return new ObjectMapper().readTree(tar.readAllBytes());
        }
      }
    }
    throw new AssertionError("the archive has no manifest.json");
  }

  private static TarArchiveInputStream open(ByteArrayOutputStream out) {
    return new TarArchiveInputStream(new ByteArrayInputStream(out.toByteArray()));
  }
}
