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
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ImageNames;
import java.util.ArrayList;
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
      return List.of(incomparable(e));
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
    List<Walk> walks = new ArrayList<>();
    if (named.isEmpty()) {
      // Each entry is an image of its own: those that lead to this image speak of it.
      index.manifests().forEach(entry -> walks.add(walk(List.of(entry))));
    } else {
      walks.add(walk(named));
    }
    List<Walk> own = walks.stream().filter(walk -> walk.leadsTo(config.digest())).toList();
    List<Walk> relevant = own.isEmpty() ? walks : own;
    return relevant.stream()
        .flatMap(walk -> walk.others(config, !own.isEmpty()))
        .findFirst()
        .map(other -> contradiction(other, config))
        .or(() -> relevant.stream().flatMap(walk -> walk.problem.stream()).findFirst());
  }

  private Walk walk(List<Descriptor> entries) {
    Walk walk = new Walk();
    entries.forEach(entry -> walk.follow(entry, Optional.empty(), 0));
    return walk;
  }

  private static ImageAnomaly contradiction(Digest other, ImageConfig config) {
    return anomaly(
        "it leads to the config "
            + other
            + ", manifest.json to "
            + config.digest()
            + "; engines load different images");
  }

  /** A document that is refused here may be one that an engine accepts. */
  private ImageAnomaly incomparable(ScanException problem) {
    context.cancellation().throwIfCancelled();
    if (problem.kind() == ProblemKind.LIMIT) {
      throw problem;
    }
    return anomaly("its content cannot be compared: " + problem.getMessage());
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
    return new ImageAnomaly(
        ImageAnomaly.Kind.ARCHIVE_CONTRADICTS_ITSELF, "index.json of the archive", detail);
  }

  /** A config that a descriptor led to, and the platform that was said on the way. */
  private record Reached(Digest config, Optional<Platform> platform) {
    /** Each version of Windows rightly has an image of its own. */
    boolean isFor(Platform wanted) {
      return platform
          .map(
              said ->
                  said.sameAs(wanted)
                      && (!said.normalized().os().equals("windows")
                          || said.osVersion().equals(wanted.osVersion())))
          .orElse(true);
    }
  }

  /** Collects the configs that descriptors lead to; not thread-safe. */
  private final class Walk {
    private final Set<Reached> reached = new LinkedHashSet<>();
    private Optional<ImageAnomaly> problem = Optional.empty();
    private int visited;

    boolean leadsTo(Digest config) {
      return reached.stream().anyMatch(each -> each.config().equals(config));
    }

    /** Other configs than {@code config}: all, or those for its platform only. */
    Stream<Digest> others(ImageConfig config, boolean onlyForItsPlatform) {
      return reached.stream()
          .filter(each -> !onlyForItsPlatform || each.isFor(config.platform()))
          .map(Reached::config)
          .filter(digest -> !digest.equals(config.digest()));
    }

    void follow(Descriptor descriptor, Optional<Platform> inherited, int depth) {
      Limits limits = context.limits();
      if (depth > limits.indexDepth() || ++visited > limits.indexManifests()) {
        throw new ScanException(
            ProblemKind.LIMIT,
            "index.json of the archive "
                + Text.escape(archive.name())
                + " lists more manifests, or nests them deeper, than the limits allow");
      }
      Optional<Platform> platform = descriptor.platform().or(() -> inherited);
      Optional<Manifest> manifest = readable(descriptor);
      if (manifest.isEmpty()) {
        return;
      }
      if (manifest.get() instanceof ImageIndex index) {
        index.manifests().forEach(child -> follow(child, platform, depth + 1));
      } else if (manifest.get() instanceof ImageManifest image
          && image.config().mediaType().isImageConfig()
          && platform.filter(Platform::isUnknown).isEmpty()) {
        reached.add(new Reached(image.config().digest(), platform));
      }
    }

    /** One document that cannot be read hides no difference in another. */
    private Optional<Manifest> readable(Descriptor descriptor) {
      try {
        return manifest(descriptor);
      } catch (ScanException e) {
        problem = Optional.of(problem.orElseGet(() -> incomparable(e)));
        return Optional.empty();
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
