package dev.imageprovenance.scanner.source.layout;

import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.source.archive.ArchiveEntry;
import dev.imageprovenance.scanner.source.archive.ImageArchive;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The files of a layout in a tar; thread-safe. */
final class ArchiveFiles implements LayoutFiles {
  private final ImageArchive archive;

  ArchiveFiles(ImageArchive archive) {
    this.archive = archive;
  }

  @Override
  public SourceKind kind() {
    return SourceKind.OCI_ARCHIVE;
  }

  @Override
  public String name() {
    return archive.name();
  }

  @Override
  public Optional<LayoutFile> find(String path) {
    return archive.find(path).map(entry -> new ArchivedFile(archive, entry));
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }

  private record ArchivedFile(ImageArchive archive, ArchiveEntry entry) implements LayoutFile {
    @Override
    public long size() {
      return entry.size();
    }

    @Override
    public InputStream open() throws IOException {
      return archive.open(entry);
    }

    @Override
    public RawDocument read(long limit, String limitName) {
      return archive.document(entry, limit, limitName);
    }
  }
}
