package dev.imageprovenance.scanner.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A directory that belongs to this process's user alone, where the file system knows owners;
 * thread- safe.
 */
final class PrivateDirectory {
  static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

  private final Path path;
  private final boolean posix;

  private PrivateDirectory(Path path, boolean posix) {
    this.path = path;
    this.posix = posix;
  }

  /**
   * The directory at {@code path}, made with its parents if it is not there.
   *
   * @throws IOException if it cannot be made or written, belongs to another user, or others may
   *     write into it
   */
  static PrivateDirectory open(Path path) throws IOException {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (!Files.isDirectory(path)) {
      Files.createDirectories(
          path,
          posix
              ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
              : new FileAttribute<?>[0]);
    }
    PrivateDirectory directory = new PrivateDirectory(path, posix);
    if (posix) {
      directory.check();
    }
    return directory;
  }

  private void check() throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          "others may write into it: " + PosixFilePermissions.toString(permissions));
    }
    Path probe = newFile();
    try {
      if (!Files.getOwner(probe).equals(Files.getOwner(path))) {
        throw new IOException("it belongs to " + Files.getOwner(path).getName());
      }
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  /** An empty file of a name not used before, readable and writable by its owner alone. */
  Path newFile() throws IOException {
    return Files.createTempFile(
        path,
        CacheDirectory.TEMPORARY_PREFIX,
        CacheDirectory.TEMPORARY_SUFFIX,
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0]);
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  Path path() {
    return path;
  }
}
