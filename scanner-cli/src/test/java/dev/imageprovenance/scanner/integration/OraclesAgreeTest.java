package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tools that the scanner is held against, held against one another: when this fails, it is not
 * the scanner that is wrong.
 */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class OraclesAgreeTest {
  private final RealParts parts;
  private final String reference;
  private final Path directory;

  OraclesAgreeTest(RealParts parts) {
    this.parts = parts;
    this.reference = parts.images().reference(OracleImages.DEBIAN);
    this.directory = parts.workspace().directory("agree");
  }

  private FileSystemListing docker;

  @BeforeEach
  void exportFromDocker() {
    Path tar = directory.resolve("docker.tar");
    parts.docker().export(OracleImages.DEBIAN, tar);
    docker = FileSystemListing.ofTar(tar);
    assertTrue(docker.lines().size() > 2_000, () -> "too few files: " + docker.lines().size());
  }

  @Test
  void podmanExportsWhatDockerExports() {
    Path tar = directory.resolve("podman.tar");
    RealPodman podman = parts.podman("overlay");
    podman.pull(reference);
    podman.export(reference, tar);

    assertEquals(List.of(), docker.differencesFrom(FileSystemListing.ofTar(tar)));
  }

  @Test
  void umociUnpacksWhatDockerExports() {
    Skopeo.copy("docker://" + reference, "oci:" + directory.resolve("layout") + ":1");
    Path tar = directory.resolve("umoci.tar");
    Umoci.unpack(directory.resolve("layout"), "1", directory.resolve("bundle"), tar);

    assertEquals(List.of(), docker.differencesFrom(FileSystemListing.ofTar(tar)));
  }

  @Test
  void podmanRunsAsTheUserThatDockerRunsAs() {
    RealPodman podman = parts.podman("overlay");
    podman.pull(reference);

    assertEquals(
        parts.docker().runAsDefaultUser(OracleImages.DEBIAN, "id"),
        podman.runAsDefaultUser(reference, "id"));
  }
}
