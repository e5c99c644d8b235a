package dev.imageprovenance.scanner.cache;

import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.oci.Digest;
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
 * The files of a cache, each named after its key; thread-safe, also against other processes. Files
 * are private to their owner and written atomically; corrupt ones are forgotten. All kinds of files
 * share one bound: what was used longest ago goes first.
 *
 * <p>A directory that belongs to another user, or that others may write into, is not used: then
 * nothing is found and nothing kept, and the progress hears why, once.
 */
public final class CacheDirectory {
  /** What the names of facts of layers end with. */
  public static final String FACTS = ".facts";

  /** What the names of snapshots of trees end with. */
  public static final String SNAPSHOT = ".snapshot";

  /** What the names of indexes of bases end with. */
  public static final String BASES = ".bases";

  private static final List<String> SUFFIXES = List.of(FACTS, SNAPSHOT, BASES);

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

  /**
   * Files in {@code directory}, which is made when first used.
   *
   * @param maxBytes bound of all files together
   * @param progress hears when the directory cannot be used, or a file not be written
   */
  public CacheDirectory(Path directory, long maxBytes, Progress progress) {
    this.directory = directory;
    this.maxBytes = maxBytes;
    this.progress = progress;
  }

  /**
   * What was kept under {@code key}. Never throws.
   *
   * @param suffix one of this class' own
   */
  public <T> Optional<T> find(String key, String suffix, CacheFile.Parser<T> parser) {
    PrivateDirectory open = open();
    if (open == null) {
      return Optional.empty();
    }
    Path file = open.resolve(fileName(key, suffix));
    try {
      T content = CacheFile.read(file, maxBytes, parser);
      touch(file);
      return Optional.of(content);
    } catch (FileSystemException | ClosedChannelException e) {
      // Not there, not readable just now, or this thread was interrupted: it may be sound.
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      deleteQuietly(file);
      return Optional.empty();
    }
  }

  /**
   * Keeps something; a failure to write only loses it. Never throws.
   *
   * @param suffix one of this class' own
   * @param what for the message when it is lost
   */
  public void put(String key, String suffix, String what, CacheFile.Content content) {
    PrivateDirectory open = open();
    if (open == null) {
      return;
    }
    try {
      write(open, fileName(key, suffix), content);
      evict(open);
    } catch (IOException | RuntimeException e) {
      progress.note(what + " were not kept: " + describe(e));
    }
  }

  private void write(PrivateDirectory open, String name, CacheFile.Content content)
      throws IOException {
    Path temporary = open.newFile();
    try {
      CacheFile.write(temporary, content);
      if (Files.size(temporary) <= maxBytes) {
        Files.move(
            temporary,
            open.resolve(name),
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
    if (!temporary && !isKept(name)) {
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

  private static boolean isKept(String name) {
    for (String suffix : SUFFIXES) {
      if (name.endsWith(suffix)) {
        return true;
      }
    }
    return false;
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

  private static String fileName(String key, String suffix) {
    return Digest.sha256(key.getBytes(StandardCharsets.UTF_8)).encoded() + suffix;
  }

  private static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // Evicted meanwhile; what was in it is read.
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
