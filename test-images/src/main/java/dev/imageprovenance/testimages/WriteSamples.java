package dev.imageprovenance.testimages;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command that writes samples into a directory: {@code WriteSamples DIR [NAME…]}; stateless.
 */
public final class WriteSamples {
  private WriteSamples() {}

  /**
   * Writes the named samples, or all of them.
   *
   * @param arguments the directory, then names
   */
  public static void main(String... arguments) throws IOException {
    if (arguments.length == 0) {
      throw new IllegalArgumentException("usage: WriteSamples DIR [NAME…]");
    }
    List<SampleImage> samples = new ArrayList<>();
    for (int i = 1; i < arguments.length; i++) {
      samples.add(SampleImages.named(arguments[i]));
    }
    write(Path.of(arguments[0]), samples.isEmpty() ? SampleImages.all() : samples);
  }

  /** Writes samples and a list of them, CATALOGUE.md, in place of what was there by their names. */
  public static void write(Path directory, List<SampleImage> samples) throws IOException {
    Files.createDirectories(directory);
    for (SampleImage sample : samples) {
      delete(directory.resolve(sample.name()));
      sample.writeTo(directory);
    }
    Files.writeString(directory.resolve("CATALOGUE.md"), Catalogue.table(samples));
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException error)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
