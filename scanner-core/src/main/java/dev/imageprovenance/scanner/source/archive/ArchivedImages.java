package dev.imageprovenance.scanner.source.archive;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.When;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.oci.ArchivedImage;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.DockerArchiveParser;
import dev.imageprovenance.scanner.oci.ImageConfig;
import dev.imageprovenance.scanner.oci.ImageConfigParser;
import dev.imageprovenance.scanner.oci.NamedDigest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.PlatformSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The images that an archive's manifest.json lists, as docker save, podman save, kaniko and bazel
 * write it; thread-safe. There is no manifest in such an archive: what can be proved is the
 * config's digest and, when the layers are read, its diffIDs.
 *
 * <p>An archive of Docker 25 or later is an OCI layout as well. manifest.json decides which images
 * there are, since it is what every engine reads, and what index.json says of an image is compared
 * with it.
 */
public final class ArchivedImages {
  /** The file that lists them. */
  public static final String MANIFEST = "manifest.json";

  private final ImageArchive archive;
  private final ScanContext context;

  /** Reads from {@code archive}, in which {@link #areIn} saw images. */
  public ArchivedImages(ImageArchive archive, ScanContext context) {
    this.archive = archive;
    this.context = context;
  }

  /**
   * True when {@code archive} has a manifest.json that lists images.
   *
   * @throws ScanException MALFORMED or LIMIT if it has one that cannot be used
   */
  public static boolean areIn(ImageArchive archive, ScanContext context) {
    return archive.find(MANIFEST).isPresent()
        && !new ArchivedImages(archive, context).all().isEmpty();
  }

  /** All of them, in the archive's order. */
  public List<ArchivedImage> all() {
    ArchiveEntry entry = archive.find(MANIFEST).orElseThrow(IllegalStateException::new);
    RawDocument raw = archive.document(entry, context.limits().manifestBytes(), "manifestBytes");
    return DockerArchiveParser.parse(raw, context.limits());
  }

  /**
   * One of them.
   *
   * @param resolution how it was come to
   */
  public Image image(ArchivedImage image, Resolution resolution) {
    ImageConfig config = config(image);
    ArchivedLayers layers = ArchivedLayers.of(archive, image, config);
    List<ImageAnomaly> anomalies = new ArrayList<>(archive.anomalies());
    config.oddities().forEach(key -> anomalies.add(foldedKey(key, config)));
    anomalies.addAll(layers.anomalies());
    anomalies.addAll(new LayoutCrossCheck(archive, context).compare(image, config));
    return new Image(
        resolution,
        Optional.empty(),
        Optional.empty(),
        config,
        layers.layers(),
        new ArchiveLayerReader(archive, layers::locate),
        configVerification(image, config).stream().toList(),
        anomalies);
  }

  /**
   * The config of one of them.
   *
   * @throws ScanException NOT_FOUND if the archive lacks it, MALFORMED or LIMIT
   */
  public ImageConfig config(ArchivedImage image) {
    ArchiveEntry entry =
        archive
            .find(image.config())
            .orElseThrow(
                () ->
                    new ScanException(
                        ProblemKind.NOT_FOUND,
                        "The archive "
                            + Text.escape(archive.name())
                            + " lacks the image config \""
                            + Text.excerpt(image.config())
                            + "\" that its manifest.json names",
                        "Save the image again; the archive is incomplete.",
                        null));
    RawDocument raw = archive.document(entry, context.limits().configBytes(), "configBytes");
    return ImageConfigParser.parse(raw, DigestAlgorithm.SHA256, context.limits());
  }

  /** The digest in the config's file name is a promise of the archive. */
  private static Optional<DigestVerification> configVerification(
      ArchivedImage image, ImageConfig config) {
    return NamedDigest.of(image.config())
        .map(
            expected -> {
              Digest actual =
                  config
                      .raw()
                      .digest(expected.knownAlgorithm().orElseThrow(IllegalStateException::new));
              return DigestVerification.compared(
                  DigestKind.CONFIG,
                  Optional.empty(),
                  expected,
                  DigestOrigin.ARCHIVE,
                  actual,
                  When.NOW);
            });
  }

  private static ImageAnomaly foldedKey(String key, ImageConfig config) {
    return new ImageAnomaly(
        ImageAnomaly.Kind.FOLDED_KEY,
        "config " + config.digest(),
        "The key \"" + key + "\" is spelled so that only engines that fold case see it");
  }

  /**
   * Refuses an image for another platform than one that a person asked for.
   *
   * @param address for the message
   * @throws ScanException NOT_FOUND
   */
  public static void requireWanted(Platform platform, PlatformSelection selection, String address) {
    if (selection instanceof PlatformSelection.One one
        && one.explicit()
        && !platform.satisfies(one.platform())) {
      String has = Text.excerpt(platform.toString());
      throw new ScanException(
          ProblemKind.NOT_FOUND,
          Text.escape(address)
              + " has no image for "
              + one.platform()
              + ": it is a single image for "
              + has,
          "Leave out --platform, or ask for " + has + ".",
          null);
    }
  }
}
