package dev.imageprovenance.scanner.source;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.archive.ArchivedImages;
import dev.imageprovenance.scanner.source.archive.DockerArchiveSource;
import dev.imageprovenance.scanner.source.archive.ImageArchive;
import dev.imageprovenance.scanner.source.daemon.DaemonSource;
import dev.imageprovenance.scanner.source.layout.LayoutSource;
import dev.imageprovenance.scanner.source.registry.RegistrySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens the source that an address leads to; stateless.
 *
 * <p>What a file is, its content decides: a directory with index.json is an OCI layout; a tar whose
 * manifest.json lists images is a docker-archive, even when it is an OCI layout as well (Docker 25
 * and later write both into one file); a tar with index.json alone is an OCI archive. Only where
 * both views are there, the prefix {@code oci-archive:} asks for the latter.
 */
public final class ImageSources {
  private static final String OCI_ARCHIVE_PREFIX = "oci-archive:";

  private ImageSources() {}

  /**
   * Opens {@code address}; to be closed by the caller.
   *
   * @param options how registries are spoken to, and the environment that says where engines are
   * @throws ScanException NOT_FOUND, UNSUPPORTED (no image), MALFORMED, LIMIT, UNREACHABLE, USAGE
   *     or CONFIGURATION
   */
  public static ImageSource open(
      ImageAddress address, RegistryOptions options, ScanContext context) {
    if (address instanceof ImageAddress.InFile file) {
      return openFile(file, context);
    }
    if (address instanceof ImageAddress.InEngine engine) {
      return DaemonSource.open(engine, options, context);
    }
    if (address instanceof ImageAddress.InContainer container) {
      return DaemonSource.open(container, options, context);
    }
    return RegistrySource.open((ImageAddress.InRegistry) address, options, context);
  }

  private static ImageSource openFile(ImageAddress.InFile address, ScanContext context) {
    if (Files.isDirectory(context.locate(address.path()))) {
      return openDirectory(address, context);
    }
    ImageArchive archive = ImageArchive.open(address.path(), context);
    boolean opened = false;
    try {
      ImageSource source = openArchive(archive, address, context);
      opened = true;
      return source;
    } finally {
      if (!opened) {
        closeQuietly(archive);
      }
    }
  }

  private static ImageSource openDirectory(ImageAddress.InFile address, ScanContext context) {
    Path directory = context.locate(address.path());
    if (Files.exists(directory.resolve(LayoutSource.INDEX))
        || Files.exists(directory.resolve(LayoutSource.MARKER))) {
      return LayoutSource.ofDirectory(address, context);
    }
    boolean skopeoDirectory = Files.exists(directory.resolve(ArchivedImages.MANIFEST));
    throw new ScanException(
        ProblemKind.UNSUPPORTED,
        "The directory "
            + Text.escape(address.path().toString())
            + " is no OCI layout: it has no index.json",
        skopeoDirectory
            ? "It looks like skopeo's dir: format; copy it with skopeo copy dir:DIR oci:DIR2:TAG."
            : "Name the directory that holds oci-layout, index.json and blobs.",
        null);
  }

  private static ImageSource openArchive(
      ImageArchive archive, ImageAddress.InFile address, ScanContext context) {
    boolean docker = ArchivedImages.areIn(archive, context);
    boolean layout = LayoutSource.isIn(archive);
    if (layout && (!docker || address.text().startsWith(OCI_ARCHIVE_PREFIX))) {
      return LayoutSource.ofArchive(archive, address.text(), address.name(), context);
    }
    if (docker) {
      return new DockerArchiveSource(archive, address, context);
    }
    boolean empty = archive.find(ArchivedImages.MANIFEST).isPresent();
    throw new ScanException(
        ProblemKind.UNSUPPORTED,
        Text.escape(archive.name())
            + (empty
                ? " holds no image: its manifest.json is an empty list"
                : " is no image archive: it has neither manifest.json nor index.json"),
        "Save an image with docker save, podman save or skopeo copy.",
        null);
  }

  private static void closeQuietly(ImageArchive archive) {
    try {
      archive.close();
    } catch (IOException ignored) {
      // Another problem is on its way to the caller.
    }
  }
}
