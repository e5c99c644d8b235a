package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Digest;
import java.util.List;
import java.util.Optional;

/**
 * A number of lowest layers that are those of another image: a base, or the base of a base;
 * immutable.
 *
 * @param depth how many layers, at least one
 * @param chainId of these layers, the same in the image and in each of {@code images}
 * @param basis what it rests on
 * @param images every image found with exactly these layers, the one to name first
 * @param asked whether one of them is among those that the request wants
 * @param freshness what became of its tag; empty when no tag is known
 */
public record BaseLevel(
    int depth,
    Digest chainId,
    Basis basis,
    List<BaseImage> images,
    boolean asked,
    Optional<Fact<Freshness>> freshness) {
  /** Copies the list. */
  public BaseLevel {
    images = List.copyOf(images);
  }

  /** What the equality of chainIDs rests on. */
  public enum Basis {
    /** The image's layers were read, and the diffIDs computed over their bytes. */
    PROVEN("proven"),
    /** Some layers were not read: their diffIDs are what the image's config declares. */
    DECLARED("declared");

    private final String label;

    Basis(String label) {
      this.label = label;
    }

    /** The word used in text and JSON. */
    public String label() {
      return label;
    }
  }

  /** The image to name. */
  public BaseImage image() {
    return images.get(0);
  }

  /** The same with what became of the tag of {@code image}, one of its images. */
  public BaseLevel withFreshness(BaseImage image, Fact<Freshness> found) {
    boolean leadsThere =
        found.asKnown().filter(tag -> tag.movement() == Freshness.Movement.CURRENT).isPresent();
    List<BaseImage> seen =
        images.stream()
            .map(each -> leadsThere && each.equals(image) ? each.seenByTag() : each)
            .toList();
    return new BaseLevel(depth, chainId, basis, seen, asked, Optional.of(found));
  }
}
