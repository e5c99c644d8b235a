package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.cache.CacheDirectory;
import dev.imageprovenance.scanner.context.Progress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Remembers, for each repository, the layers of the images that were looked at as bases, so that
 * looking again costs nothing; thread-safe, also against other processes. Its files are in the same
 * directory, under the same bound and the same rules as {@link
 * dev.imageprovenance.scanner.layer.LayerFactsCache}'s.
 */
public final class BaseIndex {
  /** To be raised whenever a shelf is written in another form. */
  private static final int VERSION = 1;

  private final Optional<CacheDirectory> files;

  private BaseIndex(Optional<CacheDirectory> files) {
    this.files = files;
  }

  /** An index that forgets everything. */
  public static BaseIndex none() {
    return new BaseIndex(Optional.empty());
  }

  /**
   * An index in {@code directory} (made when first used) of at most {@code maxBytes} bytes, all
   * other files of the cache included.
   */
  public static BaseIndex in(Path directory, long maxBytes) {
    return new BaseIndex(Optional.of(new CacheDirectory(directory, maxBytes, Progress.NONE)));
  }

  /**
   * What is remembered of a repository; an empty shelf when that is nothing. Never throws.
   *
   * @param repository the registry and the repository
   */
  public BaseShelf load(String repository) {
    String key = key(repository);
    return files
        .flatMap(
            directory ->
                directory.find(key, CacheDirectory.BASES, in -> BaseShelfFile.read(in, key)))
        .orElseGet(BaseShelf::new);
  }

  /** Keeps what is new on a shelf; a failure to write only loses it. Never throws. */
  public void save(String repository, BaseShelf shelf) {
    if (files.isEmpty() || !shelf.isChanged()) {
      return;
    }
    String key = key(repository);
    files
        .get()
        .put(
            key,
            CacheDirectory.BASES,
            "The images of " + repository,
            out -> BaseShelfFile.write(out, key, shelf));
  }

  private static String key(String repository) {
    return "bases " + VERSION + "\n" + repository;
  }
}
