package dev.imageprovenance.testimages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LargeImageTest {
  private static final int ENTRIES = 2_500;

  @TempDir Path directory;

  @Test
  void writesAsManyEntriesAsAsked() throws IOException {
    int entries = 0;
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(uncompressedLayer()))) {
      while (tar.getNextEntry() != null) {
        entries++;
      }
    }

    assertEquals(ENTRIES, entries);
  }

  @Test
  void namesTheDigestsThatItsLayerHas() throws IOException {
    byte[] tar = uncompressedLayer();
    JsonNode manifest = blob(json(directory.resolve("index.json")).at("/manifests/0/digest"));
    JsonNode config = blob(manifest.at("/config/digest"));

    assertEquals(Digests.sha256(tar), config.at("/rootfs/diff_ids/0").asText());
    assertEquals(
        manifest.at("/layers/0/digest").asText(),
        Digests.sha256(Files.readAllBytes(path(manifest.at("/layers/0/digest")))));
  }

  private byte[] uncompressedLayer() throws IOException {
    LargeImage.write(directory, ENTRIES, 10);
    JsonNode manifest = blob(json(directory.resolve("index.json")).at("/manifests/0/digest"));
    byte[] stored = Files.readAllBytes(path(manifest.at("/layers/0/digest")));
    return new GZIPInputStream(new ByteArrayInputStream(stored)).readAllBytes();
  }

  private JsonNode blob(JsonNode digest) throws IOException {
    return json(path(digest));
  }

  private Path path(JsonNode digest) {
    return directory.resolve(OciLayout.blobPath(digest.asText()));
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(Files.readAllBytes(file));
  }
}
