package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.oci.Descriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Neighbouring layers of two images that stand at the same place of both; immutable.
 *
 * @param deployed where the deployed image's layers of it begin
 * @param deployedEnd behind the last of them
 * @param registry where the registry's image's layers begin
 * @param registryEnd behind the last of them
 * @param shared true for one layer of each that is the same stored blob
 */
record LayerBlock(int deployed, int deployedEnd, int registry, int registryEnd, boolean shared) {

  /** All layers of both images, the lowest first. */
  static List<LayerBlock> of(Image deployed, Image registry) {
    int now = deployed.layers().size();
    int before = registry.layers().size();
    int least = Math.min(now, before);
    int bottom = 0;
    while (bottom < least && isShared(deployed, bottom, registry, bottom)) {
      bottom++;
    }
    int top = 0;
    while (top < least - bottom && isShared(deployed, now - top - 1, registry, before - top - 1)) {
      top++;
    }
    List<LayerBlock> blocks = new ArrayList<>();
    addEach(blocks, deployed, 0, registry, 0, bottom);
    if (now == before) {
      addEach(blocks, deployed, bottom, registry, bottom, now - top - bottom);
    } else {
      blocks.add(new LayerBlock(bottom, now - top, bottom, before - top, false));
    }
    addEach(blocks, deployed, now - top, registry, before - top, top);
    return blocks;
  }

  /** Layers side by side; neighbours that are not shared are one block. */
  private static void addEach(
      List<LayerBlock> blocks, Image deployed, int from, Image registry, int other, int count) {
    for (int i = 0; i < count; i++) {
      boolean shared = isShared(deployed, from + i, registry, other + i);
      LayerBlock last = blocks.isEmpty() ? null : blocks.get(blocks.size() - 1);
      if (last != null && !shared && !last.shared()) {
        blocks.remove(blocks.size() - 1);
        blocks.add(
            new LayerBlock(last.deployed(), from + i + 1, last.registry(), other + i + 1, false));
      } else {
        blocks.add(new LayerBlock(from + i, from + i + 1, other + i, other + i + 1, shared));
      }
    }
  }

  /**
   * True when whoever pulls either image gets the same bytes, and unpacks them alike. What lies on
   * this machine under a digest may be something else: only its own bytes speak for it.
   */
  private static boolean isShared(Image deployed, int position, Image registry, int other) {
    if (deployed.reader().isLocal() || registry.reader().isLocal()) {
      return false;
    }
    ImageLayer layer = deployed.layers().get(position);
    ImageLayer copy = registry.layers().get(other);
    Optional<Descriptor> descriptor = layer.descriptor();
    return descriptor.isPresent()
        && copy.descriptor().isPresent()
        && descriptor.get().digest().knownAlgorithm().isPresent()
        && descriptor.get().digest().equals(copy.descriptor().get().digest())
        && descriptor.get().mediaType().equals(copy.descriptor().get().mediaType())
        && descriptor.get().size() == copy.descriptor().get().size()
        && layer.diffId().isPresent()
        && layer.diffId().equals(copy.diffId());
  }
}
