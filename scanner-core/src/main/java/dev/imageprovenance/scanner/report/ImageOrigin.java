package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.check.ProvenBase;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.lineage.BaseImage;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.Freshness;
import dev.imageprovenance.scanner.lineage.Lineage;
import java.util.Optional;

/**
 * What a scanned image is built on; immutable.
 *
 * @param lineage all that was found
 * @param base the base by which findings are told apart; empty when none is proven
 */
public record ImageOrigin(Lineage lineage, Optional<ProvenBase> base) {
  /** Whose the layer at that index is: "base" or "own"; empty where no base is proven. */
  Optional<String> owner(int layerIndex) {
    return base.map(proven -> layerIndex < proven.depth() ? "base" : "own");
  }

  /** How many layers are the image's own; 0 where no base is proven. */
  int ownLayers() {
    return base.map(proven -> lineage.layers().size() - proven.depth()).orElse(0);
  }

  /** What became of the base's tag, where that was looked up. */
  Optional<Fact<Freshness>> tag() {
    return level().flatMap(BaseLevel::freshness);
  }

  /** The level of the base; empty for one that is known by its layers alone. */
  Optional<BaseLevel> level() {
    return base.flatMap(
        proven ->
            lineage.bases().stream().filter(level -> level.depth() == proven.depth()).findFirst());
  }

  /** The documents of the base. */
  Optional<BaseImage> image() {
    return base.flatMap(ProvenBase::image);
  }
}
