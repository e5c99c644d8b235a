package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes chainIDs (image-spec config.md, "Layer ChainID"); stateless. Equal chainIDs mean equal
 * layers in the same order from the lowest on, however they are compressed.
 */
public final class ChainIds {
  private ChainIds() {}

  /**
   * The chainID of each layer with all layers below it.
   *
   * @param diffIds lowest first
   */
  public static List<Digest> of(List<Digest> diffIds) {
    List<Digest> chain = new ArrayList<>(diffIds.size());
    for (Digest diffId : diffIds) {
      chain.add(
          chain.isEmpty()
              ? diffId
              : Digest.sha256(
                  (chain.get(chain.size() - 1) + " " + diffId).getBytes(StandardCharsets.UTF_8)));
    }
    return List.copyOf(chain);
  }

  /** How many of the lowest layers two images share. */
  public static int shared(List<Digest> diffIds, List<Digest> others) {
    int shared = 0;
    while (shared < Math.min(diffIds.size(), others.size())
        && diffIds.get(shared).equals(others.get(shared))) {
      shared++;
    }
    return shared;
  }
}
