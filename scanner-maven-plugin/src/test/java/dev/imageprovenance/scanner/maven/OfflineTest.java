package dev.imageprovenance.scanner.maven;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OfflineTest {
  private static final Path HERE = Path.of("");

  @Test
  void aRegistryCannotBeAsked() {
    ScanException refused =
        assertThrows(
            ScanException.class, () -> Offline.requireLocal("registry.example/app:1", HERE));
    assertEquals(
        "Maven is offline (-o), and registry.example/app:1 is only in a registry",
        refused.getMessage());
  }

  @Test
  void aPolicyThatExtendsAUrlIsRefused(@TempDir Path directory) throws IOException {
    Path policy = directory.resolve("policy.yaml");
    Files.writeString(
        policy,
        "version: 1\nextends: {url: \"https://policies.example/floor.yaml\", sha256: "
            + "0".repeat(64)
            + "}\n");
    ScanException refused =
        assertThrows(ScanException.class, () -> Offline.policies(directory).load(policy));
    assertEquals(
        "Maven is offline (-o), and the policy extends https://policies.example/floor.yaml",
        refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker-daemon:app:1", "oci:layout", "./image.tar", "/image.tar"})
  void whatIsHereCanBeLookedAt(String address) {
    assertDoesNotThrow(() -> Offline.requireLocal(address, HERE));
  }
}
