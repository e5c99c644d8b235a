package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java of the pages in {@code docs}: fragments, which are to compile as they stand there. */
class DocumentedJavaTest {
  @TempDir Path directory;

  static Stream<String> fragments() throws IOException {
    try (Stream<Path> pages = Files.walk(ScannerCommand.checkout().resolve("docs"))) {
      return pages.filter(page -> page.toString().endsWith(".md")).sorted().toList().stream()
          .flatMap(page -> Markdown.read(page).blocks().stream())
          .filter(block -> block.language().equals("java"))
          .map(Markdown.Block::text);
    }
  }

  @ParameterizedTest
  @MethodSource("fragments")
  void compiles(String fragment) throws IOException {
    Path source = Files.writeString(directory.resolve("Fragment.java"), around(fragment));
    ByteArrayOutputStream errors = new ByteArrayOutputStream();

    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                errors,
                "-d",
                directory.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());

    assertEquals(0, status, () -> errors.toString(StandardCharsets.UTF_8));
  }

  /** The fragment in a method that has a scanner, below the imports that a reader adds. */
  private static String around(String fragment) {
    return """
        import dev.imageprovenance.scanner.*;
        import dev.imageprovenance.scanner.finding.*;
        import dev.imageprovenance.scanner.policy.*;
        import dev.imageprovenance.scanner.report.*;
        import dev.imageprovenance.scanner.signature.trust.*;
        import java.nio.file.Path;
        import java.util.List;

        final class Fragment {
          static void with(ImageScanner scanner) throws Exception {
        %s
          }
        }
        """
        .formatted(fragment);
  }
}
