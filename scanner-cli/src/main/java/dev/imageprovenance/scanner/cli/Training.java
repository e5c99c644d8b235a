package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.context.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs what users run most, so that the launcher can archive the loaded classes for a faster start.
 * Takes the directory of the sample images; scans some of them from their directories and through a
 * registry on this machine, twice each, so that both the cold and the cached way are walked, and
 * ends as the program itself does.
 */
public final class Training {
  /** Together they have findings of every check. */
  private static final List<String> SAMPLES =
      List.of("demo", "multi-platform", "names-case-folding", "user-named", "setuid-in-tmp");

  private Training() {}

  /** Trains and ends the process; a failure only makes the archive smaller. */
  public static void main(String[] arguments) throws IOException {
    run(List.of("scan", "--no-cache", "./no-such-image"));
    if (arguments.length > 0) {
      trainWithSamples(Path.of(arguments[0]));
    }
    Main.main(new String[] {"--version"});
  }

  private static void trainWithSamples(Path directory) throws IOException {
    Path cache = Files.createTempDirectory("scanner-training");
    try {
      for (String name : SAMPLES) {
        Path image = directory.resolve(name);
        if (Files.isRegularFile(image.resolve("index.json"))) {
          train(image, Files.createDirectory(cache.resolve(name)));
        }
      }
    } finally {
      delete(cache);
    }
  }

  private static void train(Path image, Path cache) throws IOException {
    scanTwice("oci:" + image, cache.resolve("layout"));
    try (TrainingRegistry registry = TrainingRegistry.serve(image)) {
      scanTwice(registry.reference(), cache.resolve("registry"));
    }
  }

  private static void scanTwice(String address, Path cache) {
    for (int i = 0; i < 2; i++) {
      run(
          List.of(
              "scan",
              "--format=text",
              "--output=json=" + cache + ".json",
              "--cache-dir=" + cache,
              "--timeout=5s",
              address));
    }
    run(
        List.of(
            "compare",
            "--format=text",
            "--output=json=" + cache + ".json",
            "--no-cache",
            address,
            address));
  }

  private static void run(List<String> arguments) {
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new StringWriter(),
            new StringWriter(),
            Map.of(),
            false,
            false);
    new Cli(terminal, Engine::ofLibrary, new Interruption(new Cancellation())).run(arguments);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      List<Path> deepestFirst = new ArrayList<>(paths.toList());
      deepestFirst.sort((one, other) -> other.compareTo(one));
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    }
  }
}
