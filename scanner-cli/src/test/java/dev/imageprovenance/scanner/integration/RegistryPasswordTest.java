package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real registry that asks for a password, which then appears in no output, not even at -v. */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class RegistryPasswordTest {
  private static final String USER = "reader";
  private static final String CANARY = "canary-7Yq2-never-print-me";

  private final RealParts parts;
  private final RealRegistry registry;
  private final String reference;
  private final ScannerCommand scanner;

  RegistryPasswordTest(RealParts parts) {
    this.parts = parts;
    this.registry = RealRegistry.withPassword(parts.workspace(), USER, CANARY);
    this.reference = registry.reference("private:1");
    this.scanner = ScannerCommand.in(parts.workspace());
  }

  @BeforeEach
  void pushAnImage() {
    Skopeo.copy(
        "docker://" + parts.images().reference(OracleImages.SMALL),
        "docker://" + reference,
        "--dest-creds=" + USER + ":" + CANARY);
  }

  @AfterEach
  void stopRegistry() {
    registry.close();
  }

  @Test
  void passwordFromStandardInputOpensTheRegistry() {
    assertNoSecret(scan("--username", USER, "--password-stdin").input(CANARY + "\n").run(), 0);
  }

  @Test
  void passwordFromDockersConfigOpensTheRegistry() throws IOException {
    writeConfig(scanner.home().resolve(".docker/config.json"), CANARY);

    assertNoSecret(scan().run(), 0);
  }

  @Test
  void passwordFromPodmansAuthFileOpensTheRegistry() throws IOException {
    Path file = scanner.home().resolve("auth.json");
    writeConfig(file, CANARY);

    assertNoSecret(scan().with("REGISTRY_AUTH_FILE", file.toString()).run(), 0);
  }

  @Test
  void noPasswordExitsWithThree() {
    assertNoSecret(scan().run(), 3);
  }

  @Test
  void refusedPasswordExitsWithThree() {
    Command command = scan("--username", "somebody-else", "--password-stdin");

    assertNoSecret(command.input(CANARY + "\n").run(), 3);
  }

  @Test
  void refusedPasswordFromDockersConfigExitsWithThree() throws IOException {
    writeConfig(scanner.home().resolve(".docker/config.json"), CANARY + "-wrong");

    assertNoSecret(scan().run(), 3);
  }

  @Test
  void malformedDockerConfigShowsNoSecret() throws IOException {
    Path file = scanner.home().resolve(".docker/config.json");
    writeConfig(file, CANARY);
    Files.writeString(file, Files.readString(file) + "}");

    Command.Outcome outcome = scan().run();

    assertNoSecret(outcome, outcome.exitCode());
  }

  private Command scan(String... more) {
    return scanner.with("scan", "-v", "--no-cache").and(more).and(reference);
  }

  private void writeConfig(Path file, String password) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}"
            .formatted(registry.address(), base64(USER + ":" + password)));
  }

  private static void assertNoSecret(Command.Outcome outcome, int exitCode) {
    String said = outcome.everything();
    for (String secret :
        List.of(CANARY, base64(USER + ":" + CANARY), base64("somebody-else:" + CANARY))) {
      assertFalse(said.contains(secret), "a secret was printed");
    }
    assertEquals(exitCode, outcome.exitCode(), outcome::toString);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
