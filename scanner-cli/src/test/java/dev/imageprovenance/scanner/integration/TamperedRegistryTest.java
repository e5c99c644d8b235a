package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A registry whose storage somebody changed: the digests no longer hold, and the exit code is 4.
 */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class TamperedRegistryTest {
  private final RealParts parts;
  private final RealRegistry registry;
  private final String reference;
  private final ScannerCommand scanner;

  TamperedRegistryTest(RealParts parts) {
    this.parts = parts;
    // A registry of its own, because the others' images must stay whole.
    this.registry = RealRegistry.open(parts.workspace());
    this.reference = registry.reference("tampered:1");
    this.scanner = ScannerCommand.in(parts.workspace());
  }

  @BeforeEach
  void pushAnImage() {
    Skopeo.copy(
        "docker://" + parts.images().reference(OracleImages.SMALL), "docker://" + reference);
  }

  @AfterEach
  void stopRegistry() {
    registry.close();
  }

  @Test
  void untouchedImagePasses() {
    scanner.with("scan", "--no-cache", reference).run().expect(0);
  }

  @Test
  void layerWithOneChangedByteExitsWithFour() throws IOException {
    String digest = parts.images().lowestLayerDigest(OracleImages.SMALL);
    Path blob = registry.blob(digest);
    byte[] bytes = Files.readAllBytes(blob);
    bytes[bytes.length - 9] ^= 1;
    Files.write(blob, bytes);

    assertBroken(digest);
  }

  @Test
  void layerReplacedByAnotherValidLayerExitsWithFour() throws IOException {
    String digest = parts.images().lowestLayerDigest(OracleImages.SMALL);
    Path blob = registry.blob(digest);
    Path directory = parts.workspace().directory("other");
    Files.writeString(directory.resolve("evil"), "evil");
    Path layer = directory.resolve("layer.tar.gz");
    Command.of("tar", "-czf", layer.toString(), "-C", directory.toString(), "evil").output();
    Files.copy(layer, blob, StandardCopyOption.REPLACE_EXISTING);

    assertBroken(digest);
  }

  @Test
  void configWithAnotherUserExitsWithFour() throws IOException {
    String digest = parts.images().configDigest(OracleImages.SMALL);
    Path blob = registry.blob(digest);
    String config = Files.readString(blob, StandardCharsets.UTF_8);
    String changed = config.replace("\"User\":\"1000:1000\"", "\"User\":\"1001:1001\"");
    assertTrue(!changed.equals(config), () -> "nothing to change in " + config);
    Files.writeString(blob, changed);

    assertBroken(digest);
  }

  private void assertBroken(String digest) {
    Command.Outcome outcome = scanner.with("scan", "--no-cache", reference).run().expect(4);
    // Text reports shorten digests to twelve digits.
    String shortDigest = digest.substring(0, "sha256:".length() + 12);
    assertTrue(
        outcome.stdout().contains(shortDigest),
        () -> "should name the expected digest " + digest + ": " + outcome);
  }
}
