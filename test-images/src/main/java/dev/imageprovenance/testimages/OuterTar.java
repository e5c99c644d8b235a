package dev.imageprovenance.testimages;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Date;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** The ordinary tar around a saved image; not thread-safe. */
final class OuterTar implements Closeable {
  private final TarArchiveOutputStream tar;

  OuterTar(OutputStream out) {
    tar = new TarArchiveOutputStream(out, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  void directory(String name) throws IOException {
    put(new TarArchiveEntry(name), 0755, new byte[0]);
  }

  void file(String name, byte[] content) throws IOException {
    put(new TarArchiveEntry(name), 0644, content);
  }

  void symlink(String name, String target) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    put(entry, 0777, new byte[0]);
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }

  private void put(TarArchiveEntry entry, int mode, byte[] content) throws IOException {
    entry.setMode(mode);
    entry.setIds(0, 0);
    entry.setNames("", ""); // otherwise the name of who runs this is written
    entry.setModTime(new Date(TarEntry.EPOCH * 1000));
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
