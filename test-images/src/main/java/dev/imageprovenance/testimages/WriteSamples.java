package dev.imageprovenance.testimages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

  /**
   * Writes samples, the public keys of those that are signed, and a list of them, CATALOGUE.md, in
   * place of what was there by their names.
   */
  public static void write(Path directory, List<SampleImage> samples) throws IOException {
    Files.createDirectories(directory);
    for (SampleImage sample : samples) {
      Directories.delete(directory.resolve(sample.name()));
      sample.writeTo(directory);
    }
    SampleSigner.writePublicKeys(directory.resolve("keys"));
    Files.writeString(directory.resolve("CATALOGUE.md"), Catalogue.table(samples));
  }
}
