package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.lineage.LineageLayer.Content;
import dev.imageprovenance.scanner.lineage.LineageLayer.Owner;
import dev.imageprovenance.scanner.oci.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Chains an image's layers together; stateless. */
final class LineageLayers {
  private LineageLayers() {}

  /**
   * The layers with their chainIDs, before anything is known of bases.
   *
   * @param contents what is known of each layer's bytes
   */
  static List<LineageLayer> of(List<ImageLayer> layers, List<Content> contents) {
    List<Digest> declared = new ArrayList<>();
    for (ImageLayer layer : layers) {
      if (layer.diffId().isEmpty()) {
        break;
      }
      declared.add(layer.diffId().get());
    }
    List<Digest> chain = ChainIds.of(declared);
    List<LineageLayer> chained = new ArrayList<>(layers.size());
    boolean computed = true;
    for (int i = 0; i < layers.size(); i++) {
      computed &= contents.get(i) instanceof Content.Computed;
      chained.add(
          new LineageLayer(
              layers.get(i),
              contents.get(i),
              i < chain.size() ? Optional.of(chain.get(i)) : Optional.empty(),
              computed,
              Owner.UNKNOWN,
              Optional.empty()));
    }
    return chained;
  }

  /**
   * The same layers, each with its owner: of the bases that have it, the deepest brought it.
   *
   * @param bases the one with most layers first
   */
  static List<LineageLayer> owned(List<LineageLayer> layers, List<BaseLevel> bases) {
    if (bases.isEmpty()) {
      return layers;
    }
    List<LineageLayer> owned = new ArrayList<>(layers.size());
    for (int i = 0; i < layers.size(); i++) {
      Optional<Integer> base = Optional.empty();
      for (int level = 0; level < bases.size(); level++) {
        base = bases.get(level).depth() > i ? Optional.of(level) : base;
      }
      owned.add(layers.get(i).ownedBy(base.isPresent() ? Owner.BASE : Owner.OWN, base));
    }
    return owned;
  }

  /** The diffIDs that the chain is made of, up to the first that is missing. */
  static List<Digest> diffIds(List<LineageLayer> layers) {
    List<Digest> diffIds = new ArrayList<>();
    for (LineageLayer layer : layers) {
      if (layer.chainId().isEmpty()) {
        break;
      }
      layer.layer().diffId().ifPresent(diffIds::add);
    }
    return diffIds;
  }
}
