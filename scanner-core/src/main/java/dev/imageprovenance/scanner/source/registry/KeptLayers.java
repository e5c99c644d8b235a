package dev.imageprovenance.scanner.source.registry;

import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * Layers that jib has kept on this machine, so that they need not be fetched again; thread-safe.
 *
 * <p>A cache of jib holds a pulled or built layer as {@code layers/DIGEST/DIFFID}, and one of a
 * base image from a file or an engine as {@code local/DIFFID/DIGEST}, both named by the hexadecimal
 * part of sha256. A file is hashed before it is used, and whoever reads it hashes it again: one
 * with other bytes than its name says is passed over.
 */
final class KeptLayers {
  private static final int BLOCK = 64 * 1024;

  private final List<Path> caches;
  private final Progress progress;
  private final Cancellation cancellation;

  KeptLayers(List<Path> caches, Progress progress, Cancellation cancellation) {
    this.caches = List.copyOf(caches);
    this.progress = progress;
    this.cancellation = cancellation;
  }

  /** The stored bytes of that blob, if a cache has them. */
  Optional<InputStream> open(Descriptor wanted) {
    if (caches.isEmpty() || wanted.digest().knownAlgorithm().isEmpty()) {
      return Optional.empty();
    }
    DigestAlgorithm algorithm = wanted.digest().knownAlgorithm().get();
    if (algorithm != DigestAlgorithm.SHA256) {
      return Optional.empty();
    }
    for (Path cache : caches) {
      Optional<InputStream> found = find(cache, wanted);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<InputStream> find(Path cache, Descriptor wanted) {
    try {
      Optional<Path> file = locate(cache, wanted.digest().encoded());
      if (file.isEmpty() || Files.size(file.get()) != wanted.size()) {
        return Optional.empty();
      }
      if (!hash(file.get()).equals(wanted.digest())) {
        progress.note(file.get() + " does not hold the bytes that its name says; not used");
        return Optional.empty();
      }
      progress.note("Layer " + wanted.digest() + " is read from jib's cache " + cache);
      return Optional.of(new BufferedInputStream(Files.newInputStream(file.get()), BLOCK));
    } catch (IOException e) {
      progress.note("jib's cache " + cache + " cannot be read: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<Path> locate(Path cache, String hex) throws IOException {
    Path built = cache.resolve("layers").resolve(hex);
    if (Files.isDirectory(built)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(built)) {
        for (Path file : files) {
          if (isNamedByDigest(file)) {
            return Optional.of(file);
          }
        }
      }
    }
    Path local = cache.resolve("local");
    if (Files.isDirectory(local)) {
      try (DirectoryStream<Path> layers = Files.newDirectoryStream(local)) {
        for (Path layer : layers) {
          Path file = layer.resolve(hex);
          if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(file);
          }
        }
      }
    }
    return Optional.empty();
  }

  /** jib writes unfinished layers beside finished ones. */
  private static boolean isNamedByDigest(Path file) {
    return String.valueOf(file.getFileName()).length() == 64
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private Digest hash(Path file) throws IOException {
    MessageDigest hasher = DigestAlgorithm.SHA256.newHasher();
    byte[] block = new byte[BLOCK];
    try (InputStream bytes = Files.newInputStream(file)) {
      for (int n = bytes.read(block); n >= 0; n = bytes.read(block)) {
        cancellation.throwIfCancelled();
        hasher.update(block, 0, n);
      }
    }
    return Digest.of(DigestAlgorithm.SHA256, hasher.digest());
  }
}
