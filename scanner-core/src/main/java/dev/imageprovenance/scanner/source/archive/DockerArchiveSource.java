package dev.imageprovenance.scanner.source.archive;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.When;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
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
import dev.imageprovenance.scanner.source.ImageAddress;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.ResolvedImages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Images that a manifest.json lists, as docker save, podman save, kaniko and bazel write it;
 * thread-safe. There is no manifest in such an archive: what can be proved is the config's digest
 * and, when the layers are read, its diffIDs.
 *
 * <p>An archive of Docker 25 or later is an OCI layout as well. manifest.json decides which images
 * there are, since it is what every engine reads, and what index.json says of the chosen image is
 * compared with it.
 */
public final class DockerArchiveSource implements ImageSource {
  /** The file that makes an archive a docker-archive. */
  public static final String MANIFEST = "manifest.json";

  private final ImageArchive archive;
  private final ImageAddress.InFile address;
  private final ScanContext context;

  /** Reads what {@code address} names in {@code archive}, which is closed with this source. */
  public DockerArchiveSource(
      ImageArchive archive, ImageAddress.InFile address, ScanContext context) {
    this.archive = archive;
    this.address = address;
    this.context = context;
  }

  /**
   * True when {@code archive} has a manifest.json that lists images.
   *
   * @throws ScanException MALFORMED or LIMIT if it has one that cannot be used
   */
  public static boolean isIn(ImageArchive archive, ScanContext context) {
    return archive.find(MANIFEST).isPresent() && !images(archive, context).isEmpty();
  }

  @Override
  public ResolvedImages resolve(PlatformSelection selection) {
    archive.requireUnambiguous();
    ArchivedImageChooser.Choice choice =
        new ArchivedImageChooser(
                archive.name(), images(archive, context), image -> config(image).digest())
            .choose(address.name());
    Image image = image(choice);
    requireWanted(image.config().platform(), selection);
    return new ResolvedImages(List.of(image), List.of());
  }

  private static List<ArchivedImage> images(ImageArchive archive, ScanContext context) {
    ArchiveEntry entry = archive.find(MANIFEST).orElseThrow(IllegalStateException::new);
    RawDocument raw = archive.document(entry, context.limits().manifestBytes(), "manifestBytes");
    return DockerArchiveParser.parse(raw, context.limits());
  }

  private Image image(ArchivedImageChooser.Choice choice) {
    ImageConfig config = config(choice.image());
    ArchivedLayers layers = ArchivedLayers.of(archive, choice.image(), config);
    Resolution.Step step =
        new Resolution.Step(
            choice.how(), DigestKind.CONFIG, config.digest(), DigestOrigin.COMPUTED);
    List<ImageAnomaly> anomalies = new ArrayList<>(archive.anomalies());
    config.oddities().forEach(key -> anomalies.add(foldedKey(key, config)));
    anomalies.addAll(layers.anomalies());
    anomalies.addAll(new LayoutCrossCheck(archive, context).compare(choice.image(), config));
    return new Image(
        new Resolution(address.text(), SourceKind.DOCKER_ARCHIVE, archive.name(), List.of(step)),
        Optional.empty(),
        Optional.empty(),
        config,
        layers.layers(),
        new ArchiveLayerReader(archive, layers::locate),
        configVerification(choice.image(), config).stream().toList(),
        anomalies);
  }

  private ImageConfig config(ArchivedImage image) {
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

  private void requireWanted(Platform platform, PlatformSelection selection) {
    if (selection instanceof PlatformSelection.One one
        && one.explicit()
        && !platform.satisfies(one.platform())) {
      String has = Text.excerpt(platform.toString());
      throw new ScanException(
          ProblemKind.NOT_FOUND,
          Text.escape(address.text())
              + " has no image for "
              + one.platform()
              + ": it is a single image for "
              + has,
          "Leave out --platform, or ask for " + has + ".",
          null);
    }
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
