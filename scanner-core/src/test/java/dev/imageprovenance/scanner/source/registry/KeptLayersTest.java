package dev.imageprovenance.scanner.source.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Layers that jib has kept, in front of a registry. */
@Timeout(60)
class KeptLayersTest extends RegistryStoreFixture {
  private static final String DIFF_ID = "d".repeat(64);

  @TempDir Path cache;

  KeptLayersTest() throws IOException {}

  @Test
  void aKeptLayerIsNotFetched() throws IOException {
    keep("layers/" + blob.digest().encoded() + "/" + DIFF_ID, content);
    assertArrayEquals(content, read(store()));
    assertEquals(List.of(), registry.seen("GET", "blobs"));
  }

  @Test
  void aKeptLayerOfALocalBaseImageIsNotFetched() throws IOException {
    keep("local/" + DIFF_ID + "/" + blob.digest().encoded(), content);
    assertArrayEquals(content, read(store()));
    assertEquals(List.of(), registry.seen("GET", "blobs"));
  }

  @Test
  void aTamperedLayerIsFetchedInstead() throws IOException {
    byte[] other = content.clone();
    other[content.length - 1] ^= 1;
    keep("layers/" + blob.digest().encoded() + "/" + DIFF_ID, other);
    assertArrayEquals(content, read(store()));
    assertEquals(1, registry.seen("GET", "blobs").size());
  }

  @Test
  void aLayerThatIsNotFinishedIsFetchedInstead() throws IOException {
    keep("layers/" + blob.digest().encoded() + "/.tmp.layer", content);
    assertArrayEquals(content, read(store()));
    assertEquals(1, registry.seen("GET", "blobs").size());
  }

  @Test
  void aCacheThatIsNotThereIsNoProblem() throws IOException {
    jibCaches = List.of(cache.resolve("gone"));
    assertArrayEquals(content, read(store()));
  }

  private void keep(String path, byte[] bytes) throws IOException {
    Path file = cache.resolve(path);
    Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
    Files.write(file, bytes);
    jibCaches = List.of(cache);
  }
}
