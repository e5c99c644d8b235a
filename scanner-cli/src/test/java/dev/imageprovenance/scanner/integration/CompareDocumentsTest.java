package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The comparisons and lineages of sample images in the documents, run as they stand there. */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class CompareDocumentsTest {
  private static final Path ROOT = ScannerCommand.checkout();

  private final RealParts parts;

  CompareDocumentsTest(RealParts parts) {
    this.parts = parts;
  }

  /**
   * A command and what stands below it.
   *
   * @param command as it is typed
   * @param output what must be printed
   */
  record Example(String command, String output) {}

  static Stream<Example> examples() {
    return Stream.of("README.md", "docs/compare.md", "docs/lineage.md")
        .map(name -> Markdown.read(ROOT.resolve(name)))
        .flatMap(
            document ->
                document.blocks().stream()
                    .filter(block -> isExample(block.commands()))
                    .map(block -> new Example(block.commands().get(0), document.outputOf(block))));
  }

  private static boolean isExample(List<String> commands) {
    return commands.size() == 1
        && (commands.get(0).startsWith("./scanner compare oci:")
            || commands.get(0).startsWith("./scanner lineage --"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void commandPrintsWhatStandsBelowIt(Example example) {
    String[] words = example.command().split(" ", -1);

    Command.Outcome outcome =
        ScannerCommand.in(parts.workspace())
            .with(Arrays.copyOfRange(words, 1, words.length))
            .with("COLUMNS", "100")
            .in(ROOT)
            .run();

    assertEquals(example.output(), outcome.stdout(), outcome::toString);
  }
}
