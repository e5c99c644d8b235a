package dev.imageprovenance.scanner.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.TestSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies and baselines whose relative paths begin elsewhere than in the working directory. */
class PolicyDirectoryTest {
  private static final Path POLICY = Path.of("config/policy.yaml");

  @TempDir Path directory;

  @Test
  void everyFileIsCalledByItsRelativePath() throws IOException {
    write("config/policy.yaml", "version: 1\nextends: floor.yaml\n");
    write("config/floor.yaml", "version: 1\n");
    assertEquals(
        List.of("config/floor.yaml", "config/policy.yaml"),
        PolicyLoader.ofFiles().in(directory).load(POLICY).sources().stream()
            .map(PolicySource::name)
            .toList());
  }

  @Test
  void aKeyIsReadBesideItsPolicy() throws IOException {
    write(
        "config/policy.yaml",
        "version: 1\nsignatures: {signers: [{name: a, key: a.pub, purposes: [image], repositories:"
            + " ['**']}], require: {signers: [a]}}\n");
    write("config/a.pub", TestSigner.p256().pem());
    assertEquals(
        "config/a.pub", PolicyLoader.ofFiles().in(directory).load(POLICY).sources().get(0).name());
  }

  @Test
  void aMistakeIsToldWithTheRelativePath() throws IOException {
    write("config/policy.yaml", "version: 1\nfailOn: never\n");
    String message =
        String.valueOf(
            assertThrows(
                    ScanException.class, () -> PolicyLoader.ofFiles().in(directory).load(POLICY))
                .getMessage());
    assertTrue(message.contains("\n  config/policy.yaml:2:9: "), message);
  }

  @Test
  void aBaselineIsCalledByItsRelativePath() throws IOException {
    write("baseline.json", "{\"baselineVersion\": 1, \"images\": []}");
    assertEquals("baseline.json", Baseline.load(Path.of("baseline.json"), directory).name());
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
