package dev.imageprovenance.scanner.maven.jib;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoriesTest {
  private static final Path TOP = Path.of("/build/shop");
  private static final Directories ORDERS =
      Directories.of(TOP, TOP.resolve("orders"), TOP.resolve("orders/target"));

  @ParameterizedTest
  @CsvSource({
    "/build/shop/orders/target/jib-image.tar, orders/target/jib-image.tar",
    "/build/shop/other/target/jib-image.tar, other/target/jib-image.tar",
    "target/../build/app.tar, orders/build/app.tar",
    "/var/images/app.tar, /var/images/app.tar",
  })
  void filesAreShownBelowTheTop(Path file, Path shown) {
    assertEquals(shown, ORDERS.shown(file));
  }

  @ParameterizedTest
  @CsvSource({
    "./target/app.tar, ./orders/target/app.tar",
    "oci:target/layout:1.0, oci:orders/target/layout:1.0",
    "docker-archive:/build/shop/orders/target/app.tar, docker-archive:orders/target/app.tar",
    "/var/images/app.tar, /var/images/app.tar",
    "registry.example/app:1, registry.example/app:1",
    "docker-daemon:app:1, docker-daemon:app:1",
  })
  void anAddressBeginsInTheModule(String address, String shown) {
    assertEquals(shown, ORDERS.shownAddress(address));
  }

  @Test
  void aModuleBesideTheTopIsShownFromThere() {
    Directories beside = Directories.of(TOP.resolve("all"), TOP.resolve("orders"), TOP);
    assertEquals(Path.of("../orders/app.tar"), beside.shown(TOP.resolve("orders/app.tar")));
  }

  @Test
  void theTopIsRecognisedBehindALink(@TempDir Path directory) throws IOException {
    Path real = directory.resolve("real");
    Files.createDirectories(real.resolve("orders"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);
    Directories directories = Directories.of(real, link.resolve("orders"), link);
    assertEquals(Path.of("orders/app.tar"), directories.shown(link.resolve("orders/app.tar")));
  }
}
