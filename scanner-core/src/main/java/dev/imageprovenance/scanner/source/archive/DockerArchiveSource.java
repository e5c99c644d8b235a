package dev.imageprovenance.scanner.source.archive;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.source.ImageAddress;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.ResolvedImages;
import java.io.IOException;
import java.util.List;

/** An image of a docker-archive, chosen by its address; thread-safe. */
public final class DockerArchiveSource implements ImageSource {
  private final ImageArchive archive;
  private final ArchivedImages images;
  private final ImageAddress.InFile address;

  /** Reads what {@code address} names in {@code archive}, which is closed with this source. */
  public DockerArchiveSource(
      ImageArchive archive, ImageAddress.InFile address, ScanContext context) {
    this.archive = archive;
    this.images = new ArchivedImages(archive, context);
    this.address = address;
  }

  @Override
  public ResolvedImages resolve(PlatformSelection selection) {
    archive.requireUnambiguous();
    ArchivedImageChooser.Choice choice =
        new ArchivedImageChooser(
                archive.name(), images.all(), image -> images.config(image).digest())
            .choose(address.name());
    Resolution.Step step =
        new Resolution.Step(
            choice.how(),
            DigestKind.CONFIG,
            images.config(choice.image()).digest(),
            DigestOrigin.COMPUTED);
    Image image =
        images.image(
            choice.image(),
            new Resolution(
                address.text(), SourceKind.DOCKER_ARCHIVE, archive.name(), List.of(step)));
    ArchivedImages.requireWanted(image.config().platform(), selection, address.text());
    return new ResolvedImages(List.of(image), List.of());
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
