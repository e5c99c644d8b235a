package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.lineage.BaseClaim.Origin;
import dev.imageprovenance.scanner.lineage.BaseClaim.Statement;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageConfig;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects what an image's own documents say about its base (image-spec annotations.md, {@code
 * org.opencontainers.image.base.name} and {@code .digest}); stateless.
 */
public final class BaseClaims {
  /** The annotation that names the base. */
  public static final String NAME = "org.opencontainers.image.base.name";

  /** The annotation with the digest of the base's index or manifest. */
  public static final String DIGEST = "org.opencontainers.image.base.digest";

  private static final String SCRATCH = "scratch";

  /** How jib's from.image says where the base is. */
  private static final String REGISTRY = "registry://";

  private static final String DOCKER = "docker://";
  private static final String TAR = "tar://";

  private BaseClaims() {}

  /** Every claim of the image's own documents, the ones that mean this very image first. */
  public static List<BaseClaim> of(Image image, Limits limits) {
    List<BaseClaim> claims = new ArrayList<>();
    image
        .manifest()
        .map(ImageManifest::annotations)
        .flatMap(annotations -> annotated(Origin.MANIFEST_ANNOTATION, annotations))
        .ifPresent(claims::add);
    image
        .indexDescriptor()
        .map(Descriptor::annotations)
        .flatMap(annotations -> annotated(Origin.INDEX_ANNOTATION, annotations))
        .ifPresent(claims::add);
    ImageConfig config = image.config();
    annotated(Origin.LABEL, config.labels()).ifPresent(claims::add);
    claims.addAll(BuildpacksLabel.claims(config, limits));
    claims.addAll(HistoryClaims.of(config));
    return claims;
  }

  /** Whether the image's own documents can name a base at all; costs next to nothing. */
  public static boolean mayName(Image image) {
    return image.manifest().filter(manifest -> isNamed(manifest.annotations())).isPresent()
        || image.indexDescriptor().filter(entry -> isNamed(entry.annotations())).isPresent()
        || isNamed(image.config().labels())
        || image.config().labels().containsKey(BuildpacksLabel.LABEL);
  }

  private static boolean isNamed(Map<String, String> annotations) {
    return annotations.containsKey(NAME) || annotations.containsKey(DIGEST);
  }

  /**
   * What jib was told to build on.
   *
   * @param written as jib's configuration has it
   */
  public static BaseClaim ofJib(String written) {
    String text = written.strip();
    String name = text.startsWith(REGISTRY) ? text.substring(REGISTRY.length()) : text;
    return new BaseClaim(
        Origin.JIB,
        name.equals(SCRATCH)
            ? new Statement.Scratch()
            : name.startsWith(DOCKER) || name.startsWith(TAR)
                ? new Statement.Unusable(
                    text, "jib took it from this machine, where another one may be by now")
                : split(name));
  }

  private static Statement split(String reference) {
    int at = reference.indexOf('@');
    return at < 0
        ? named(reference, "")
        : named(reference.substring(0, at), reference.substring(at + 1));
  }

  /** What a request says: this address is the base. */
  public static BaseClaim requested(String address, Optional<Reference> reference) {
    return new BaseClaim(
        Origin.REQUEST,
        new Statement.Named(address, reference, reference.flatMap(Reference::digest)));
  }

  /** What a base says about its own base. */
  public static List<BaseClaim> ofBase(BaseImage base) {
    return base.bases().stream().map(named -> new BaseClaim(Origin.BASE, named)).toList();
  }

  private static Optional<BaseClaim> annotated(Origin origin, Map<String, String> annotations) {
    if (!isNamed(annotations)) {
      return Optional.empty();
    }
    String name = annotations.getOrDefault(NAME, "").strip();
    String digest = annotations.getOrDefault(DIGEST, "").strip();
    return Optional.of(new BaseClaim(origin, statement(name, digest)));
  }

  private static Statement statement(String name, String digest) {
    if (name.isEmpty() && digest.isEmpty()) {
      return new Statement.Blank();
    }
    if (name.equals(SCRATCH) && digest.isEmpty()) {
      return new Statement.Scratch();
    }
    return named(name, digest);
  }

  /** One of the two may be empty. */
  static Statement named(String name, String digest) {
    String text = name.isEmpty() ? digest : digest.isEmpty() ? name : name + "@" + digest;
    try {
      Optional<Digest> promised =
          digest.isEmpty() ? Optional.empty() : Optional.of(Digest.parse(digest));
      if (name.isEmpty()) {
        return new Statement.Named(text, Optional.empty(), promised);
      }
      boolean hasTag = name.indexOf(':', name.lastIndexOf('/') + 1) >= 0;
      boolean isByDigestAlone = promised.isPresent() && !hasTag;
      Reference reference = Reference.parse(isByDigestAlone ? name + "@" + promised.get() : name);
      Optional<Digest> known = promised.or(reference::digest);
      return new Statement.Named(
          text,
          Optional.of(
              new Reference(reference.registry(), reference.repository(), reference.tag(), known)),
          known);
    } catch (ScanException e) {
      return new Statement.Unusable(text, String.valueOf(e.getMessage()));
    }
  }
}
