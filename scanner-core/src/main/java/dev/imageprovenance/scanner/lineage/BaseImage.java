package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.image.DigestVerification.When;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.ImageConfig;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.Reference;
import java.util.List;
import java.util.Optional;

/**
 * An image that another one may have been built on, its documents verified by their digests;
 * immutable.
 *
 * @param name as reports name it, for example {@code docker.io/library/debian:12}
 * @param reference its repository in a registry, with the tag that it was asked for by; empty for
 *     images that lie elsewhere
 * @param isTagSeen whether its tag was seen leading to it; else the tag is somebody's word
 * @param index the digest of the index that it was chosen from
 * @param manifest the digest of its manifest; archives may have none
 * @param config the digest of its config
 * @param platform what it runs on, from its config
 * @param diffIds as its config declares them, lowest first
 * @param created when it was made, by its own word
 * @param user the raw User of its config, empty when absent
 * @param bases the images that its own annotations and labels name as its base
 * @param verified whether its documents were read and hashed now, or earlier and remembered
 */
public record BaseImage(
    String name,
    Optional<Reference> reference,
    boolean isTagSeen,
    Optional<Digest> index,
    Optional<Digest> manifest,
    Digest config,
    Platform platform,
    List<Digest> diffIds,
    Optional<String> created,
    String user,
    List<BaseClaim.Statement.Named> bases,
    When verified) {
  /** An honest image names one, perhaps in several places. */
  private static final int MOST_BASES = 4;

  /** Copies the lists. */
  public BaseImage {
    diffIds = List.copyOf(diffIds);
    bases = List.copyOf(bases);
  }

  /**
   * The image of documents that were just verified.
   *
   * @param name as reports name it
   * @param reference its repository in a registry, with the tag that it was asked for by
   */
  public static BaseImage of(
      String name, Optional<Reference> reference, Image image, Limits limits) {
    ImageConfig config = image.config();
    return new BaseImage(
        name,
        reference,
        false,
        image.resolution().steps().stream()
            .filter(step -> step.kind() == DigestKind.INDEX)
            .map(Resolution.Step::digest)
            .findFirst(),
        image.manifest().map(Manifest::digest),
        config.digest(),
        config.platform(),
        config.diffIds(),
        config.created(),
        config.user(),
        BaseClaims.of(image, limits).stream()
            .map(BaseClaim::statement)
            .filter(BaseClaim.Statement.Named.class::isInstance)
            .map(BaseClaim.Statement.Named.class::cast)
            .distinct()
            .limit(MOST_BASES)
            .toList(),
        When.NOW);
  }

  /** The chainID of all its layers; empty for an image without layers, which proves nothing. */
  public Optional<Digest> chainId() {
    List<Digest> chain = ChainIds.of(diffIds);
    return chain.isEmpty() ? Optional.empty() : Optional.of(chain.get(chain.size() - 1));
  }

  /** True when a claim of {@code digest} means this image: by its index or by its manifest. */
  public boolean hasDigest(Digest digest) {
    return index.filter(digest::equals).isPresent() || manifest.filter(digest::equals).isPresent();
  }

  /** The digest that its tag pointed at: the index's where there is one. */
  public Optional<Digest> root() {
    return index.or(() -> manifest);
  }

  /**
   * The same image under another name.
   *
   * @param place its repository in a registry, with the tag that it was asked for by
   * @param tagSeen whether that tag was seen leading to it
   */
  public BaseImage named(String other, Optional<Reference> place, boolean tagSeen) {
    return new BaseImage(
        other, place, tagSeen, index, manifest, config, platform, diffIds, created, user, bases,
        verified);
  }

  /** The same image, to which its tag leads. */
  public BaseImage seenByTag() {
    return named(name, reference, true);
  }
}
