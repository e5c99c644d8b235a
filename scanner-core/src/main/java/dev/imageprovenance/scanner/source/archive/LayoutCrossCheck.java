package dev.imageprovenance.scanner.source.archive;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.oci.ArchivedImage;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.oci.ImageConfig;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.LayoutParser;
import dev.imageprovenance.scanner.oci.Manifest;
import dev.imageprovenance.scanner.oci.ManifestParser;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ImageNames;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares what the two tables of contents of one archive, manifest.json and index.json, say of an
 * image: engines with a containerd store load by the latter, others by the former; immutable.
 */
final class LayoutCrossCheck {
  private static final List<String> NAME_ANNOTATIONS =
      List.of("io.containerd.image.name", "org.opencontainers.image.ref.name");

  private final ImageArchive archive;
  private final ScanContext context;

  LayoutCrossCheck(ImageArchive archive, ScanContext context) {
    this.archive = archive;
    this.context = context;
  }

  /** What differs; nothing when there is no index.json or it lists no image. */
  List<ImageAnomaly> compare(ArchivedImage image, ImageConfig config) {
    if (archive.find("oci-layout").isEmpty()) {
      return List.of();
    }
    try {
      return index().flatMap(index -> compare(index, image, config)).stream().toList();
    } catch (ScanException e) {
      context.cancellation().throwIfCancelled();
      return List.of(anomaly("its content cannot be compared: " + e.getMessage()));
    }
  }

  private Optional<ImageIndex> index() {
    Limits limits = context.limits();
    return archive
        .find("index.json")
        .flatMap(
            entry ->
                LayoutParser.index(
                    archive.document(entry, limits.manifestBytes(), "manifestBytes"), limits));
  }

  private Optional<ImageAnomaly> compare(
      ImageIndex index, ArchivedImage image, ImageConfig config) {
    List<Descriptor> named =
        index.manifests().stream().filter(entry -> isNamed(entry, image)).toList();
    Walk walk = new Walk();
    (named.isEmpty() ? index.manifests() : named).forEach(entry -> walk.follow(entry, 0));
    if (walk.configs.contains(config.digest()) || walk.isIncomplete || walk.configs.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        anomaly(
            "it leads to the config "
                + walk.configs.iterator().next()
                + ", manifest.json to "
                + config.digest()
                + "; engines load different images"));
  }

  private static boolean isNamed(Descriptor entry, ArchivedImage image) {
    Stream<String> names =
        NAME_ANNOTATIONS.stream()
            .map(key -> entry.annotations().get(key))
            .flatMap(Stream::ofNullable);
    return names.anyMatch(
        name -> image.repoTags().stream().anyMatch(tag -> ImageNames.same(tag, name)));
  }

  private static ImageAnomaly anomaly(String detail) {
    return new ImageAnomaly(ImageAnomaly.Kind.OTHER, "index.json of the archive", detail);
  }

  /** Collects the configs that descriptors lead to; not thread-safe. */
  private final class Walk {
    private final Set<Digest> configs = new LinkedHashSet<>();
    private boolean isIncomplete;
    private int visited;

    void follow(Descriptor descriptor, int depth) {
      Limits limits = context.limits();
      if (depth > limits.indexDepth() || ++visited > limits.indexManifests()) {
        throw new ScanException(
            ProblemKind.LIMIT, "it lists more, or nests deeper, than the limits allow");
      }
      Optional<Manifest> manifest = manifest(descriptor);
      if (manifest.isEmpty()) {
        isIncomplete = true;
      } else if (manifest.get() instanceof ImageIndex index) {
        index.manifests().forEach(child -> follow(child, depth + 1));
      } else if (manifest.get() instanceof ImageManifest image
          && image.config().mediaType().isImageConfig()) {
        configs.add(image.config().digest());
      }
    }

    /** Docker leaves out what it has not pulled. */
    private Optional<Manifest> manifest(Descriptor descriptor) {
      Digest digest = descriptor.digest();
      Optional<DigestAlgorithm> algorithm = digest.knownAlgorithm();
      Optional<ArchiveEntry> entry =
          archive.find("blobs/" + digest.algorithm() + "/" + digest.encoded());
      if (algorithm.isEmpty() || entry.isEmpty()) {
        return Optional.empty();
      }
      Limits limits = context.limits();
      RawDocument raw = archive.document(entry.get(), limits.manifestBytes(), "manifestBytes");
      Digest actual = raw.digest(algorithm.get());
      if (!actual.equals(digest)) {
        throw new ScanException(
            ProblemKind.INTEGRITY,
            "the file of manifest " + digest + " has the digest " + Text.escape(actual.toString()));
      }
      return Optional.of(
          ManifestParser.parse(raw, algorithm.get(), Optional.of(descriptor.mediaType()), limits));
    }
  }
}
