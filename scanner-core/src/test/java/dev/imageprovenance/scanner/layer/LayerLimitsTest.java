package dev.imageprovenance.scanner.layer;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a layer may have too much of. */
class LayerLimitsTest extends LayerScanning {
  @Test
  void tooManyEntriesExceedTheLimit() {
    assertLimit(
        "layerEntries (2)",
        new TarBytes().file("a", "").file("b", "").file("c", "").end(),
        limits(1 << 20, 1000, 2, 1000));
  }

  @Test
  void tooMuchTextInPathsExceedsTheLimit() {
    TarBytes tar = new TarBytes();
    for (int i = 100; i < 200; i++) {
      tar.pax("path=" + "d/".repeat(1000) + i).file("a", "");
    }
    assertLimit("layerEntries (1000)", tar.end(), limits(1 << 20, 1000, 1000, 1000));
  }

  @Test
  void tooManyUncompressedBytesExceedTheLimit() throws IOException {
    byte[] stored = gzip(new TarBytes().file("a", "x".repeat(100_000)).end());
    assertLimit("layerUncompressedBytes (100000)", stored, limits(100_000, 1000, 10, 10));
  }

  @Test
  void holesCountAsUncompressedBytes() {
    TarBytes tar = new TarBytes();
    for (int i = 0; i < 3; i++) {
      tar.pax("GNU.sparse.map=0,1", "GNU.sparse.size=40000").file("s" + i, "x");
    }
    assertLimit("layerUncompressedBytes (100000)", tar.end(), limits(100_000, 1000, 10, 10));
  }

  @Test
  void aRatioBeyondTheLimitIsRefusedOnceItIsLarge() throws IOException {
    byte[] tar = new TarBytes().file("a", "x".repeat(66 << 20)).end();
    assertLimit("layerRatio (100)", gzip(tar), limits(1 << 30, 100, 10, 10));
  }
}
