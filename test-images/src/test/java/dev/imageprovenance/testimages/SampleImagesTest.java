package dev.imageprovenance.testimages;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SampleImagesTest {
  @TempDir Path directory;

  static List<SampleImage> all() {
    return SampleImages.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void isTheSameOnEveryRun(SampleImage sample) throws IOException {
    Map<String, byte[]> first = filesOf(sample.writeTo(directory.resolve("first")));
    Map<String, byte[]> second = filesOf(sample.writeTo(directory.resolve("second")));

    assertTrue(!first.isEmpty(), "nothing was written");
    assertEquals(first.keySet(), second.keySet());
    first.forEach((name, bytes) -> assertArrayEquals(bytes, second.get(name), name));
  }

  @Test
  void writesSamplesInPlaceOfOlderOnes() throws IOException {
    Path stale = directory.resolve("clean/blobs/sha256/stale");
    Files.createDirectories(stale.getParent());
    Files.writeString(stale, "old");

    WriteSamples.main(directory.toString(), "clean");

    assertTrue(Files.notExists(stale));
    assertTrue(Files.exists(directory.resolve("clean/index.json")));
  }

  @Test
  void documentsTheWholeCatalogue() throws IOException {
    String readme = Files.readString(Path.of("README.md"));

    assertTrue(
        readme.contains(Catalogue.table(SampleImages.all())),
        "README.md lacks the table; it is target/images/CATALOGUE.md after a build");
  }

  private static Map<String, byte[]> filesOf(Path root) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        files.put(root.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }
}
