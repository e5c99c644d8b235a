package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps facts of layers on disk, keyed by stored digest, diffID algorithm, facts version and
 * limits; thread-safe, also against other processes. Files are private to their owner and written
 * atomically; corrupt ones are forgotten.
 *
 * <p>A directory that belongs to another user, or that others may write into, is not used: then
 * nothing is found and nothing kept, and the progress hears why, once.
 */
public final class LayerFactsCache {
  /**
   * To be raised whenever a pass over the same bytes gives other facts than before, or facts are
   * written in another form.
   */
  static final int FACTS_VERSION = 3;

  static final String SUFFIX = ".facts";
  static final String TEMPORARY_PREFIX = "writing-";
  static final String TEMPORARY_SUFFIX = ".tmp";

  /** What a process leaves behind that was killed while it wrote. */
  private static final Duration STALE = Duration.ofHours(1);

  private final Path directory;
  private final long maxBytes;
  private final Progress progress;
  private final Object openLock = new Object();
  private @Nullable PrivateDirectory opened;
  private boolean refused;

  /** A cache that tells nobody why it is not used. */
  public LayerFactsCache(Path directory, long maxBytes) {
    this(directory, maxBytes, Progress.NONE);
  }

  /**
   * A cache in {@code directory} (made when first used) of at most {@code maxBytes} bytes; what was
   * used longest ago goes first.
   *
   * @param progress hears when the directory cannot be used
   */
  public LayerFactsCache(Path directory, long maxBytes, Progress progress) {
    this.directory = directory;
    this.maxBytes = maxBytes;
    this.progress = progress;
  }

  /** The facts of an earlier full pass over the bytes with that digest. Never throws. */
  public Optional<LayerFacts> find(
      Digest storedDigest, DigestAlgorithm diffIdAlgorithm, Limits limits) {
    PrivateDirectory open = open();
    if (open == null) {
      return Optional.empty();
    }
    String key = key(storedDigest, diffIdAlgorithm, limits);
    Path file = open.resolve(fileName(key));
    try {
      LayerFacts facts = FactsFile.read(file, maxBytes, key, limits);
      requireMatch(facts, storedDigest, diffIdAlgorithm);
      touch(file);
      return Optional.of(facts);
    } catch (FileSystemException | ClosedChannelException e) {
      // Not there, not readable just now, or this thread was interrupted: it may be sound.
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      deleteQuietly(file);
      return Optional.empty();
    }
  }

  private static void requireMatch(
      LayerFacts facts, Digest storedDigest, DigestAlgorithm diffIdAlgorithm) throws IOException {
    if (!facts.storedDigest().equals(storedDigest)
        || !facts.diffId().algorithm().equals(diffIdAlgorithm.label())) {
      throw new IOException("facts of another layer");
    }
  }

  /** Keeps facts; a failure to write only loses the entry. Never throws. */
  public void put(LayerFacts facts, Limits limits) {
    Optional<DigestAlgorithm> diffIdAlgorithm = facts.diffId().knownAlgorithm();
    PrivateDirectory open = open();
    if (open == null || diffIdAlgorithm.isEmpty()) {
      return;
    }
    try {
      write(open, key(facts.storedDigest(), diffIdAlgorithm.get(), limits), facts);
      evict(open);
    } catch (IOException | RuntimeException e) {
      progress.note("Facts of layer " + facts.storedDigest() + " were not kept: " + describe(e));
    }
  }

  private void write(PrivateDirectory open, String key, LayerFacts facts) throws IOException {
    Path temporary = open.newFile();
    try {
      FactsFile.write(temporary, key, facts);
      if (Files.size(temporary) <= maxBytes) {
        Files.move(
            temporary,
            open.resolve(fileName(key)),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      deleteQuietly(temporary);
    }
  }

  private record Kept(Path file, long size, FileTime lastUsed) {}

  /** Brings the size back under its bound; another process may be doing the same. */
  private void evict(PrivateDirectory open) throws IOException {
    List<Kept> kept = new ArrayList<>();
    Instant stale = Instant.now().minus(STALE);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(open.path())) {
      for (Path file : files) {
        examine(file, stale, kept);
      }
    }
    long total = kept.stream().mapToLong(Kept::size).sum();
    kept.sort(Comparator.comparing(Kept::lastUsed));
    for (Kept oldest : kept) {
      if (total <= maxBytes) {
        return;
      }
      deleteQuietly(oldest.file());
      total -= oldest.size();
    }
  }

  private static void examine(Path file, Instant stale, List<Kept> kept) throws IOException {
    String name = file.getFileName().toString();
    boolean temporary = name.startsWith(TEMPORARY_PREFIX) && name.endsWith(TEMPORARY_SUFFIX);
    if (!temporary && !name.endsWith(SUFFIX)) {
      return;
    }
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!temporary) {
        kept.add(new Kept(file, attributes.size(), attributes.lastModifiedTime()));
      } else if (attributes.lastModifiedTime().toInstant().isBefore(stale)) {
        deleteQuietly(file);
      }
    } catch (NoSuchFileException e) {
      // Another process was faster.
    }
  }

  private @Nullable PrivateDirectory open() {
    synchronized (openLock) {
      if (opened == null && !refused) {
        try {
          opened = PrivateDirectory.open(directory);
        } catch (IOException | RuntimeException e) {
          refused = true;
          progress.note(
              "The cache directory "
                  + Text.excerpt(directory.toString())
                  + " is not used: "
                  + describe(e));
        }
      }
      return opened;
    }
  }

  private static String describe(Exception e) {
    return Text.excerpt(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
  }

  /** Everything that decides what the facts of a layer are. */
  private static String key(Digest storedDigest, DigestAlgorithm diffIdAlgorithm, Limits limits) {
    return String.join(
        "\n",
        "facts " + FACTS_VERSION,
        storedDigest.toString(),
        diffIdAlgorithm.label(),
        "layerUncompressedBytes " + limits.layerUncompressedBytes(),
        "layerRatio " + limits.layerRatio(),
        "layerEntries " + limits.layerEntries(),
        "pathBytes " + limits.pathBytes(),
        "headerBytes " + limits.headerBytes(),
        "sparseBytes " + limits.sparseBytes(),
        "zstdWindowLog " + limits.zstdWindowLog(),
        "accountFileBytes " + limits.accountFileBytes(),
        "tocBytes " + limits.tocBytes());
  }

  private static String fileName(String key) {
    return Digest.sha256(key.getBytes(StandardCharsets.UTF_8)).encoded() + SUFFIX;
  }

  private static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // Evicted meanwhile; the facts are read.
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException | RuntimeException e) {
      // It is found out again, by whoever reads it.
    }
  }
}
