package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How much larger than its stored bytes a layer may be. */
class LayerRatioTest extends LayerScanning {
  /** Zeros, and then what cannot be compressed. */
  private static byte[] zerosFirst(int zeros, int random) {
    byte[] content = new byte[zeros + random];
    byte[] noise = new byte[random];
    new Random(1).nextBytes(noise);
    System.arraycopy(noise, 0, content, zeros, random);
    TarBytes tar = new TarBytes().add(new TarBytes.Header("a", '0', content.length), content);
    return Zstd.compress(tar.end());
  }

  private static LayerFacts scanDeclared(byte[] stored, long declaredSize, Limits limits)
      throws IOException {
    return new LayerScanner(limited(limits))
        .scan(
            new ByteArrayInputStream(stored),
            declaredSize,
            DigestAlgorithm.SHA256,
            DigestAlgorithm.SHA256,
            Set.of());
  }

  private static void assertRatioRefused(byte[] stored, long declaredSize) {
    ScanException e =
        assertThrows(
            ScanException.class,
            () -> scanDeclared(stored, declaredSize, limits(1 << 30, 100, 10, 10)));
    assertTrue(String.valueOf(e.getMessage()).contains("layerRatio (100)"), e.getMessage());
  }

  @Test
  void aLayerThatBeginsWithZerosIsJudgedByItsWholeStoredSize() throws IOException {
    byte[] stored = zerosFirst(96 << 20, 2 << 20);
    LayerFacts facts = scanDeclared(stored, stored.length, limits(1 << 30, 100, 10, 10));
    assertEquals(stored.length, facts.storedSize());
  }

  @Test
  void aLayerOfUnknownStoredSizeMayBeginWithZeros() throws IOException {
    byte[] stored = zerosFirst(96 << 20, 2 << 20);
    LayerFacts facts = scanDeclared(stored, -1, limits(1 << 30, 100, 10, 10));
    assertEquals(stored.length, facts.storedSize());
  }

  @Test
  void aBombOfKnownStoredSizeIsRefusedEarly() {
    byte[] stored = Zstd.compress(new byte[96 << 20]);
    ScanException e =
        assertThrows(
            ScanException.class, () -> scanDeclared(stored, stored.length, Limits.defaults()));
    assertTrue(String.valueOf(e.getMessage()).contains("so far"), e.getMessage());
  }

  @Test
  void aBombThatDeclaresMoreThanItStoresIsRefusedAtItsEnd() {
    assertRatioRefused(Zstd.compress(new byte[96 << 20]), 1L << 40);
  }

  @Test
  void aBombOfUnknownStoredSizeIsRefusedAtItsEnd() {
    assertRatioRefused(Zstd.compress(new byte[96 << 20]), -1);
  }

  @Test
  void aLayerThatStoresMoreThanItDeclaresIsJudgedByWhatItStores() throws IOException {
    byte[] stored = zerosFirst(1 << 20, 66 << 20);
    LayerFacts facts = scanDeclared(stored, 1, limits(1 << 30, 100, 10, 10));
    assertEquals(stored.length, facts.storedSize());
  }
}
