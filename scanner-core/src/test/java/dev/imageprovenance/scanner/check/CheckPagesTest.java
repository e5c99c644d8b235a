package dev.imageprovenance.scanner.check;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds docs/checks to the code. */
final class CheckPagesTest {
  private static final Path PAGES = Path.of("..", "docs", "checks");

  private static String page(CheckId check) throws IOException {
    return Files.readString(PAGES.resolve(check + ".md"));
  }

  static List<CheckId> checks() {
    return Checks.ids();
  }

  @ParameterizedTest
  @MethodSource("checks")
  void everyCheckHasAPageWithItsQuestion(CheckId check) throws IOException {
    String title =
        Checks.all(false).stream()
            .filter(each -> each.id().equals(check))
            .map(Check::title)
            .findFirst()
            .orElseThrow();

    assertTrue(page(check).contains("**" + title + "**"), title);
  }

  @ParameterizedTest
  @MethodSource("checks")
  void indexListsEveryCheck(CheckId check) throws IOException {
    assertTrue(Files.readString(PAGES.resolve("README.md")).contains("(" + check + ".md)"));
  }

  static Stream<Arguments> codes() {
    return Stream.of(
            Arrays.stream(Ambiguity.values())
                .map(a -> Arguments.of(CheckId.AMBIGUOUS_LAYER, a.name(), a.severity())),
            Arrays.stream(SetuidClass.values())
                .map(s -> Arguments.of(CheckId.SETUID_FILES, s.name(), s.severity())),
            Arrays.stream(CapabilityClass.values())
                .map(c -> Arguments.of(CheckId.FILE_CAPABILITIES, c.name(), c.severity())),
            Arrays.stream(UserClass.values())
                .filter(u -> u.severity().isPresent())
                .map(u -> Arguments.of(CheckId.DEFAULT_USER, u.name(), u.severity().orElseThrow())))
        .flatMap(stream -> stream);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("codes")
  void pageTellsTheSeverityOfEveryCode(CheckId check, String code, Severity severity)
      throws IOException {
    assertTrue(page(check).contains("| `" + code + "` | " + severity.label() + " |"));
  }
}
