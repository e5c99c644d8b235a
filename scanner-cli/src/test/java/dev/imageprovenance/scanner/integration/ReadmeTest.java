package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.cli.ScanReportSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's commands and its program, run as they stand there. */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class ReadmeTest {
  private static final Path ROOT = ScannerCommand.checkout();
  private static final Markdown README = Markdown.read(ROOT.resolve("README.md"));
  private static final String DEMO = "oci:test-images/target/images/demo";
  private static final String COLUMNS = "100";

  @TempDir private Path elsewhere;
  private final RealParts parts;

  ReadmeTest(RealParts parts) {
    this.parts = parts;
  }

  @Test
  void firstCommandPrintsWhatStandsBelowIt() {
    Markdown.Block block = README.withCommand("./scanner scan " + DEMO);

    Command.Outcome outcome = scanner("scan", DEMO).in(ROOT).run().expect(1);

    assertEquals(README.outputOf(block), outcome.stdout());
  }

  @Test
  void lineageOfASamplePrintsWhatStandsBelowIt() {
    String command =
        README.commands().stream().filter(ReadmeTest::isOfSamples).findFirst().orElseThrow();
    Markdown.Block block = README.withCommand(command);
    String[] words = command.substring("./scanner ".length()).split(" ", -1);

    Command.Outcome outcome = scanner(words).in(ROOT).run().expect(0);

    assertEquals(README.outputOf(block), outcome.stdout());
  }

  @Test
  void scanOnABasePrintsWhatStandsBelowIt() {
    String command =
        README.commands().stream().filter(ReadmeTest::isScanOnABase).findFirst().orElseThrow();
    Markdown.Block block = README.withCommand(command);
    String[] words = command.substring("./scanner ".length()).split(" ", -1);

    Command.Outcome outcome = scanner(words).and("--no-cache").in(ROOT).run().expect(1);

    assertEquals(README.outputOf(block), outcome.stdout());
  }

  @Test
  void signaturesOfASamplePrintWhatStandsBelowThem() {
    String command =
        README.commands().stream()
            .filter(line -> line.startsWith("./scanner signatures --key "))
            .findFirst()
            .orElseThrow();
    String[] words = command.substring("./scanner ".length()).split(" ", -1);

    Command.Outcome outcome = scanner(words).in(ROOT).run().expect(0);

    assertEquals(README.outputOf(README.withCommand(command)), outcome.stdout());
  }

  private static boolean isScanOnABase(String command) {
    return command.startsWith("./scanner scan ") && command.contains("--base ");
  }

  private static boolean isOfSamples(String command) {
    return command.startsWith("./scanner lineage ") && command.contains("oci:test-images/");
  }

  /** Debian and its digests change, their looks do not. */
  @Test
  void scanOfADebianImagePrintsWhatStandsBelowItButForDigestsAndSizes() {
    Markdown.Block block = README.withCommand("./scanner scan localhost:5000/debian:12");

    Command.Outcome outcome =
        scanner("scan", "--no-cache", parts.images().plainDebian("debian:12")).run().expect(1);

    assertEquals(
        withoutDigestsAndSizes(README.outputOf(block)),
        withoutDigestsAndSizes(
            outcome.stdout().replace(parts.registry().address(), "localhost:5000")));
  }

  @Test
  void comparisonWithARegistryPrintsWhatStandsBelowItButForDigests() throws IOException {
    Markdown.Block block =
        README.withCommand("./scanner compare docker-daemon:localhost:5000/shop/orders:1.4");
    OracleImages images = parts.images();
    Files.writeString(
        elsewhere.resolve("Dockerfile"), "FROM small:1\nUSER 1000\nLABEL for=readme\n");
    parts.docker().build(elsewhere, "readme/orders:1.4");
    String newer = images.build("readme/orders:1.5", "FROM small:1\nLABEL for=readme\n");
    String registry = parts.registry().address().replace("127.0.0.1", "localhost");
    String reference = registry + "/shop/orders:1.4";
    parts.docker().push("readme/orders:1.4", reference);
    Skopeo.copy("docker://" + newer, "docker://" + parts.registry().reference("shop/orders:1.4"));

    Command.Outcome outcome =
        scanner("compare", "docker-daemon:" + reference)
            .with("DOCKER_HOST", parts.docker().host())
            .run()
            .expect(0);

    assertEquals(
        withoutDigestsAndSizes(README.outputOf(block)),
        withoutDigestsAndSizes(outcome.stdout().replace(registry, "localhost:5000")));
  }

  static Stream<String> scansOfOtherImages() {
    return README.commands().stream()
        .filter(command -> command.startsWith("./scanner scan "))
        .filter(command -> !command.contains("localhost") && !command.endsWith(DEMO))
        .filter(command -> !isScanOnABase(command));
  }

  /** They name images that are not there, so that the sample takes their place. */
  @ParameterizedTest
  @MethodSource("scansOfOtherImages")
  void otherScansAreTypedRightly(String command) throws IOException {
    List<String> words = Arrays.asList(command.split(" ", -1));
    words.set(words.size() - 1, "oci:" + ROOT.resolve(DEMO.substring("oci:".length())));

    Command.Outcome outcome =
        scanner(words.subList(1, words.size()).toArray(String[]::new)).in(elsewhere).run();

    assertTrue(outcome.exitCode() == 0 || outcome.exitCode() == 1, outcome::toString);
    for (Path json : filesWritten()) {
      ScanReportSchema.assertValid(Files.readString(json));
    }
  }

  static Stream<String> commandsThatOnlyTell() {
    return README.commands().stream()
        .filter(
            command -> command.matches("\\./scanner (?!scan |compare |lineage |signatures ).*"));
  }

  @ParameterizedTest
  @MethodSource("commandsThatOnlyTell")
  void commandsThatOnlyTellDoSo(String command) {
    List<String> words = Arrays.asList(command.split(" ", -1));

    Command.Outcome outcome =
        scanner(words.subList(1, words.size()).toArray(String[]::new)).run().expect(0);

    assertTrue(!outcome.stdout().isBlank(), outcome::toString);
  }

  static Stream<Markdown.Block> programs() {
    return README.blocks().stream().filter(block -> block.language().equals("java"));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void programCompilesAndPrintsWhatStandsBelowIt(Markdown.Block block) throws IOException {
    Path directory = Files.createDirectory(elsewhere.resolve("directory"));
    Files.writeString(directory.resolve("pods.json"), "{\"kind\": \"PodList\", \"items\": []}");
    Path source = Files.writeString(elsewhere.resolve("Example.java"), program(block.text()));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String classPath = System.getProperty("java.class.path");

    int status =
        compiler.run(
            null, null, null, "-d", elsewhere.toString(), "-cp", classPath, source.toString());

    assertEquals(0, status);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String printed =
        Command.of(java.toString(), "-cp", elsewhere + ":" + classPath, "Example")
            .and(directory.toString())
            .in(ROOT)
            .output();
    assertEquals(README.outputOf(block), printed);
  }

  /** A class around the lines, whose imports stand at their beginning. */
  private static String program(String lines) {
    int end = lines.lastIndexOf("\nimport ");
    int body = lines.indexOf('\n', end + 1) + 1;
    return lines.substring(0, body)
        + "public class Example {\n"
        + "  public static void main(String[] arguments) throws Exception {\n"
        + "    java.nio.file.Path directory = java.nio.file.Path.of(arguments[0]);\n"
        + lines.substring(body)
        + "  }\n}\n";
  }

  private Command scanner(String... arguments) {
    return ScannerCommand.in(parts.workspace()).with(arguments).with("COLUMNS", COLUMNS);
  }

  private List<Path> filesWritten() throws IOException {
    try (Stream<Path> files = Files.list(elsewhere)) {
      return files.toList();
    }
  }

  private static String withoutDigestsAndSizes(String report) {
    return report
        .replaceAll("sha256:[0-9a-f]{12}", "sha256:…")
        .replaceAll("[0-9.]+ MB", "… MB")
        .replaceAll("(?m)^  held by .*\\n( {15}.*\\n)*", "  held by …\n");
  }
}
