package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher with a Java and a Maven that only pretend; needs bash. */
@Tag("integration")
class LauncherTest {
  @TempDir private Path root;

  @BeforeEach
  void makeABuiltProject() throws IOException {
    Files.copy(Path.of("..", "scanner"), root.resolve("scanner"));
    for (String module : List.of("scanner-core", "test-images", "scanner-cli")) {
      Files.createDirectories(root.resolve(module).resolve("src/main"));
      old(Files.createFile(root.resolve(module).resolve("pom.xml")));
      old(root.resolve(module).resolve("src/main"));
    }
    old(Files.createFile(root.resolve("pom.xml")));
    Path launcher = Files.createDirectories(root.resolve("scanner-cli/target/launcher"));
    Files.createFile(root.resolve("scanner-cli/target/scanner-cli.jar"));
    Files.createFile(launcher.resolve("built"));
    java("17.0.1", "exit ${FAKE_EXIT:-100}");
    script("bin/mvn", "echo 'mvn says no'; exit 1");
  }

  @ParameterizedTest
  @CsvSource({
    "100, 0",
    "101, 1",
    "102, 2",
    "103, 3",
    "104, 4",
    "130, 130",
    "143, 143",
    "0, 70",
    "1, 70",
    "3, 70",
    "4, 70",
    "134, 70",
    "137, 70"
  })
  void onlyAMarkedCodeIsAVerdict(int ofJava, int expected) throws Exception {
    java("17.0.1", "exit " + ofJava);
    assertEquals(expected, run("scan", "x").code);
  }

  @Test
  void argumentsArriveAsTheyAre() throws Exception {
    java("17.0.1", "shift $(($# - 3)); printf '<%s>' \"$@\"; exit 100");
    assertEquals("<scan><a b><>", run("scan", "a b", "").output);
  }

  @Test
  void standardInputArrives() throws Exception {
    java("17.0.1", "cat; exit 100");
    assertEquals("secret", run("scan").output);
  }

  @ParameterizedTest
  @CsvSource({"11.0.2", "1.8.0_392", "16"})
  void anOldJavaIsRefused(String version) throws Exception {
    java(version, "exit 100");
    Outcome outcome = run("scan", "x");
    assertTrue(
        outcome.code == 70 && outcome.output.contains("Java 17 or newer is needed"),
        outcome.toString());
  }

  @Test
  void aJavaThatIsNotThereIsExplained() throws Exception {
    Files.delete(root.resolve("jdk/bin/java"));
    Outcome outcome = run("scan", "x");
    assertTrue(
        outcome.code == 70 && outcome.output.contains("there is no bin/java in it"),
        outcome.toString());
  }

  @Test
  void aChangedSourceIsBuiltAgainAndAFailureIsShown() throws Exception {
    Path source = Files.createFile(root.resolve("scanner-core/src/main/New.java"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    Outcome outcome = run("scan", "x");
    assertTrue(outcome.code == 70 && outcome.output.contains("mvn says no"), outcome.toString());
  }

  @Test
  @Timeout(60)
  void aBuildThatThisUserCannotWriteIsRefusedAtOnce() throws Exception {
    Path source = Files.createFile(root.resolve("scanner-core/src/main/New.java"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    Outcome outcome =
        run(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"), "scan", "x");
    assertTrue(
        outcome.code == 70 && outcome.output.contains("this user cannot write to"),
        outcome.toString());
  }

  private record Outcome(int code, String output) {}

  private Outcome run(String... arguments) throws Exception {
    return run(List.of(), arguments);
  }

  private Outcome run(List<String> prefix, String... arguments) throws Exception {
    Process process = start(prefix, arguments);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  private Process start(List<String> prefix, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of("bash", root + "/scanner"));
    command.addAll(List.of(arguments));
    // Who starts the tests in the background of a shell hands them an ignored SIGINT.
    command.addAll(0, List.of("env", "--default-signal=INT"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // A file, because a launcher that ends at once closes a pipe while it is written.
    builder.redirectInput(Files.writeString(root.resolve("input"), "secret").toFile());
    builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
    builder.environment().merge("PATH", root.resolve("bin") + ":", (path, bin) -> bin + path);
    return builder.start();
  }

  private void java(String version, String body) throws IOException {
    script("jdk/bin/java", body);
    Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"" + version + "\"\n");
    Files.createDirectories(root.resolve("scanner-cli/target/launcher"));
    Files.writeString(root.resolve("scanner-cli/target/launcher/" + version + ".jsa.failed"), "");
  }

  private void script(String name, String body) throws IOException {
    Path script = root.resolve(name);
    Files.createDirectories(script.getParent());
    Files.writeString(script, "#!/usr/bin/env bash\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void old(Path path) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
  }
}
