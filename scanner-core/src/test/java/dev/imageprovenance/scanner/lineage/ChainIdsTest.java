package dev.imageprovenance.scanner.lineage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainIdsTest {
  private static final Digest A = ImageDraft.diffId("a");
  private static final Digest B = ImageDraft.diffId("b");
  private static final Digest C = ImageDraft.diffId("c");

  @Test
  void chainIdOfTheLowestLayerIsItsDiffId() {
    assertEquals(List.of(A), ChainIds.of(List.of(A)));
  }

  @Test
  void chainIdIsTheDigestOfTheChainBelowAndTheDiffIdAsText() {
    Digest two = Digest.sha256((A + " " + B).getBytes(StandardCharsets.UTF_8));
    Digest three = Digest.sha256((two + " " + C).getBytes(StandardCharsets.UTF_8));
    assertEquals(List.of(A, two, three), ChainIds.of(List.of(A, B, C)));
  }

  @Test
  void nothingHasNoChain() {
    assertEquals(List.of(), ChainIds.of(List.of()));
  }

  @Test
  void sharedLayersEndAtTheFirstThatDiffers() {
    assertEquals(1, ChainIds.shared(List.of(A, B, C), List.of(A, C, C)));
  }
}
