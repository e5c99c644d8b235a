package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.lineage.BaseImage;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.Lineage;
import java.util.Optional;

/**
 * The base that is told of an image, proven by layers that were read; immutable.
 *
 * @param name as reports name it
 * @param depth how many of the lowest layers are its
 * @param image its documents; empty for one that is known by its layers alone
 * @param accepted whether the request or the policy asked for it, so that what it brought unchanged
 *     weighs less. An image can name any other base, also one that its own author made
 */
public record ProvenBase(String name, int depth, Optional<BaseImage> image, boolean accepted) {
  /** The base of that level. */
  public static ProvenBase of(BaseLevel level, BaseImage image, boolean accepted) {
    return new ProvenBase(image.name(), level.depth(), Optional.of(image), accepted);
  }

  /** The base with most layers that is proven, by whoever it is named. */
  public static Optional<ProvenBase> merelyNamed(Lineage lineage) {
    return lineage.provenBase().map(level -> of(level, level.image(), false));
  }
}
