package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of the document on signatures, run as they stand there. */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class SignaturesDocumentsTest {
  private static final Path ROOT = ScannerCommand.checkout();
  private static final Markdown DOCUMENT = Markdown.read(ROOT.resolve("docs/signatures.md"));

  @TempDir private Path elsewhere;
  private final RealParts parts;

  SignaturesDocumentsTest(RealParts parts) {
    this.parts = parts;
  }

  static List<String> examples() {
    return DOCUMENT.commands().stream()
        .filter(command -> command.startsWith("./scanner signatures "))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void commandPrintsWhatStandsBelowIt(String command) {
    Command.Outcome outcome = scanner(command).in(ROOT).run();

    assertEquals(
        DOCUMENT.outputOf(DOCUMENT.withCommand(command)), outcome.stdout(), outcome::toString);
  }

  @Test
  void keyOfTheDocumentIsOneThatCanBeBelieved() {
    List<String> making =
        DOCUMENT.commands().stream().filter(line -> line.startsWith("openssl ")).toList();
    making.forEach(line -> Command.of(List.of(line.split(" ", -1))).in(elsewhere).output());
    String unsigned = "oci:" + ROOT.resolve("test-images/target/images/clean");

    Command.Outcome outcome =
        scanner("./scanner signatures --key release.pub " + unsigned).in(elsewhere).run().expect(1);

    assertTrue(outcome.stdout().contains("a signature by release is required"), outcome::toString);
  }

  private Command scanner(String command) {
    String[] words = command.substring("./scanner ".length()).split(" ", -1);
    return ScannerCommand.in(parts.workspace()).with(words).with("COLUMNS", "100");
  }
}
